package io.collabee.impl.comments;

import io.collabee.DocumentId;
import io.collabee.Operation;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.Companion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has the comments of a document deleted when this node has deleted it. If that fails, or the node
 * dies before, nobody is shown them anyway: whoever asks for the comments of a document that does
 * not exist gets none, and those of a document that was deleted since are left out.
 */
public final class DeletedDocuments implements CommitListener, AutoCloseable {
  private static final Logger LOG = System.getLogger(DeletedDocuments.class.getName());
  private static final int WAITING_LIMIT = 10_000;
  private static final long IDLE_SECONDS = 10;
  private static final long LAST_SECONDS = 2;

  private final ThreadPoolExecutor thread;
  private volatile Consumer<DocumentId> forget = document -> {};

  /** Waits for {@link #attend}; what is deleted before is not dealt with. */
  public DeletedDocuments(ThreadFactory threads) {
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_LIMIT),
            threads);
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * From now on tells of each.
   *
   * @param forget may block; what it throws is logged
   */
  public void attend(Consumer<DocumentId> forget) {
    this.forget = forget;
  }

  @Override
  public void committed(DocumentId document, List<Committed> operations) {
    if (!Companion.is(document) && operations.stream().anyMatch(DeletedDocuments::isDeletion)) {
      try {
        thread.execute(() -> forget(document));
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "The comments of {0} stay: the node stops or is behind", document);
      }
    }
  }

  private static boolean isDeletion(Committed committed) {
    // Most are edits, and need not be read for that.
    return committed.operation().payload().startsWith("\"del\"")
        && committed.operation().operation() instanceof Operation.Delete;
  }

  private void forget(DocumentId document) {
    try {
      forget.accept(document);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The comments of " + document + " could not be deleted", e);
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
