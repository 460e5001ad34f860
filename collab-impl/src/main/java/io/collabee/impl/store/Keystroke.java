package io.collabee.impl.store;

import java.util.Optional;

/**
 * An edit that puts in or takes away at one place, as most do; found by a look at the characters,
 * since diffs are written while clients wait. It comes together again as the same characters.
 *
 * @param form how it is written
 * @param place how far into the document it is
 * @param text what it puts in, as JSON has it between the quotation marks; empty if it takes away
 * @param deleted how much it takes away
 */
record Keystroke(Form form, long place, String text, long deleted) {

  /** How a type writes it. */
  enum Form {
    TEXT("\"op\":[", "", ",", "\"", "\"", "{\"d\":", "}", "]"),
    RICH_TEXT(
        "\"op\":{\"ops\":[",
        "{\"retain\":",
        "},",
        "{\"insert\":\"",
        "\"}",
        "{\"delete\":",
        "}",
        "]}");

    private final String start;
    private final String retain;
    private final String afterRetain;
    private final String insert;
    private final String afterInsert;
    private final String delete;
    private final String afterDelete;
    private final String end;

    Form(
        String start,
        String retain,
        String afterRetain,
        String insert,
        String afterInsert,
        String delete,
        String afterDelete,
        String end) {
      this.start = start;
      this.retain = retain;
      this.afterRetain = afterRetain;
      this.insert = insert;
      this.afterInsert = afterInsert;
      this.delete = delete;
      this.afterDelete = afterDelete;
      this.end = end;
    }
  }

  /** Finds it in a payload; empty if the payload is anything else, or written in another way. */
  static Optional<Keystroke> of(String payload) {
    Form form = payload.startsWith(Form.RICH_TEXT.start) ? Form.RICH_TEXT : Form.TEXT;
    return payload.startsWith(form.start)
        ? new Scanner(payload, form).keystroke()
        : Optional.empty();
  }

  /** The payload it was found in. */
  String payload() {
    StringBuilder payload = new StringBuilder(48).append(form.start);
    if (place > 0) {
      payload.append(form.retain).append(place).append(form.afterRetain);
    }
    if (text.isEmpty()) {
      payload.append(form.delete).append(deleted).append(form.afterDelete);
    } else {
      payload.append(form.insert).append(text).append(form.afterInsert);
    }
    return payload.append(form.end).toString();
  }

  /** Goes over a payload from left to right. */
  private static final class Scanner {
    private static final int MOST_DIGITS = 15;

    private final String payload;
    private final Form form;
    private int at;

    Scanner(String payload, Form form) {
      this.payload = payload;
      this.form = form;
      this.at = form.start.length();
    }

    Optional<Keystroke> keystroke() {
      long place = 0;
      int start = at;
      if (skip(form.retain)) {
        place = number();
        if (place <= 0 || !skip(form.afterRetain)) {
          place = 0;
          at = start;
        }
      }
      if (skip(form.insert)) {
        String text = plainText();
        boolean isWhole = skip(form.afterInsert) && isAtEnd();
        return isWhole && !text.isEmpty()
            ? Optional.of(new Keystroke(form, place, text, 0))
            : Optional.empty();
      }
      long deleted = skip(form.delete) ? number() : -1;
      return deleted >= 0 && skip(form.afterDelete) && isAtEnd()
          ? Optional.of(new Keystroke(form, place, "", deleted))
          : Optional.empty();
    }

    private boolean skip(String expected) {
      boolean isThere = payload.startsWith(expected, at);
      at += isThere ? expected.length() : 0;
      return isThere;
    }

    private boolean isAtEnd() {
      return payload.length() == at + form.end.length() && payload.startsWith(form.end, at);
    }

    /** A number as it is written again; negative if there is none. */
    private long number() {
      int start = at;
      long number = 0;
      while (at < payload.length() && isDigit(payload.charAt(at)) && at - start <= MOST_DIGITS) {
        number = 10 * number + (payload.charAt(at) - '0');
        at++;
      }
      boolean hasLeadingZero = at - start > 1 && payload.charAt(start) == '0';
      return at == start || at - start > MOST_DIGITS || hasLeadingZero ? -1 : number;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    /** What stands there up to a quotation mark. */
    private String plainText() {
      int start = at;
      while (at < payload.length() && payload.charAt(at) != '"') {
        at++;
      }
      return payload.substring(start, at);
    }
  }
}
