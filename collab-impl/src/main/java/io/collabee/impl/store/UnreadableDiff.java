package io.collabee.impl.store;

/** A row of the history that this release cannot read. Its message holds no document text. */
final class UnreadableDiff extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnreadableDiff(String message) {
    super(message);
  }
}
