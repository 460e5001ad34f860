package io.collabee.impl.document;

import io.collabee.DocumentId;

/**
 * A transaction that did not hold its document comes too late: others have committed to it. Nothing
 * of the transaction is stored.
 */
public final class HeadMovedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Others were faster on this document. */
  public HeadMovedException(DocumentId document, long version) {
    super(document + " is not at version " + version + " any more");
  }
}
