package io.collabee.impl.protocol;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * How much of what somebody, a client or other nodes, has sent is being worked on. It is held in
 * memory until that is done, and whoever does not wait for it could send any amount while the store
 * takes its time. Thread-safe.
 */
public final class Underway {
  private static final int LARGEST_AT_ONCE = 4;

  private final long limit;
  private final AtomicLong size = new AtomicLong();

  /**
   * Nothing is under way.
   *
   * @param largest how long a message may usually be, in UTF-16 units; four such may be under way,
   *     and a longer message alone
   */
  public Underway(int largest) {
    this.limit = (long) largest * LARGEST_AT_ONCE;
  }

  /**
   * Does something with a message.
   *
   * @param length of the message
   * @param work starts it; it gets what is to be called when the message has been dealt with. If it
   *     throws, the message counts as dealt with.
   * @param tooMuch called instead if too much is under way
   */
  public void run(int length, Consumer<Runnable> work, Runnable tooMuch) {
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
