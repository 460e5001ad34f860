package io.collabee;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * The whole content of a document at one version.
 *
 * @param document the document
 * @param version how many operations it had committed, 0 for a document that never existed
 * @param type the type's URI; empty if the document did not exist at that version
 * @param data the content as JSON, in the type's snapshot form; {@link JsonValue#NULL} if the
 *     document did not exist
 */
public record Snapshot(DocumentId document, long version, Optional<String> type, JsonValue data) {

  /** Whether the document existed at this version. */
  public boolean exists() {
    return type.isPresent();
  }
}
