package io.collabee.impl.background;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread of one part of a node, which works until the part is closed. Closing ends its rest and
 * waits for what it is doing, though not for ever: an undeployment goes on without a thread that
 * hangs.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Worker.class.getName());

  private final String name;
  private final Duration patience;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ThreadFactory threads;
  private final Work work;
  private volatile @Nullable Thread thread;

  /** All that a worker does in its life. */
  @FunctionalInterface
  public interface Work {

    /**
     * Returns when the worker {@linkplain #isClosing is to end}, or has nothing more to do.
     *
     * @throws InterruptedException if the container takes its thread back
     */
    void run() throws InterruptedException;
  }

  /**
   * A worker that has not started.
   *
   * @param name of the thread
   * @param patience how long closing waits for the work to end
   * @param threads makes one thread
   */
  public Worker(String name, Duration patience, ThreadFactory threads, Work work) {
    this.name = name;
    this.patience = patience;
    this.threads = threads;
    this.work = work;
  }

  /** Lets it work. To be called once. */
  public void start() {
    // Made only now: a server would remember a thread that never starts, and so the application.
    Thread made = threads.newThread(this::run);
    made.setName(name);
    thread = made;
    made.start();
  }

  private void run() {
    try {
      work.run();
    } catch (InterruptedException e) {
      // The container takes its threads back.
      LOG.log(Level.DEBUG, "{0} was interrupted", name);
      end();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, () -> name + " has ended", e);
    }
  }

  /** Whether it is to end. What takes long should ask. */
  public boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Rests, but not when it is to end; whether it is. To be called by the work. */
  public boolean isClosingAfter(Duration rest) throws InterruptedException {
    return closing.await(rest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Has it end, and does not wait for that. */
  public void end() {
    closing.countDown();
  }

  /** Has it end, and waits until it has, or patience is at its end. */
  @Override
  public void close() {
    end();
    Thread started = thread;
    if (started == null) {
      return;
    }
    try {
      started.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (started.isAlive()) {
      LOG.log(Level.WARNING, "{0} did not end in time", name);
    }
  }
}
