package io.collabee.impl.protocol;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * How much of what a client has sent is being worked on. It is held in memory until it is answered,
 * and a client that does not wait for answers could send any amount while the store takes its time.
 * Thread-safe.
 */
final class Underway {
  private static final int LARGEST_AT_ONCE = 4;

  private final long limit;
  private final AtomicLong size = new AtomicLong();

  /**
   * @param largest how long an operation's message may be, in UTF-16 units; four such may be under
   *     way, and a longer message alone
   */
  Underway(int largest) {
    this.limit = (long) largest * LARGEST_AT_ONCE;
  }

  /**
   * Does something with a message.
   *
   * @param length of the message
   * @param work starts it; it gets what is to be called when the message has been answered. If it
   *     throws, the message counts as answered.
   * @param tooMuch called instead if too much is under way
   */
  void run(int length, Consumer<Runnable> work, Runnable tooMuch) {
    long total = size.addAndGet(length);
    if (total > limit && total > length) {
      size.addAndGet(-length);
      tooMuch.run();
      return;
    }
    AtomicBoolean ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            size.addAndGet(-length);
          }
        };
    try {
      work.accept(end);
    } catch (RuntimeException e) {
      end.run();
      throw e;
    }
  }
}
