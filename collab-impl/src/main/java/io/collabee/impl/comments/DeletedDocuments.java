package io.collabee.impl.comments;

import io.collabee.DocumentId;
import io.collabee.Operation;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.Observers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Has the comments of a document deleted when this node has deleted it. If that fails, or the node
 * dies before, nobody is shown them anyway: whoever asks for the comments of a document that does
 * not exist gets none, and those of a document that was deleted since are left out.
 */
public final class DeletedDocuments implements CommitListener, AutoCloseable {
  private final Observers<DocumentId> observers;
  private volatile Consumer<DocumentId> forget = document -> {};

  /** Waits for {@link #attend}; what is deleted before is not dealt with. */
  public DeletedDocuments(ThreadFactory threads) {
    observers =
        new Observers<>("deletions", Optional.of(document -> forget.accept(document)), threads);
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
      observers.tell(document);
    }
  }

  private static boolean isDeletion(Committed committed) {
    // Most are edits, and need not be read for that.
    return committed.operation().payload().startsWith("\"del\"")
        && committed.operation().operation() instanceof Operation.Delete;
  }

  @Override
  public void close() {
    observers.close();
  }
}
