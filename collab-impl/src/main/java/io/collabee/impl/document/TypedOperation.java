package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.Side;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * An operation understood by its type: what a lane transforms and applies, and what history is
 * replayed with. Immutable.
 *
 * <p>The algebra over creation and deletion is ShareDB's: a deletion over a deletion stays, an edit
 * over a deletion is refused, nothing passes over a creation.
 */
public sealed interface TypedOperation {

  /**
   * This operation rewritten to apply after a committed one. The submitted operation is the left
   * one.
   *
   * @throws CollabException if the document was created or deleted under it
   */
  TypedOperation over(TypedOperation committed);

  /**
   * The content after this operation.
   *
   * @throws CollabException if the operation does not fit
   */
  Optional<Content<?>> apply(Optional<Content<?>> content);

  /**
   * The members of the JSON object that {@link LoggedOperation#payload()} is.
   *
   * @throws CollabException {@link ErrorCode#ERR_LIMIT_EXCEEDED} if they are nested so deep that
   *     they could not be read again
   */
  String payload();

  /** Makes the document exist with this content. */
  record Create(Content<?> content) implements TypedOperation {
    @Override
    public TypedOperation over(TypedOperation committed) {
      if (committed instanceof None) {
        return this;
      }
      throw committed instanceof Delete ? wasDeleted() : alreadyCreated();
    }

    @Override
    public Optional<Content<?>> apply(Optional<Content<?>> before) {
      if (before.isPresent()) {
        throw alreadyCreated();
      }
      return Optional.of(content);
    }

    @Override
    public String payload() {
      String type = JsonText.quote(content.type().uri());
      return "\"create\":{\"type\":"
          + type
          + ",\"data\":"
          + JsonText.writeKept(content.json())
          + "}";
    }
  }

  /** Changes the content; {@code value} is an operation of {@code type}. */
  record Edit(DocumentType<?, Object> type, Object value) implements TypedOperation {
    @Override
    public TypedOperation over(TypedOperation committed) {
      if (committed instanceof Edit over) {
        return new Edit(type, type.transform(value, over.value, Side.LEFT));
      }
      if (committed instanceof None) {
        return this;
      }
      throw committed instanceof Delete ? wasDeleted() : alreadyCreated();
    }

    @Override
    public Optional<Content<?>> apply(Optional<Content<?>> before) {
      return Optional.of(apply(before.orElseThrow(TypedOperation::noDocument), value));
    }

    @SuppressWarnings("unchecked") // An operation is only ever applied to content of its own type.
    private static <S> Content<S> apply(Content<S> content, Object operation) {
      DocumentType<S, Object> type = (DocumentType<S, Object>) content.type();
      return new Content<>(type, type.apply(content.value(), operation));
    }

    @Override
    public String payload() {
      return "\"op\":" + JsonText.writeKept(type.operationJson(value));
    }
  }

  /** Makes the document not exist. */
  record Delete() implements TypedOperation {
    @Override
    public TypedOperation over(TypedOperation committed) {
      if (committed instanceof Create) {
        throw alreadyCreated();
      }
      return this;
    }

    @Override
    public Optional<Content<?>> apply(Optional<Content<?>> before) {
      return Optional.empty();
    }

    @Override
    public String payload() {
      return "\"del\":true";
    }
  }

  /** Takes a version and does nothing. */
  record None() implements TypedOperation {
    @Override
    public TypedOperation over(TypedOperation committed) {
      return this;
    }

    @Override
    public Optional<Content<?>> apply(Optional<Content<?>> before) {
      return before;
    }

    @Override
    public String payload() {
      return "";
    }
  }

  /**
   * Understands an operation.
   *
   * @param content what the operation applies to, empty if the document does not exist
   * @throws CollabException if the type is unknown, the form is not the type's, or an edit meets no
   *     document
   */
  static TypedOperation of(Operation operation, Optional<Content<?>> content, DocumentTypes types) {
    if (operation instanceof Operation.Edit edit) {
      return edit(content.orElseThrow(TypedOperation::noDocument), edit.op());
    }
    if (operation instanceof Operation.Create create) {
      return create(types.get(create.type()), create.data());
    }
    return operation instanceof Operation.Delete ? new Delete() : new None();
  }

  private static <S> TypedOperation create(DocumentType<S, ?> type, JsonValue data) {
    return new Create(new Content<>(type, type.create(data)));
  }

  @SuppressWarnings("unchecked") // An operation is only ever given to the type that made it.
  private static TypedOperation edit(Content<?> content, JsonValue op) {
    DocumentType<?, Object> type = (DocumentType<?, Object>) content.type();
    return new Edit(type, type.operation(op));
  }

  private static CollabException noDocument() {
    return new CollabException(ErrorCode.ERR_DOC_DOES_NOT_EXIST, "The document does not exist");
  }

  private static CollabException alreadyCreated() {
    return new CollabException(ErrorCode.ERR_DOC_ALREADY_CREATED, "The document exists already");
  }

  private static CollabException wasDeleted() {
    return new CollabException(
        ErrorCode.ERR_DOC_WAS_DELETED, "The document was deleted by somebody else");
  }
}
