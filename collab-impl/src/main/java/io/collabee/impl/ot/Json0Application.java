package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.ot.Json0Component.ListEdit;
import io.collabee.impl.ot.Json0Component.ListMove;
import io.collabee.impl.ot.Json0Component.NumberAdd;
import io.collabee.impl.ot.Json0Component.ObjectEdit;
import io.collabee.impl.ot.Json0Component.StringEdit;
import io.collabee.impl.ot.Json0Component.SubtypeEdit;
import io.collabee.impl.ot.Json0Value.ListValue;
import io.collabee.impl.ot.Json0Value.Literal;
import io.collabee.impl.ot.Json0Value.NumberValue;
import io.collabee.impl.ot.Json0Value.ObjectValue;
import io.collabee.impl.ot.Json0Value.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code json0} components do to a value. As in npm {@code ot-json0}, old values that a
 * component carries are not compared with those in the document, but the text of a string deletion
 * is; and deleting a member that is not there does nothing, since transformed operations do so.
 * Unlike there, indices and positions must lie within the list or string, and a list has no keys
 * and an object no indices.
 */
final class Json0Application {

  /**
   * How many lists and objects may be nested in a document. A reader of JSON must have some limit
   * ({@link io.collabee.impl.json.JsonText} has 200), and what was stored must be readable.
   */
  static final int MAX_DEPTH = 100;

  /** JavaScript's package takes an object with such a member for none. */
  private static final String CONSTRUCTOR = "constructor";

  private Json0Application() {}

  /**
   * The value after a component.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_NOT_APPLIED} if it does not fit, {@link
   *     ErrorCode#ERR_LIMIT_EXCEEDED} if the result is nested too deep
   */
  static Json0Value apply(Json0Value content, Json0Component c) {
    if (c.reach() == 0) {
      return replaced((ObjectEdit) c);
    }
    return changedBelow(content, c, 0);
  }

  /** What is at a path, null if nothing is. */
  static @Nullable Json0Value find(Json0Value content, Json0Path path) {
    Json0Value value = content;
    for (int i = 0; i < path.length() && value != null; i++) {
      value = child(value, path.step(i));
    }
    return value;
  }

  private static @Nullable Json0Value child(Json0Value value, Object step) {
    if (value instanceof ListValue list && step instanceof Integer index) {
      return index >= 0 && index < list.size() ? list.get(index) : null;
    }
    return value instanceof ObjectValue object && step instanceof String key
        ? object.get(key)
        : null;
  }

  private static Json0Value replaced(ObjectEdit root) {
    return root.inserted() == null ? Literal.NULL : insertable(root.inserted(), root);
  }

  private static Json0Value changedBelow(Json0Value value, Json0Component c, int depth) {
    if (depth == c.reach() - 1) {
      return changed(value, c);
    }
    Object step = c.path().step(depth);
    if (value instanceof ListValue list && step instanceof Integer index) {
      requireWithin(list, index, list.size() - 1);
      return list.with(index, changedBelow(list.get(index), c, depth + 1));
    }
    if (value instanceof ObjectValue object && step instanceof String key) {
      Json0Value member = object.get(key);
      if (member == null) {
        throw notApplied("Step " + depth + " of the path names no member of the object there");
      }
      return object.with(key, changedBelow(member, c, depth + 1));
    }
    String kind = step instanceof Integer ? "an index" : "a key";
    throw notApplied("Step " + depth + " of the path is " + kind + " but there is " + kind(value));
  }

  private static Json0Value changed(Json0Value value, Json0Component c) {
    if (c instanceof ListEdit edit) {
      return edited(list(value), edit);
    }
    if (c instanceof ListMove move) {
      return moved(list(value), move);
    }
    if (c instanceof ObjectEdit edit) {
      return edited(value, edit);
    }
    if (c instanceof NumberAdd add) {
      return added(value, add.amount());
    }
    if (c instanceof StringEdit edit) {
      return edited(string(value), edit.edit());
    }
    StringValue text = string(value);
    for (Text0.Edit edit : ((SubtypeEdit) c).edits()) {
      text = edited(text, edit);
    }
    return text;
  }

