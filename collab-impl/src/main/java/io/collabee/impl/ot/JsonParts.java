package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the operations of linear types are made of: lengths and texts. Refuses everything else
 * with {@link ErrorCode#ERR_OT_OP_BADLY_FORMED}. Messages never quote what was read, since it is
 * document content.
 */
final class JsonParts {

  private JsonParts() {}

  static CollabException badlyFormed(String message) {
    return new CollabException(ErrorCode.ERR_OT_OP_BADLY_FORMED, message);
  }

  /** A whole number from 1 to {@link Integer#MAX_VALUE}; {@code 3.0} is one, as in JavaScript. */
  static int length(@Nullable JsonValue json, String what) {
    if (json instanceof JsonNumber number) {
      double value = number.doubleValue();
      if (value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value)) {
        return (int) value;
      }
    }
    throw badlyFormed(what + " is not a whole number from 1 to 2147483647");
  }

  /** A string that is not empty and has no unpaired surrogates. */
  static String text(JsonString json, String what) {
    String text = json.getString();
    if (text.isEmpty()) {
      throw badlyFormed(what + " is empty");
    }
    return wellFormed(text, what);
  }

  /** The text itself, if it is valid UTF-16: every surrogate is half of a pair. */
  static String wellFormed(String text, String what) {
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        throw badlyFormed(what + " has an unpaired surrogate at code unit " + at);
      }
      at += Character.charCount(codePoint);
    }
    return text;
  }

  /** Adds lengths, of which the sum is one too. */
  static int sum(int left, int right) {
    int sum = left + right;
    if (sum < 0) {
      throw new CollabException(
          ErrorCode.ERR_OT_OP_NOT_APPLIED,
          "The operation reaches %d past %d, and no document is that long".formatted(right, left));
    }
    return sum;
  }
}
