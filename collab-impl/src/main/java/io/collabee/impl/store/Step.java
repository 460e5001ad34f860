package io.collabee.impl.store;

import io.collabee.impl.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * One step of an edit of a text or a rich text.
 *
 * @param kind what it does
 * @param length in the type's unit of length, 1 for an embed
 * @param text what is inserted or, where the edit says so, deleted; the JSON of an embed
 * @param attributes of a rich text's step, as JSON; null if it has none
 */
record Step(Kind kind, long length, String text, @Nullable String attributes) {

  /** What steps do, each with the number that chunks have for it. */
  enum Kind {
    RETAIN(0),
    INSERT(1),
    DELETE(2),
    /** A deletion that says what it deletes, as those that can be inverted do. */
    DELETE_TEXT(3),
    EMBED(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("There is no step of kind " + code);
    }
  }

  /** Whether it puts something in. */
  boolean inserts() {
    return kind == Kind.INSERT || kind == Kind.EMBED;
  }

  /** Whether it takes something away. */
  boolean deletes() {
    return kind == Kind.DELETE || kind == Kind.DELETE_TEXT;
  }

  /** Whether it only leads to the place of the next. */
  boolean isPlainRetain() {
    return kind == Kind.RETAIN && attributes == null;
  }

  /** A string as JSON; most need no escapes. */
  static String quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return JsonText.quote(text);
      }
    }
    return '"' + text + '"';
  }
}
