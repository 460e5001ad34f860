package io.collabee.impl.render;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A line of a rich text: pieces, and how the whole of it is formatted, which a Delta tells by the
 * attributes of the line's end.
 */
record Line(List<Piece> pieces, SortedMap<String, JsonValue> formats) {

  Line {
    pieces = List.copyOf(pieces);
    formats = Collections.unmodifiableSortedMap(new TreeMap<>(formats));
  }

  /** The lines of a content; what comes after the last line end is one too, if there is any. */
  static List<Line> of(JsonValue content) {
    List<Line> lines = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    for (JsonObject op : ops(content).getValuesAs(JsonObject.class)) {
      SortedMap<String, JsonValue> formats =
          new TreeMap<>(op.getOrDefault("attributes", JsonValue.EMPTY_JSON_OBJECT).asJsonObject());
      if (op.get("insert") instanceof JsonString text) {
        String[] parts = text.getString().split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
          if (i > 0) {
            lines.add(new Line(pieces, formats));
            pieces.clear();
          }
          if (!parts[i].isEmpty()) {
            pieces.add(new Piece(parts[i], Optional.empty(), formats));
          }
        }
      } else if (op.get("insert") instanceof JsonObject embed) {
        pieces.add(new Piece("", Optional.of(embed), formats));
      }
    }
    if (!pieces.isEmpty()) {
      lines.add(new Line(pieces, new TreeMap<>()));
    }
    return lines;
  }

  private static JsonArray ops(JsonValue content) {
    return content instanceof JsonObject object
        ? object.getJsonArray("ops")
        : content.asJsonArray();
  }

  /** The content that has these lines. */
  static JsonValue content(List<Line> lines) {
    Ops ops = new Ops();
    for (Line line : lines) {
      for (Piece piece : line.pieces) {
        if (piece.embed().isPresent()) {
          ops.add(piece.embed().get(), piece.formats());
        } else {
          ops.add(piece.text(), piece.formats());
        }
      }
      ops.add("\n", line.formats);
    }
    return ops.done();
  }

  /** Makes one of neighbours of the same formatting. */
  private static final class Ops {
    private final JsonArrayBuilder ops = JsonText.values().createArrayBuilder();
    private final StringBuilder text = new StringBuilder();
    private SortedMap<String, JsonValue> formats = new TreeMap<>();

    void add(String more, SortedMap<String, JsonValue> formatted) {
      if (!formats.equals(formatted)) {
        flush();
        formats = formatted;
      }
      text.append(more);
    }

    void add(JsonObject embed, SortedMap<String, JsonValue> formatted) {
      flush();
      op(embed, formatted);
    }

    private void flush() {
      if (text.length() > 0) {
        op(JsonText.values().createValue(text.toString()), formats);
        text.setLength(0);
      }
    }

    private void op(JsonValue inserted, Map<String, JsonValue> formatted) {
      JsonObjectBuilder op = JsonText.values().createObjectBuilder().add("insert", inserted);
      if (!formatted.isEmpty()) {
        JsonObjectBuilder attributes = JsonText.values().createObjectBuilder();
        formatted.forEach(attributes::add);
        op.add("attributes", attributes);
      }
      ops.add(op);
    }

    JsonValue done() {
      flush();
      return JsonText.values().createObjectBuilder().add("ops", ops).build();
    }
  }

  boolean isOn(String name) {
    return Piece.isOn(formats, name);
  }

  Optional<String> word(String name) {
    return Piece.word(formats, name);
  }

  /** Its heading's level, from 1; 0 if it is none. */
  int heading() {
    return Piece.number(formats, "header", 6);
  }

  /** How far it is indented; 0 if it is not. */
  int indent() {
    return Piece.number(formats, "indent", 8);
  }

  /** Of which kind of list it is an item; empty if it is none. */
  Optional<String> list() {
    return word("list")
        .filter(
            kind ->
                kind.equals("ordered")
                    || kind.equals("bullet")
                    || kind.equals("checked")
                    || kind.equals("unchecked"));
  }

  /** The language of a code block, which may be {@code plain}; empty if it is no code. */
  Optional<String> code() {
    return isOn("code-block") ? Optional.of(word("code-block").orElse("plain")) : Optional.empty();
  }

  /** Its text alone, with something in the place of embeds. */
  String plain() {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(piece.embed().isPresent() ? piece.kind() : piece.text());
    }
    return text.toString();
  }
}
