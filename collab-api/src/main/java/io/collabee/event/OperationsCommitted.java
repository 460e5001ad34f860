package io.collabee.event;

import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import java.util.List;

/**
 * Operations were committed on this node. Fired after the transaction, in version order within a
 * document, first to synchronous observers and then to asynchronous ones, on a thread of the
 * module's without a request context; an observer that is slow delays later events and no edit.
 *
 * @param document the document
 * @param operations at least one, of consecutive versions
 */
public record OperationsCommitted(DocumentId document, List<CommittedOperation> operations) {
  /** Copies the list. */
  public OperationsCommitted {
    operations = List.copyOf(operations);
  }
}
