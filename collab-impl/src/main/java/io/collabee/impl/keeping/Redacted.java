package io.collabee.impl.keeping;

import io.collabee.impl.document.LoggedOperation;
import java.util.Optional;

/**
 * What became of a history, and what is still to be committed.
 *
 * @param operations how many were changed
 * @param edit the payload of the operation for those who have the old content
 * @param type the type's URI of what is there; empty if nothing is
 * @param text that was there; U+FFFC stands for each embed
 * @param units how many
 */
record Redacted(
    long operations, Optional<String> edit, Optional<String> type, String text, int units) {

  /** The payload with the mark of a rewriting. */
  String payload() {
    return edit.map(payload -> payload + ",").orElse("") + LoggedOperation.REWRITTEN;
  }
}
