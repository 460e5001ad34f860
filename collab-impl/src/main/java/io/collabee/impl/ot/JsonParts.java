package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
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

  /** About how long a value's JSON is, in UTF-16 units. */
  static long size(JsonValue json) {
    if (json instanceof JsonString string) {
      return string.getString().length() + 2L;
    }
    if (json instanceof JsonArray array) {
      long size = 2;
      for (JsonValue item : array) {
        size += size(item) + 1;
      }
      return size;
    }
    if (json instanceof JsonObject object) {
      long size = 2;
      for (Map.Entry<String, JsonValue> member : object.entrySet()) {
        size += member.getKey().length() + size(member.getValue()) + 4;
      }
      return size;
    }
    return json instanceof JsonNumber number ? size(number.doubleValue()) : 5;
  }

  /** About how long a number is. */
  static long size(double number) {
    return number == Math.rint(number) ? 2 + (long) Math.log10(Math.max(1, Math.abs(number))) : 10;
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
