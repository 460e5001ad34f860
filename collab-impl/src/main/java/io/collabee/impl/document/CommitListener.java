package io.collabee.impl.document;

import io.collabee.DocumentId;
import java.util.List;

/** Is told what this node committed, so that hosts and other nodes can be told. */
@FunctionalInterface
public interface CommitListener {

  /** Tells nobody. */
  CommitListener NONE = (document, operations) -> {};

  /**
   * Operations of one document were committed by this node. Called on the document's lane after the
   * transaction, in version order; must not block or throw.
   *
   * @param operations one or more, of consecutive versions
   */
  void committed(DocumentId document, List<Committed> operations);

  /** Tells this one and then the other. */
  default CommitListener and(CommitListener other) {
    return (document, operations) -> {
      committed(document, operations);
      other.committed(document, operations);
    };
  }
}
