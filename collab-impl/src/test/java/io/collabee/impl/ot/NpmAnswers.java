package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.Supplier;

/**
 * Compares what a type answers to a case with what its npm package answered; {@code
 * src/test/npm/answer.js} says what a case and its answers look like. Where the package failed,
 * anything is right.
 *
 * @param <S> the type's snapshot
 * @param <O> the type's operation
 */
final class NpmAnswers<S, O> {
  private final DocumentType<S, O> type;
  private final JsonObject vector;

  private NpmAnswers(DocumentType<S, O> type, JsonObject vector) {
    this.type = type;
    this.vector = vector;
  }

  /**
   * Checks every answer of a vector.
   *
   * @throws AssertionError naming the first that differs, with the whole vector
   */
  static <S, O> void check(DocumentType<S, O> type, JsonObject vector) {
    new NpmAnswers<>(type, vector).check();
  }

  private void check() {
    S doc = type.snapshot(given("doc"));
    O a = operation("a");
    O b = operation("b");
    O c = operation("c");
    is("docA", () -> type.snapshotJson(type.apply(doc, a)));
    is("docB", () -> type.snapshotJson(type.apply(doc, b)));
    is("docAC", () -> type.snapshotJson(type.apply(type.apply(doc, a), c)));
    is("ac", () -> type.operationJson(type.compose(a, c)));
    is("aLeft", () -> type.operationJson(type.transform(a, b, Side.LEFT)));
    is("aRight", () -> type.operationJson(type.transform(a, b, Side.RIGHT)));
    is("bLeft", () -> type.operationJson(type.transform(b, a, Side.LEFT)));
    is("bRight", () -> type.operationJson(type.transform(b, a, Side.RIGHT)));
    is(
        "merged",
        () -> type.snapshotJson(type.apply(type.apply(doc, a), type.transform(b, a, Side.RIGHT))));
    is("inverse", () -> type.operationJson(type.invert(a, doc).orElseThrow()));
    movedPositionsAre(a);
    movedPresencesAre(a);
  }

  /** JavaScript's undefined is left out of JSON; the nearest we have is null. */
  private JsonValue given(String name) {
    return vector.getOrDefault(name, JsonValue.NULL);
  }

  private O operation(String name) {
    return type.operation(given(name));
  }

  private void movedPositionsAre(O a) {
    for (JsonArray moved : listOfLists("positions")) {
      int ours = type.transformPosition(moved.getInt(0), a, isOwn(moved)).orElseThrow();
      if (ours != ((JsonNumber) moved.get(2)).doubleValue()) {
        throw differs("positions", "position " + moved.getInt(0) + " moved to " + ours);
      }
    }
  }

  private void movedPresencesAre(O a) {
    for (JsonArray moved : listOfLists("presence")) {
      JsonValue ours = type.transformPresence(moved.get(0), a, isOwn(moved));
      if (!ours.equals(moved.get(2))) {
        throw differs("presence", moved.get(0) + " moved to " + ours);
      }
    }
  }

  private Iterable<JsonArray> listOfLists(String name) {
    return isAnswered(name) && vector.containsKey(name)
        ? vector.getJsonArray(name).getValuesAs(JsonArray.class)
        : JsonValue.EMPTY_JSON_ARRAY.getValuesAs(JsonArray.class);
  }

  private static boolean isOwn(JsonArray moved) {
    return moved.get(1).equals(JsonValue.TRUE);
  }

  private void is(String name, Supplier<JsonValue> ours) {
    if (!isAnswered(name)) {
      return;
    }
    JsonValue answer;
    try {
      answer = ours.get();
    } catch (CollabException e) {
      throw differs(name, e.code() + ": " + e.getMessage());
    }
    if (!unwrapped(answer).equals(unwrapped(given(name)))) {
      throw differs(name, JsonText.write(answer));
    }
  }

  private boolean isAnswered(String name) {
    return !vector.containsKey("errors") || !vector.getJsonObject("errors").containsKey(name);
  }

  /** A rich-text operation is a list or an object with that list; both forms mean the same. */
  private JsonValue unwrapped(JsonValue json) {
    return type.name().equals("rich-text") && json instanceof JsonObject delta
        ? delta.getJsonArray("ops")
        : json;
  }

  private AssertionError differs(String name, String ours) {
    return new AssertionError(
        name
            + " differs\n  ours "
            + ours
            + "\n  npm  "
            + JsonText.write(given(name))
            + "\n  case "
            + JsonText.write(vector));
  }
}
