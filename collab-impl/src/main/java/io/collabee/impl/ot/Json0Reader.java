package io.collabee.impl.ot;

import static io.collabee.impl.ot.JsonParts.badlyFormed;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Names;
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
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code json0} values and operations and checks their form. Stricter than npm {@code
 * ot-json0}, which reads what it needs and ignores the rest: a component has the fields of exactly
 * one kind of edit and no others.
 */
final class Json0Reader {
  /**
   * The greatest index or position. Far beyond any document, and far enough below the greatest
   * integer for all that transformation may add to it.
   */
  private static final int MAX_INDEX = 1 << 30;

  private static final String SUBTYPE = "text0";

  private enum Strings {
    /** What the operation brings in: JavaScript can make half a pair but no UTF-8 can carry it. */
    WELL_FORMED,
    /** What was in the document, where an edit may have cut a pair in two. */
    ANY
  }

  private Json0Reader() {}

  // Values

  /**
   * Reads a value that is to become content.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_BADLY_FORMED} if a string has an unpaired
   *     surrogate or a number is out of the range of doubles, {@link ErrorCode#ERR_LIMIT_EXCEEDED}
   *     if it is nested too deep
   */
  static Json0Value newValue(JsonValue json) {
    return value(json, Strings.WELL_FORMED, 0);
  }

  /** The same, for a value that was content before: unpaired surrogates may be in it. */
  static Json0Value storedValue(JsonValue json) {
    return value(json, Strings.ANY, 0);
  }

  private static Json0Value value(JsonValue json, Strings strings, int depth) {
    return switch (json.getValueType()) {
      case NULL -> Literal.NULL;
      case TRUE -> Literal.TRUE;
      case FALSE -> Literal.FALSE;
      case NUMBER -> new NumberValue(number((JsonNumber) json));
      case STRING -> StringValue.of(checked(((JsonString) json).getString(), strings));
      case ARRAY -> list(json.asJsonArray(), strings, nested(depth));
      case OBJECT -> object(json.asJsonObject(), strings, nested(depth));
    };
  }

