package io.collabee.impl.fuzz;

import io.collabee.CollabException;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does to a document type what clients can have done to it: a document is created, two operations
 * are made on it at the same time, a presence is moved over one. What is wrong is refused with a
 * {@link CollabException}; what is taken keeps the laws of {@link DocumentType}, and can be read
 * again from log and snapshot.
 */
final class TypeTarget<S, O> {
  private final DocumentType<S, O> type;

  private final boolean hasLaws;

  /**
   * @param hasLaws whether the laws hold for whatever operations are taken
   */
  TypeTarget(DocumentType<S, O> type, boolean hasLaws) {
    this.type = type;
    this.hasLaws = hasLaws;
  }

  /** Runs it on a list of document, two operations and a presence. */
  void run(byte[] input) {
    if (JsonBytes.decode(input) instanceof JsonArray parts && parts.size() >= 3) {
      taken(() -> type.create(parts.get(0))).ifPresent(content -> run(content, parts));
    }
  }

  private void run(S content, JsonArray parts) {
    if (!isKept(content)) {
      return;
    }
    Optional<O> left = taken(() -> operation(parts.get(1)));
    Optional<O> right = taken(() -> operation(parts.get(2)));
    Optional<S> afterLeft = left.flatMap(operation -> taken(() -> type.apply(content, operation)));
    Optional<S> afterRight =
        right.flatMap(operation -> taken(() -> type.apply(content, operation)));
    afterLeft.ifPresent(this::isKept);
    afterRight.ifPresent(this::isKept);
    if (afterLeft.isPresent() && afterRight.isPresent()) {
      checkOrders(left.get(), afterLeft.get(), right.get(), afterRight.get());
    }
    left.filter(operation -> parts.size() > 3)
        .ifPresent(operation -> taken(() -> moved(parts.get(3), operation)));
    if (afterLeft.isPresent()) {
      checkInverse(content, left.get(), afterLeft.get());
      taken(() -> operation(parts.get(2)))
          .ifPresent(next -> checkComposed(content, left.get(), afterLeft.get(), next));
    }
  }

  private JsonValue moved(JsonValue presence, O over) {
    return type.transformPresence(presence, over, true);
  }

  /** Reads an operation, and checks that it can be read from the log. */
  private O operation(JsonValue json) {
    O operation = type.operation(json);
    String kept = JsonText.writeKept(type.operationJson(operation));
    same("operation from the log", type.operation(JsonText.parse(kept)), operation);
    return operation;
  }

  /** Checks that a content can be read from a snapshot; false if it is refused. */
  private boolean isKept(S content) {
    Optional<String> kept = taken(() -> JsonText.writeKept(type.snapshotJson(content)));
    kept.ifPresent(
        text -> same("content from a snapshot", type.snapshot(JsonText.parse(text)), content));
    return kept.isPresent() && type.size(content).orElse(0) >= 0;
  }

  private void checkOrders(O left, S afterLeft, O right, S afterRight) {
    Optional<S> one = taken(() -> type.apply(afterLeft, type.transform(right, left, Side.RIGHT)));
    Optional<S> other = taken(() -> type.apply(afterRight, type.transform(left, right, Side.LEFT)));
    law("both orders", one, other);
  }

  private void checkComposed(S content, O first, S afterFirst, O second) {
    Optional<S> after = taken(() -> type.apply(afterFirst, second));
    if (after.isPresent()) {
      law("composed", taken(() -> type.apply(content, type.compose(first, second))), after);
    }
  }

  private void checkInverse(S content, O operation, S after) {
    taken(() -> type.invert(operation, content))
        .flatMap(inverse -> inverse)
        .ifPresent(
            inverse ->
                law("taken back", taken(() -> type.apply(after, inverse)), Optional.of(content)));
  }

  private void law(String what, Optional<S> actual, Optional<S> expected) {
    if (hasLaws) {
      same(what, actual, expected);
    }
  }

  private static <T> Optional<T> taken(Supplier<T> attempt) {
    try {
      return Optional.of(attempt.get());
    } catch (CollabException refused) {
      return Optional.empty();
    }
  }

  private static void same(String what, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(what + ": " + actual + " is not " + expected);
    }
  }
}
