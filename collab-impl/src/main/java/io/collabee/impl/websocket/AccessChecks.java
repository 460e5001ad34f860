package io.collabee.impl.websocket;

import io.collabee.event.AccessChanged;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Has open connections ask again what their callers may do: at once where somebody says that it may
 * be something else, and otherwise from time to time. On a thread of its own, since the host's
 * policy may take its time.
 */
final class AccessChecks implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AccessChecks.class.getName());
  private static final Duration LAST_CHECK = Duration.ofSeconds(1);

  /** If more changes wait, everything is asked about once. */
  private static final int LIMIT = 1_000;

  private final Collection<Connection> open;
  private final long interval;
  private final BlockingQueue<AccessChanged> changes = new LinkedBlockingQueue<>(LIMIT);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param open those there are, whenever it is asked
   * @param interval between two times that all are asked about
   * @param threads makes one thread
   */
  AccessChecks(Collection<Connection> open, Duration interval, ThreadFactory threads) {
    this.open = open;
    this.interval = interval.toNanos();
    this.thread = threads.newThread(this::run);
    thread.setName("collab-access");
    thread.start();
  }

  /** What callers may do may be something else from now on. Does not block. */
  void changed(AccessChanged change) {
    boolean isMine = false;
    for (Connection connection : open) {
      isMine |= connection.accessChanged(change);
    }
    if (isMine && !changes.offer(change)) {
      changes.clear();
      changes.add(AccessChanged.ofEverything());
    }
  }

  private void run() {
    long next = System.nanoTime() + interval;
    try {
      while (!closed) {
        AccessChanged change =
            changes.poll(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (change != null) {
          recheck(change);
        } else {
          recheckAll();
          next = System.nanoTime() + interval;
        }
      }
    } catch (InterruptedException e) {
      // The container takes its thread back.
      LOG.log(Level.DEBUG, "Checks of access end");
    }
  }

  private void recheck(AccessChanged change) {
    for (Connection connection : open) {
      guarded(() -> connection.recheckAccess(change));
    }
  }

  /** News does not have to wait until all have been asked about. */
  private void recheckAll() {
    for (Connection connection : open) {
      for (AccessChanged news = changes.poll(); news != null; news = changes.poll()) {
        recheck(news);
      }
      guarded(connection::recheckAccess);
    }
  }

  /** What goes wrong with one connection must not keep others from being checked. */
  private void guarded(Runnable check) {
    if (closed) {
      return;
    }
    try {
      check.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A check of access failed", e);
    }
  }

  /** Ends the thread, and waits a little for what it does just now. */
  @Override
  public void close() {
    closed = true;
    // Not interrupted: the policy may be at its database, which would not survive that everywhere.
    var unused = changes.offer(AccessChanged.ofEverything());
    try {
      thread.join(LAST_CHECK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
