package io.collabee.impl.render;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stretch of one formatting within a line.
 *
 * @param text without line ends; empty for an embed
 * @param embed what is there instead of a text
 * @param formats how it is formatted
 */
record Piece(String text, Optional<JsonObject> embed, SortedMap<String, JsonValue> formats) {

  Piece {
    formats = Collections.unmodifiableSortedMap(new TreeMap<>(formats));
  }

  /** Whether a format is on, which is not so if it is {@code false} or missing. */
  static boolean isOn(Map<String, JsonValue> formats, String name) {
    JsonValue value = formats.get(name);
    return value != null && value != JsonValue.FALSE && value != JsonValue.NULL;
  }

  boolean isOn(String name) {
    return isOn(formats, name);
  }

  /** A format that is a text. */
  static Optional<String> word(Map<String, JsonValue> formats, String name) {
    return formats.get(name) instanceof JsonString string
        ? Optional.of(string.getString())
        : Optional.empty();
  }

  Optional<String> word(String name) {
    return word(formats, name);
  }

  /** A format that is a whole number from 1 to some most; 0 if it is not there or none such. */
  static int number(Map<String, JsonValue> formats, String name, int most) {
    String text =
        formats.get(name) instanceof JsonNumber number
            ? number.toString()
            : word(formats, name).orElse("0");
    return text.matches("[1-9][0-9]?") && Integer.parseInt(text) <= most
        ? Integer.parseInt(text)
        : 0;
  }

  /** A text within an embed. */
  Optional<String> embedded(String name) {
    return embed.flatMap(value -> word(value, name));
  }

  /** What kind of embed it is, short and of one line, to be shown in its place. */
  String kind() {
    String kind =
        embed.flatMap(value -> value.keySet().stream().findFirst()).orElse("embed").strip();
    String shown = kind.replaceAll("[^\\p{L}\\p{N} _-]", "");
    return "[" + shown.substring(0, Math.min(shown.length(), 30)) + "]";
  }
}
