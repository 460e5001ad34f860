package io.collabee.impl.security;

import io.collabee.impl.background.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * Reads the {@link RevocationLog} again and again into the index of this node. It is what a cluster
 * relies on: a bus tells of revocations sooner, and this finds what a bus has lost. On a thread of
 * its own, since a database may take its time.
 */
public final class RevocationWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RevocationWatch.class.getName());

  /** The question takes at most a tenth of the time. */
  private static final int PAUSE_PER_QUESTION = 9;

  private static final Duration LONGEST_FOR_QUESTION = Duration.ofSeconds(10);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
  private static final int BATCH = 1_000;

  private final RevocationLog log;
  private final RevokedLogins revoked;
  private final Duration pause;
  private final LongSupplier nanoTime;
  private final Worker worker;
  private Instant next = Instant.EPOCH;
  private boolean failing;
  private volatile long asOf;

  /**
   * Reads everything, and then what is new.
   *
   * @param pause between two times of reading; longer if a read takes more than a ninth of it
   * @param nanoTime as {@link System#nanoTime}
   * @param threads makes one thread
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if
   *     nothing can be read
   */
  public RevocationWatch(
      RevocationLog log,
      RevokedLogins revoked,
      Duration pause,
      LongSupplier nanoTime,
      ThreadFactory threads) {
    this.log = log;
    this.revoked = revoked;
    this.pause = pause;
    this.nanoTime = nanoTime;
    this.worker = new Worker("collab-revocations", STOP_PATIENCE, threads, this::run);
    read();
    worker.start();
  }

  /** How long ago what was revoked by then was surely known here. */
  public Duration age() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - asOf));
  }

  private void run() throws InterruptedException {
    long asking = 0;
    while (!worker.isClosingAfter(pauseAfter(asking))) {
      long start = nanoTime.getAsLong();
      readOrFail();
      asking = nanoTime.getAsLong() - start;
    }
  }

  private Duration pauseAfter(long asking) {
    return Duration.ofNanos(
        Math.max(
            pause.toNanos(),
            Math.min(PAUSE_PER_QUESTION * asking, LONGEST_FOR_QUESTION.toNanos())));
  }

  private void readOrFail() {
    try {
      read();
      if (failing) {
        failing = false;
        LOG.log(Level.INFO, "Revocations are read again");
      }
    } catch (RuntimeException | Error e) {
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "Revocations cannot be read: {0}", e.getMessage());
      }
    }
  }

  private void read() {
    long start = nanoTime.getAsLong();
    List<Revocation> batch = new ArrayList<>();
    Instant from =
        log.since(
            next,
            each -> {
              batch.add(each);
              if (batch.size() == BATCH) {
                revoked.addAll(batch);
                batch.clear();
              }
            });
    revoked.addAll(batch);
    revoked.purge();
    next = from;
    asOf = start;
  }

  /** Reads no more. */
  @Override
  public void close() {
    worker.close();
  }
}
