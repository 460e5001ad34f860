package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes random cases of a document type: a document, two concurrent operations on it, and one that
 * follows the first. In the form that {@code src/test/npm/answer.js} reads.
 *
 * @param <S> the type's snapshot
 * @param <O> the type's operation
 */
public abstract class RandomCases<S, O> {
  private final DocumentType<S, O> type;

  RandomCases(DocumentType<S, O> type) {
    this.type = type;
  }

  /** The type. */
  public final DocumentType<S, O> type() {
    return type;
  }

  /**
   * A document.
   *
   * @param size about how large, from 1
   */
  public abstract JsonValue document(Random random, int size);

  /**
   * An operation that fits a document and that an honest client might make; now and then one that
   * does nothing.
   *
   * @param size about how many changes, from 1
   */
  public abstract JsonValue operation(Random random, JsonValue document, int size);

  /** Positions to move, as pairs of a position and whether the operation is the owner's own. */
  JsonArray positions(Random random, JsonValue document) {
    return JsonValue.EMPTY_JSON_ARRAY;
  }

  /** Presences to move, as pairs of a presence and whether the operation is the owner's own. */
  JsonArray presence(Random random, JsonValue document) {
    return JsonValue.EMPTY_JSON_ARRAY;
  }

  /** Cases that matter and that chance would seldom make. */
  Stream<JsonObject> corners() {
    return Stream.empty();
  }

  /** A case of two concurrent operations alone. */
  final JsonObject pair(JsonValue doc, JsonValue a, JsonValue b) {
    return JsonText.values()
        .createObjectBuilder()
        .add("type", type.name())
        .add("doc", doc)
        .add("a", a)
        .add("b", b)
        .add("c", JsonValue.EMPTY_JSON_ARRAY)
        .build();
  }

  /**
   * A case.
   *
   * @param size about how large, from 1
   */
  final JsonObject next(Random random, int size) {
    JsonValue doc = document(random, size);
    JsonValue a = operation(random, doc, size);
    JsonValue b = operation(random, doc, size);
    JsonValue docA = type.snapshotJson(type.apply(type.snapshot(doc), type.operation(a)));
    JsonObjectBuilder made =
        JsonText.values()
            .createObjectBuilder()
            .add("type", type.name())
            .add("doc", doc)
            .add("a", a)
            .add("b", b)
            .add("c", operation(random, docA, size));
    addUnlessEmpty(made, "positions", positions(random, doc));
    addUnlessEmpty(made, "presence", presence(random, doc));
    return made.build();
  }

  private static void addUnlessEmpty(JsonObjectBuilder made, String name, JsonArray list) {
    if (!list.isEmpty()) {
      made.add(name, list);
    }
  }

  static JsonArray moving(JsonValue moved, boolean isOwn) {
    JsonArrayBuilder pair = JsonText.values().createArrayBuilder();
    return pair.add(moved).add(isOwn).build();
  }
}
