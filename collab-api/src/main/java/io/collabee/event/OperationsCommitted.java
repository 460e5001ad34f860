package io.collabee.event;

import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import java.util.List;

/**
 * Operations were committed on this node. Fired after the transaction, in version order within a
 * document, first to synchronous observers and then to asynchronous ones, on a thread of the
 * module's without a request context; an observer that is slow delays later events and no edit, and
 * misses none: what has waited for long is read from the database again. Where a {@link
 * io.collabee.spi.DocumentPlacement} names several databases, there is a thread for each.
 *
 * <p>When the node stops, observers have five seconds for what they were not told yet; what is left
 * then, or when the node dies, is never fired. Whoever must not miss an operation remembers the
 * version it has seen, and asks {@link io.collabee.Documents#operations} for those since.
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
