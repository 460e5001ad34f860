package io.collabee.impl.document;

import io.collabee.DocumentId;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A document's content at one version. Immutable: reading it needs no lane, and costs what the
 * content weighs.
 *
 * @param document which
 * @param version how many operations went in
 * @param content what they add up to; empty if the document does not exist
 */
public record View(DocumentId document, long version, Optional<Content<?>> content) {

  /**
   * A snapshot with the type that understands it.
   *
   * @param type the type
   * @param value a snapshot of that type
   */
  public record Content<S>(DocumentType<S, ?> type, S value) {
    /** About how long the snapshot's JSON is; empty if the type does not know. */
    OptionalLong size() {
      return type.size(value);
    }

    /** The snapshot as clients get it. */
    public JsonValue json() {
      return type.snapshotJson(value);
    }
  }

  /** The type's URI; empty if the document does not exist. */
  public Optional<String> type() {
    return content.map(present -> present.type().uri());
  }

  /**
   * The content as JSON text, {@code null} if the document does not exist.
   *
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_LIMIT_EXCEEDED} if it is
   *     nested so deep that it could not be read again
   */
  public String json() {
    return content.map(View::json).orElse("null");
  }

  static String json(Content<?> content) {
    return JsonText.writeKept(content.json());
  }
}
