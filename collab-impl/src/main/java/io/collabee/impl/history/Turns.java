package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets some at a time do what takes long; a few others wait, but not for ever, since each keeps a
 * thread of the server. More are refused at once.
 */
final class Turns {
  /** How many may wait for each that is at it: some servers have ten threads for all requests. */
  static final int WAITING = 1;

  private final Semaphore places;
  private final Semaphore free;
  private final Duration patience;

  Turns(int atOnce, Duration patience) {
    this.places = new Semaphore(atOnce * (1 + WAITING));
    this.free = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /**
   * Does something when it is its turn.
   *
   * @throws CollabException {@link ErrorCode#ERR_UNAVAILABLE} if that does not come, or too many
   *     wait already
   */
  <T> T take(Supplier<T> task) {
    if (!places.tryAcquire()) {
      throw tooMany();
    }
    try {
      return waitAndDo(task);
    } finally {
      places.release();
    }
  }

  private <T> T waitAndDo(Supplier<T> task) {
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooMany();
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

  private static CollabException tooMany() {
    return new CollabException(
        ErrorCode.ERR_UNAVAILABLE, "Too many ask for history at the same time");
  }
}
