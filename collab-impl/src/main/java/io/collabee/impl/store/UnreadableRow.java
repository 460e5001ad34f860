package io.collabee.impl.store;

import org.jspecify.annotations.Nullable;

/** A row of the history that this release cannot read. Its message holds no document text. */
final class UnreadableRow extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnreadableRow(String message) {
    this(message, null);
  }

  UnreadableRow(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