  private static Json0Value edited(ListValue list, ListEdit edit) {
    int index = edit.path().lastIndex();
    if (edit.deleted() == null && edit.inserted() != null) {
      requireWithin(list, index, list.size());
      return list.withInserted(index, insertable(edit.inserted(), edit));
    }
    requireWithin(list, index, list.size() - 1);
    return edit.inserted() == null
        ? list.without(index)
        : list.with(index, insertable(edit.inserted(), edit));
  }

  private static Json0Value moved(ListValue list, ListMove move) {
    requireWithin(list, move.from(), list.size() - 1);
    requireWithin(list, move.to(), list.size() - 1);
    if (move.from() == move.to()) {
      return list;
    }
    return list.without(move.from()).withInserted(move.to(), list.get(move.from()));
  }

  private static Json0Value edited(Json0Value value, ObjectEdit edit) {
    if (!(value instanceof ObjectValue object)) {
      throw notApplied("The operation edits an object but there is " + kind(value));
    }
    if (object.get(CONSTRUCTOR) != null) {
      throw notApplied("An object with a member named constructor cannot be edited");
    }
    String key = (String) edit.path().step(edit.path().length() - 1);
    return edit.inserted() == null
        ? object.without(key)
        : object.with(key, insertable(edit.inserted(), edit));
  }

  private static Json0Value added(Json0Value value, double amount) {
    if (!(value instanceof NumberValue number)) {
      throw notApplied("The operation adds to a number but there is " + kind(value));
    }
    double sum = number.value() + amount;
    if (!Double.isFinite(sum)) {
      throw notApplied("The sum of two finite numbers is not finite");
    }
    return new NumberValue(sum);
  }

  private static StringValue edited(StringValue text, Text0.Edit edit) {
    int position = edit.position();
    if (edit instanceof Text0.Insert) {
      requireWithin(text, position);
      return edit.text().isEmpty() ? text : text.withInserted(position, edit.text());
    }
    int end = position + edit.text().length();
    requireWithin(text, position);
    requireWithin(text, end);
    if (!text.slice(position, end).equals(edit.text())) {
      throw notApplied(
          "The text to delete is not that of the "
              + edit.text().length()
              + " units from position "
              + position);
    }
    return text.without(position, end);
  }

  private static Json0Value insertable(Json0Value value, Json0Component c) {
    int depth = c.path().length() + value.depth();
    if (depth > MAX_DEPTH) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The document would be nested " + depth + " deep, allowed are " + MAX_DEPTH);
    }
    return value;
  }

  private static ListValue list(Json0Value value) {
    if (value instanceof ListValue list) {
      return list;
    }
    throw notApplied("The operation edits a list but there is " + kind(value));
  }

  private static StringValue string(Json0Value value) {
    if (value instanceof StringValue string) {
      return string;
    }
    throw notApplied("The operation edits a string but there is " + kind(value));
  }

  private static void requireWithin(ListValue list, int index, int last) {
    if (index < 0 || index > last) {
      throw notApplied("Index " + index + " is outside of a list of " + list.size() + " items");
    }
  }

  private static void requireWithin(StringValue text, int position) {
    if (position < 0 || position > text.length()) {
      throw notApplied(
          "Position " + position + " is outside of a string of " + text.length() + " units");
    }
  }

  private static String kind(Json0Value value) {
    if (value instanceof ListValue) {
      return "a list";
    }
    if (value instanceof ObjectValue) {
      return "an object";
    }
    if (value instanceof StringValue) {
      return "a string";
    }
    if (value instanceof NumberValue) {
      return "a number";
    }
    return value == Literal.NULL ? "null" : "a boolean";
  }

  private static CollabException notApplied(String message) {
    return new CollabException(ErrorCode.ERR_OT_OP_NOT_APPLIED, message);
  }
}
