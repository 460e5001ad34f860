package io.collabee.impl.document;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells those who may be slow of one kind of event, such as the host, in order, on a thread of its
 * own that is there while there is something to tell. So many events may wait; more are dropped.
 *
 * @param <E> the event
 */
public final class Observers<E> implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Observers.class.getName());
  private static final int WAITING_LIMIT = 10_000;
  private static final long IDLE_SECONDS = 10;
  private static final long LAST_SECONDS = 2;

  private final String kind;
  private final Optional<Consumer<E>> observers;
  private final ThreadPoolExecutor thread;
  private final AtomicBoolean isBehind = new AtomicBoolean();

  /**
   * Of these observers.
   *
   * @param kind the event's name, for logs
   * @param observers may block; what they throw is logged; empty if there are none
   */
  public Observers(String kind, Optional<Consumer<E>> observers, ThreadFactory threads) {
    this(kind, observers, threads, WAITING_LIMIT);
  }

  /**
   * Of these observers, for whom so many events may wait.
   *
   * @param waiting from 1
   */
  public Observers(
      String kind, Optional<Consumer<E>> observers, ThreadFactory threads, int waiting) {
    this.kind = kind;
    this.observers = observers;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Tells of an event soon. Does not block. */
  public void tell(E event) {
    observers.ifPresent(told -> enqueue(event, told));
  }

  private void enqueue(E event, Consumer<E> told) {
    try {
      thread.execute(() -> tell(event, told));
      isBehind.set(false);
    } catch (RejectedExecutionException e) {
      if (!thread.isShutdown() && !isBehind.getAndSet(true)) {
        LOG.log(Level.WARNING, "Observers of {0} are too slow; events are dropped", kind);
      }
    }
  }

  private void tell(E event, Consumer<E> told) {
    try {
      told.accept(event);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "An observer of " + kind + " threw", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
