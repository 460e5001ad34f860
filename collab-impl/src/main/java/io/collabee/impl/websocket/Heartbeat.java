package io.collabee.impl.websocket;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Does something again and again until it is closed. A thread of its own, since not every server
 * has a scheduler, and those that have hand a new class-loader context to each run.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Heartbeat.class.getName());
  private static final Duration LAST_BEAT = Duration.ofSeconds(1);

  private final Runnable beat;
  private final Duration interval;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  Heartbeat(Runnable beat, Duration interval, ThreadFactory threads) {
    this.beat = beat;
    this.interval = interval;
    thread = threads.newThread(this::run);
    thread.setName("collab-heartbeat");
    thread.start();
  }

  private void run() {
    try {
      while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        beatOnce();
      }
    } catch (InterruptedException e) {
      // The container takes its thread back, so it stops.
      LOG.log(Level.DEBUG, "The heartbeat was interrupted", e);
    }
  }

  private void beatOnce() {
    try {
      beat.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A heartbeat failed; the next will come", e);
    }
  }

  /** Ends the thread, and waits for the end of what it does just now. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(LAST_BEAT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
