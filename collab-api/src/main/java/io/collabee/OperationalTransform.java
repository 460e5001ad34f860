package io.collabee;

import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Optional;

/**
 * The document types as functions on JSON values, without any document: inject it to apply,
 * compose, transform or invert operations.
 *
 * <p>Thread-safe. Every method that takes a type throws {@link CollabException} {@link
 * ErrorCode#ERR_DOC_TYPE_NOT_RECOGNIZED} for an unknown one, {@link
 * ErrorCode#ERR_OT_OP_BADLY_FORMED} for JSON that is no operation or content of the type, and
 * {@link ErrorCode#ERR_OT_OP_NOT_APPLIED} for an operation that does not fit.
 */
public interface OperationalTransform {

  /** All types, the host's own included. */
  Collection<DocumentType<?, ?>> types();

  /**
   * Looks up a type.
   *
   * @param nameOrUri such as {@code rich-text} or {@code http://sharejs.org/types/rich-text/v1}
   */
  DocumentType<?, ?> type(String nameOrUri);

  /** The content after an operation. */
  JsonValue apply(String type, JsonValue content, JsonValue operation);

  /** One operation that does what {@code first} and then {@code second} do. */
  JsonValue compose(String type, JsonValue first, JsonValue second);

  /**
   * Rewrites an operation to apply after the concurrent {@code over}; see {@link
   * DocumentType#transform}.
   */
  JsonValue transform(String type, JsonValue operation, JsonValue over, Side side);

  /**
   * What undoes an operation that was applied to {@code before}; empty if the type has no inverses.
   */
  Optional<JsonValue> invert(String type, JsonValue operation, JsonValue before);

  /**
   * An operation that makes of one content another and touches only what differs; see {@link
   * DocumentType#diff}.
   *
   * @return empty if they are the same
   * @throws CollabException {@link ErrorCode#ERR_TYPE_DOES_NOT_SUPPORT_HISTORY} if the type cannot
   *     tell
   */
  Optional<JsonValue> diff(String type, JsonValue from, JsonValue to);
}
