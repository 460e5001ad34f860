package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Tickets;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Uses up the tickets that come over open sockets. On a thread of its own, since the store may take
 * its time, and a socket's thread is the server's. Thread-safe.
 */
public final class Renewals implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Renewals.class.getName());
  private static final int MOST_WAITING = 10_000;
  private static final int STOP_SECONDS = 2;

  private final Tickets tickets;
  private final ThreadPoolExecutor thread;

  /**
   * @param threads makes one thread whenever there is something to do
   */
  public Renewals(Tickets tickets, ThreadFactory threads) {
    this.tickets = tickets;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Uses a ticket up. Either of both is told, soon and on another thread; or at once that too many
   * are waiting.
   */
  void redeem(String ticket, Consumer<Login> redeemed, Consumer<CollabException> refused) {
    try {
      thread.execute(() -> redeemNow(ticket, redeemed, refused));
    } catch (RejectedExecutionException e) {
      refused.accept(new CollabException(ErrorCode.ERR_UNAVAILABLE, "Too many tickets", e));
    }
  }

  private void redeemNow(
      String ticket, Consumer<Login> redeemed, Consumer<CollabException> refused) {
    try {
      redeemed.accept(tickets.redeem(ticket));
    } catch (CollabException e) {
      refused.accept(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A ticket could not be taken", e);
      refused.accept(new CollabException(ErrorCode.ERR_UNKNOWN_ERROR, "Internal error", e));
    }
  }

  /** Takes no more. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.DEBUG, "A ticket is still being taken");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
