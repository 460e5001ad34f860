package io.collabee.impl.security;

import io.collabee.impl.background.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.ToIntFunction;

/**
 * Deletes from time to time what has expired, on a thread of its own. An hour late, so that nothing
 * is missed by a node whose clock is behind.
 */
public final class Purge implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Purge.class.getName());
  private static final Duration MARGIN = Duration.ofHours(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final List<Of> all;
  private final Clock clock;
  private final Duration pause;
  private final Worker worker;

  /**
   * Something that expires.
   *
   * @param what for the log
   * @param purge deletes what expired before a time and tells how many that were; may throw
   */
  public record Of(String what, ToIntFunction<Instant> purge) {}

  /**
   * Deletes for the first time after a pause.
   *
   * @param threads makes one thread
   */
  public Purge(List<Of> all, Clock clock, Duration pause, ThreadFactory threads) {
    this.all = List.copyOf(all);
    this.clock = clock;
    this.pause = pause;
    this.worker = new Worker("collab-purge", STOP_PATIENCE, threads, this::run);
    worker.start();
  }

  private void run() throws InterruptedException {
    while (!worker.isClosingAfter(pause)) {
      all.forEach(this::purge);
    }
  }

  private void purge(Of expiring) {
    try {
      int deleted = expiring.purge().applyAsInt(clock.instant().minus(MARGIN));
      LOG.log(Level.DEBUG, "{0} {1} have been deleted", deleted, expiring.what());
    } catch (RuntimeException | Error e) {
      // Tried again after the pause; a store that is away is logged where it is asked.
      LOG.log(Level.DEBUG, () -> "Expired " + expiring.what() + " could not be deleted", e);
    }
  }

  /** Deletes no more. */
  @Override
  public void close() {
    worker.close();
  }
}
