package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The selection that Quill sends as a presence: {@code {index, length}} and whatever else the
 * client put beside them, which is kept. Without an object there is no selection.
 */
final class RangePresence {

  private RangePresence() {}

  /**
   * The presence with both ends of its range moved.
   *
   * @param move where a position goes
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED} if it is no range
   */
  static JsonValue moved(JsonValue presence, IntUnaryOperator move) {
    if (presence.getValueType() == JsonValue.ValueType.NULL) {
      return JsonValue.NULL;
    }
    if (!(presence instanceof JsonObject range)) {
      throw malformed("it is neither null nor an object");
    }
    double start = number(range.get("index"), "index");
    int index = position(start, "index");
    // A negative length is a selection made backwards.
    int end = position(start + number(range.get("length"), "length"), "index + length");
    int movedIndex = move.applyAsInt(index);
    return JsonText.values()
        .createObjectBuilder(range)
        .add("index", movedIndex)
        .add("length", move.applyAsInt(end) - movedIndex)
        .build();
  }

  /** Where a position given as a number goes. */
  static JsonValue moved(JsonNumber position, IntUnaryOperator move) {
    int moved = move.applyAsInt(position(position.doubleValue(), "the position"));
    return JsonText.values().createValue(moved);
  }

  private static double number(@Nullable JsonValue json, String what) {
    if (json instanceof JsonNumber number) {
      return number.doubleValue();
    }
    throw malformed(what + " is no number");
  }

  private static int position(double value, String what) {
    if (value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value)) {
      return (int) value;
    }
    throw malformed(what + " is not a whole number from 0 to 2147483647");
  }

  private static CollabException malformed(String why) {
    return new CollabException(
        ErrorCode.ERR_MESSAGE_BADLY_FORMED, "The presence is no range {index, length}: " + why);
  }
}
