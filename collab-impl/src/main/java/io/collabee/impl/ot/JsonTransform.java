package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.OperationalTransform;
import io.collabee.Side;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Optional;

/** The document types on JSON: reads values, calls the type, writes what it answers. */
public final class JsonTransform implements OperationalTransform {
  private final DocumentTypes types;

  /** Offers these types. */
  public JsonTransform(DocumentTypes types) {
    this.types = types;
  }

  @Override
  public Collection<DocumentType<?, ?>> types() {
    return types.all();
  }

  @Override
  public DocumentType<?, ?> type(String nameOrUri) {
    return types.get(nameOrUri);
  }

  @Override
  public JsonValue apply(String type, JsonValue content, JsonValue operation) {
    return apply(type(type), content, operation);
  }

  private static <S, O> JsonValue apply(
      DocumentType<S, O> type, JsonValue content, JsonValue operation) {
    return type.snapshotJson(type.apply(type.snapshot(content), type.operation(operation)));
  }

  @Override
  public JsonValue compose(String type, JsonValue first, JsonValue second) {
    return compose(type(type), first, second);
  }

  private static <S, O> JsonValue compose(
      DocumentType<S, O> type, JsonValue first, JsonValue second) {
    return type.operationJson(type.compose(type.operation(first), type.operation(second)));
  }

  @Override
  public JsonValue transform(String type, JsonValue operation, JsonValue over, Side side) {
    return transform(type(type), operation, over, side);
  }

  private static <S, O> JsonValue transform(
      DocumentType<S, O> type, JsonValue operation, JsonValue over, Side side) {
    return type.operationJson(
        type.transform(type.operation(operation), type.operation(over), side));
  }

  @Override
  public Optional<JsonValue> invert(String type, JsonValue operation, JsonValue before) {
    return invert(type(type), operation, before);
  }

  private static <S, O> Optional<JsonValue> invert(
      DocumentType<S, O> type, JsonValue operation, JsonValue before) {
    return type.invert(type.operation(operation), type.snapshot(before)).map(type::operationJson);
  }

  @Override
  public Optional<JsonValue> diff(String type, JsonValue from, JsonValue to) {
    return diff(type(type), from, to);
  }

  private static <S, O> Optional<JsonValue> diff(
      DocumentType<S, O> type, JsonValue from, JsonValue to) {
    S before = type.snapshot(from);
    S after = type.create(to);
    if (before.equals(after)) {
      return Optional.empty();
    }
    return Optional.of(
        type.diff(before, after)
            .map(type::operationJson)
            .orElseThrow(
                () ->
                    new CollabException(
                        ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY,
                        "The type " + type.name() + " cannot tell differences")));
  }
}
