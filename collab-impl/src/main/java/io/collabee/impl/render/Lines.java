package io.collabee.impl.render;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lines as they are put together, by the rules of HTML for white space: a run of it is one space,
 * and there is none at the ends of a line, unless it is to be kept.
 */
final class Lines {
  private final List<Line> lines = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private SortedMap<String, JsonValue> formats = new TreeMap<>();

  /** Whether the last that was added ends with a space that goes if the line ends. */
  private boolean endsWithSpace;

  /** How the lines that begin from here on are formatted. */
  void format(SortedMap<String, JsonValue> formats) {
    this.formats = new TreeMap<>(formats);
  }

  boolean isEmptyLine() {
    return pieces.isEmpty();
  }

  int count() {
    return lines.size();
  }

  /** Adds text in which white space counts as HTML has it. */
  void flow(String text, Map<String, JsonValue> formatted) {
    StringBuilder kept = new StringBuilder();
    boolean isAfterSpace = pieces.isEmpty() || endsWithSpace;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isSpace = " \t\n\r\f".indexOf(c) >= 0;
      if (!isSpace) {
        kept.append(c);
      } else if (!isAfterSpace) {
        kept.append(' ');
      }
      isAfterSpace = isSpace;
    }
    if (kept.length() > 0) {
      add(new Piece(kept.toString(), Optional.empty(), new TreeMap<>(formatted)));
      endsWithSpace = isAfterSpace;
    }
  }

  private void add(Piece piece) {
    pieces.add(piece);
    endsWithSpace = false;
  }

  /** Adds text as it is; a line end in it ends the line. */
  void keep(String text, Map<String, JsonValue> formatted) {
    String[] parts = text.split("\r\n|\n|\r", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        end();
      }
      if (!parts[i].isEmpty()) {
        add(new Piece(parts[i], Optional.empty(), new TreeMap<>(formatted)));
      }
    }
  }

  void embed(JsonObject value, Map<String, JsonValue> formatted) {
    add(new Piece("", Optional.of(value), new TreeMap<>(formatted)));
  }

  /** Ends the line, though it be empty. */
  void end() {
    if (endsWithSpace) {
      Piece last = pieces.remove(pieces.size() - 1);
      String text = last.text().substring(0, last.text().length() - 1);
      if (!text.isEmpty()) {
        pieces.add(new Piece(text, Optional.empty(), last.formats()));
      }
    }
    lines.add(new Line(pieces, formats));
    pieces.clear();
    endsWithSpace = false;
  }

  /** Ends the line if there is anything in it. */
  void endIfAny() {
    if (!pieces.isEmpty()) {
      end();
    }
  }

  /** All lines; never none, since a rich text ends with a line end. */
  List<Line> done() {
    endIfAny();
    if (lines.isEmpty()) {
      format(new TreeMap<>());
      end();
    }
    return List.copyOf(lines);
  }
}
