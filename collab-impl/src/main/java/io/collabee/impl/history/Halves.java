package io.collabee.impl.history;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;

/**
 * Halves of surrogate pairs. An operation of rich text or JSON may cut a pair in two, and one that
 * brings back what was there then would insert a half, which no operation may.
 */
final class Halves {
  private static final int REPLACEMENT = 0xFFFD;

  /** What is deleted must be named as it is. */
  private static final Set<String> DELETED = Set.of("sd", "ld", "od", "d");

  private Halves() {}

  /** The operation with U+FFFD for every half that it inserts. */
  static JsonValue replaced(JsonValue operation) {
    if (operation instanceof JsonString string) {
      String text = string.getString();
      return text.codePoints().anyMatch(Halves::isHalf)
          ? JsonText.values().createValue(replaced(text))
          : string;
    }
    if (operation instanceof JsonArray list) {
      JsonArrayBuilder items = JsonText.values().createArrayBuilder();
      list.forEach(item -> items.add(replaced(item)));
      return items.build();
    }
    if (operation instanceof JsonObject object) {
      JsonObjectBuilder members = JsonText.values().createObjectBuilder();
      object.forEach(
          (name, value) -> members.add(name, DELETED.contains(name) ? value : replaced(value)));
      return members.build();
    }
    return operation;
  }

  private static String replaced(String text) {
    StringBuilder replaced = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> replaced.appendCodePoint(isHalf(point) ? REPLACEMENT : point));
    return replaced.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
