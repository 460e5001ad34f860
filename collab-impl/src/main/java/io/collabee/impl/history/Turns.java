package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets some at a time do what takes long; others wait, but not for ever. */
final class Turns {
  private final Semaphore free;
  private final Duration patience;

  Turns(int atOnce, Duration patience) {
    this.free = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /**
   * Does something when it is its turn.
   *
   * @throws CollabException {@link ErrorCode#ERR_UNAVAILABLE} if that does not come
   */
  <T> T take(Supplier<T> task) {
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new CollabException(
            ErrorCode.ERR_UNAVAILABLE, "Too many ask for history at the same time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CollabException(ErrorCode.ERR_UNAVAILABLE, "Interrupted while waiting", e);
    }
    try {
      return task.get();
    } finally {
      free.release();
    }
  }
}
