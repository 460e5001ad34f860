package io.collabee.impl.keeping;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.BitSet;

/**
 * Makes units of what operations and contents of texts and rich texts insert unreadable, or strings
 * of values. Units are counted over all that one of them inserts: code points of a text, else
 * UTF-16 units.
 */
final class Blackening {
  /** What is put in a unit's place. */
  static final String UNIT = "█";

  private final boolean isRich;
  private final BitSet units;
  private final String copies;
  private int offset;

  /**
   * @param units which to make unreadable; line ends and embeds are taken out of it, and copies put
   *     in
   * @param copies what is made unreadable wherever it stands; empty for nothing
   */
  Blackening(boolean isRich, BitSet units, String copies) {
    this.isRich = isRich;
    this.units = units;
    this.copies = copies;
  }

  /** An operation, or a content in the form of snapshots. */
  JsonValue of(JsonValue json) {
    if (json instanceof JsonString text) {
      return JsonText.values().createValue(blackened(text.getString()));
    }
    if (json instanceof JsonObject object && object.get("ops") instanceof JsonArray ops) {
      JsonObjectBuilder all = JsonText.values().createObjectBuilder(object);
      return all.add("ops", steps(ops)).build();
    }
    return json instanceof JsonArray array ? steps(array) : json;
  }

  /** All strings of a value, in the order in which they stand there. */
  JsonValue blackened(JsonValue value) {
    if (value instanceof JsonString text) {
      return JsonText.values().createValue(blackened(text.getString()));
    }
    if (value instanceof JsonArray list) {
      JsonArrayBuilder items = JsonText.values().createArrayBuilder();
      list.forEach(item -> items.add(blackened(item)));
      return items.build();
    }
    if (value instanceof JsonObject object) {
      JsonObjectBuilder members = JsonText.values().createObjectBuilder();
      object.forEach((key, member) -> members.add(key, blackened(member)));
      return members.build();
    }
    return value;
  }

  private JsonArray steps(JsonArray steps) {
    JsonArrayBuilder all = JsonText.values().createArrayBuilder();
    for (JsonValue step : steps) {
      all.add(isRich ? richStep(step) : textStep(step));
    }
    return all.build();
  }

  private JsonValue textStep(JsonValue step) {
    if (step instanceof JsonString text) {
      return JsonText.values().createValue(blackened(text.getString()));
    }
    // What is told to be deleted need not be told.
    if (step instanceof JsonObject deletion && deletion.get("d") instanceof JsonString text) {
      int length = text.getString().codePointCount(0, text.getString().length());
      return JsonText.values().createObjectBuilder().add("d", length).build();
    }
    return step;
  }

  private JsonValue richStep(JsonValue step) {
    if (!(step instanceof JsonObject op) || !op.containsKey("insert")) {
      return step;
    }
    if (op.get("insert") instanceof JsonString text) {
      return JsonText.values()
          .createObjectBuilder(op)
          .add("insert", blackened(text.getString()))
          .build();
    }
    units.clear(offset++);
    return step;
  }

  /** A string that is inserted. */
  String blackened(String text) {
    findCopies(text);
    StringBuilder black = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int length = isRich ? Character.charCount(c) : 1;
      boolean isWanted = units.get(offset, offset + length).cardinality() > 0;
      if (isWanted && c != '\n') {
        units.set(offset, offset + length);
        black.append(UNIT.repeat(length));
      } else {
        units.clear(offset, offset + length);
        black.appendCodePoint(c);
      }
      offset += length;
      i += Character.charCount(c);
    }
    return black.toString();
  }

  private void findCopies(String text) {
    if (copies.isEmpty()) {
      return;
    }
    for (int at = text.indexOf(copies); at >= 0; at = text.indexOf(copies, at + 1)) {
      int start = offset + length(text, at);
      units.set(start, start + length(copies, copies.length()));
    }
  }

  /** How many units the first characters are. */
  private int length(String text, int characters) {
    return isRich ? characters : text.codePointCount(0, characters);
  }
}