  private static int nested(int depth) {
    if (depth >= Json0Application.MAX_DEPTH) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "A value is nested more than " + Json0Application.MAX_DEPTH + " deep");
    }
    return depth + 1;
  }

  private static Json0Value list(JsonArray json, Strings strings, int depth) {
    List<Json0Value> items = new ArrayList<>(json.size());
    for (JsonValue item : json) {
      items.add(value(item, strings, depth));
    }
    return ListValue.of(items);
  }

  private static Json0Value object(JsonObject json, Strings strings, int depth) {
    ObjectValue.Builder members = new ObjectValue.Builder();
    for (Map.Entry<String, JsonValue> member : json.entrySet()) {
      members.add(checked(member.getKey(), strings), value(member.getValue(), strings, depth));
    }
    return members.build();
  }

  private static double number(JsonNumber json) {
    double value = json.doubleValue();
    if (!Double.isFinite(value)) {
      throw badlyFormed("A number is out of the range of doubles");
    }
    return value;
  }

  private static String checked(String string, Strings strings) {
    return strings == Strings.WELL_FORMED ? JsonParts.wellFormed(string, "A string") : string;
  }

  // Operations

  /**
   * Reads an operation.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_BADLY_FORMED} if it is none, {@link
   *     ErrorCode#ERR_LIMIT_EXCEEDED} if a value is nested too deep
   */
  static Json0Operation operation(JsonValue json) {
    if (!(json instanceof JsonArray list)) {
      throw badlyFormed("A json0 operation is a list, but this is " + json.getValueType());
    }
    List<Json0Component> components = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof JsonObject fields)) {
        throw malformed(i, "is " + list.get(i).getValueType() + ", not an object");
      }
      components.add(component(fields, i));
    }
    return new Json0Operation(components);
  }

  private static Json0Component component(JsonObject fields, int at) {
    if (!(fields.get("p") instanceof JsonArray p)) {
      throw malformed(at, "has no list p for its path");
    }
    Object[] steps = new Object[p.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = step(p.get(i), at);
    }
    Set<String> edit = fields.keySet();
    if (edit.contains("li") || edit.contains("ld")) {
      requireOnly(fields, at, "li", "ld");
      return new ListEdit(
          endingInItem(steps, at), old(fields.get("ld")), inserted(fields.get("li")));
    }
    if (edit.contains("oi") || edit.contains("od")) {
      requireOnly(fields, at, "oi", "od");
      return new ObjectEdit(
          endingInMember(steps, at), old(fields.get("od")), inserted(fields.get("oi")));
    }
    if (edit.contains("lm")) {
      requireOnly(fields, at, "lm");
      return new ListMove(endingInItem(steps, at), index(fields.get("lm"), at));
    }
    if (edit.contains("na")) {
      requireOnly(fields, at, "na");
      if (!(fields.get("na") instanceof JsonNumber amount)) {
        throw malformed(at, "adds something that is no number");
      }
      return new NumberAdd(Json0Path.of(steps), number(amount));
    }
    if (edit.contains("t")) {
      requireOnly(fields, at, "t", "o");
      return subtypeEdit(Json0Path.of(steps), fields, at);
    }
    requireOnly(fields, at, "si", "sd");
    return stringEdit(steps, fields, at);
  }

  private static Object step(JsonValue json, int at) {
    if (!(json instanceof JsonString key)) {
      return index(json, at);
    }
    if (Names.isReserved(key.getString())) {
      throw malformed(at, "has a reserved name in its path");
    }
    return checked(key.getString(), Strings.WELL_FORMED);
  }

  private static int index(@Nullable JsonValue json, int at) {
    if (json instanceof JsonNumber number) {
      double value = number.doubleValue();
      if (value >= 0 && value <= MAX_INDEX && value == Math.rint(value)) {
        return (int) value;
      }
    }
    throw malformed(at, "has an index or position that is no integer from 0 to " + MAX_INDEX);
  }

  private static Json0Path endingInItem(Object[] steps, int at) {
    if (steps.length == 0 || !(steps[steps.length - 1] instanceof Integer)) {
      throw malformed(at, "edits a list but its path does not end with an index");
    }
    return Json0Path.of(steps);
  }

  private static Json0Path endingInMember(Object[] steps, int at) {
    if (steps.length > 0 && !(steps[steps.length - 1] instanceof String)) {
      throw malformed(at, "edits an object but its path does not end with a key");
    }
    return Json0Path.of(steps);
  }

  private static @Nullable Json0Value inserted(@Nullable JsonValue json) {
    return json == null ? null : newValue(json);
  }

  private static @Nullable Json0Value old(@Nullable JsonValue json) {
    return json == null ? null : storedValue(json);
  }

  private static Json0Component subtypeEdit(Json0Path path, JsonObject fields, int at) {
    if (!(fields.get("t") instanceof JsonString type && type.getString().equals(SUBTYPE))) {
      throw malformed(at, "has a subtype other than " + SUBTYPE + ", which is the only one here");
    }
    if (!(fields.get("o") instanceof JsonArray list)) {
      throw malformed(at, "has a subtype but no list o for its operation");
    }
    List<Text0.Edit> edits = new ArrayList<>(list.size());
    for (JsonValue json : list) {
      if (!(json instanceof JsonObject edit)) {
        throw malformed(at, "has a " + SUBTYPE + " edit that is no object");
      }
      requireOnly(edit, at, "i", "d");
      edits.add(textEdit(index(edit.get("p"), at), edit.get("i"), edit.get("d"), at));
    }
    return new SubtypeEdit(path, edits);
  }

  private static Json0Component stringEdit(Object[] steps, JsonObject fields, int at) {
    if (steps.length == 0 || !(steps[steps.length - 1] instanceof Integer position)) {
      throw malformed(at, "edits a string but its path does not end with a position");
    }
    return new StringEdit(
        Json0Path.of(steps).withoutLast(),
        textEdit(position, fields.get("si"), fields.get("sd"), at));
  }

  private static Text0.Edit textEdit(
      int position, @Nullable JsonValue inserted, @Nullable JsonValue deleted, int at) {
    if (inserted instanceof JsonString text && deleted == null) {
      return new Text0.Insert(position, checked(text.getString(), Strings.WELL_FORMED));
    }
    if (deleted instanceof JsonString text && inserted == null) {
      return new Text0.Delete(position, text.getString());
    }
    throw malformed(at, "does not have exactly one string to insert or delete");
  }

  /** Checks that there is nothing but a path or position and these fields, one of them at least. */
  private static void requireOnly(JsonObject fields, int at, String... names) {
    Set<String> allowed = Set.of(names);
    int found = 0;
    for (String field : fields.keySet()) {
      if (allowed.contains(field)) {
        found++;
      } else if (!field.equals("p")) {
        throw malformed(at, "has more than one kind of edit, or a field that json0 does not know");
      }
    }
    if (found == 0) {
      throw malformed(at, "has none of na, li, ld, lm, oi, od, si, sd, t");
    }
  }

  private static CollabException malformed(int component, String why) {
    return badlyFormed("Component " + component + " of the operation " + why);
  }
}
