package io.collabee.impl.cdi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the database answers, without waiting for one that does not. There is one
 * question at a time, however many ask.
 *
 * <p>Its thread starts with it: those who ask are threads of the server, and on Payara one that is
 * made on such a thread wants the context that it has, which is none of the application's, and
 * ends.
 */
final class DatabaseProbe implements AutoCloseable {
  private static final Logger LOG = System.getLogger(DatabaseProbe.class.getName());

  private final Runnable question;
  private final Duration patience;
  private final ThreadPoolExecutor thread;
  private @Nullable Future<?> asked;

  /**
   * A probe that has asked nothing yet.
   *
   * @param question asks the database; throws if it does not answer
   * @param patience how long an answer may take
   * @param threads makes one thread
   */
  DatabaseProbe(Runnable question, Duration patience, ThreadFactory threads) {
    this.question = question;
    this.patience = patience;
    thread =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    var unused = thread.prestartAllCoreThreads();
  }

  /** Whether the database answers in time. */
  boolean answers() {
    try {
      ask().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "The database does not answer", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized Future<?> ask() {
    Future<?> last = asked;
    if (last != null && !last.isDone()) {
      return last;
    }
    Future<?> now = thread.submit(question);
    asked = now;
    return now;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
