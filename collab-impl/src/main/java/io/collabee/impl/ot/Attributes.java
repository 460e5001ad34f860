package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The formatting of a stretch of rich text, or a change of it: names with values of any JSON, where
 * null in a change takes the name away. Values are compared deeply but replaced whole. Having no
 * names is having no formatting.
 *
 * @param values from name to value
 */
public record Attributes(JsonObject values) {
  /** No formatting, and no change of it. */
  public static final Attributes NONE = new Attributes(JsonValue.EMPTY_JSON_OBJECT);

  /** Attributes with these values. */
  static Attributes of(JsonObject values) {
    return values.isEmpty() ? NONE : new Attributes(values);
  }

  /** Whether there are no names. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether some name is to be taken away. */
  boolean removesAny() {
    return values.containsValue(JsonValue.NULL);
  }

  /**
   * These with a change made after them.
   *
   * @param keepNull whether these are a change too, so that taking a name away must be remembered
   */
  Attributes compose(Attributes change, boolean keepNull) {
    if (change.isEmpty()) {
      return this;
    }
    if (isEmpty() && (keepNull || !change.removesAny())) {
      return change;
    }
    JsonObjectBuilder composed = JsonText.values().createObjectBuilder();
    change.values.forEach(
        (name, value) -> {
          if (keepNull || !isNull(value)) {
            composed.add(name, value);
          }
        });
    values.forEach(
        (name, value) -> {
          if (!change.values.containsKey(name)) {
            composed.add(name, value);
          }
        });
    return of(composed.build());
  }

  /**
   * This change, made to apply after a concurrent one.
   *
   * @param overWins whether the other's value stays where both change a name
   */
  Attributes transform(Attributes over, boolean overWins) {
    if (!overWins || over.isEmpty() || isEmpty()) {
      return this;
    }
    JsonObjectBuilder transformed = JsonText.values().createObjectBuilder();
    values.forEach(
        (name, value) -> {
          if (!over.values.containsKey(name)) {
            transformed.add(name, value);
          }
        });
    return of(transformed.build());
  }

  /** The change that undoes this one, which was made to a stretch formatted like {@code base}. */
  Attributes invert(Attributes base) {
    JsonObjectBuilder inverse = JsonText.values().createObjectBuilder();
    base.values.forEach(
        (name, value) -> {
          if (values.containsKey(name) && !isSameScalar(value, values.get(name))) {
            inverse.add(name, value);
          }
        });
    values.forEach(
        (name, value) -> {
          if (!base.values.containsKey(name)) {
            inverse.add(name, JsonValue.NULL);
          }
        });
    return of(inverse.build());
  }

  /** The change that makes of these others. */
  Attributes diff(Attributes to) {
    if (equals(to)) {
      return NONE;
    }
    JsonObjectBuilder change = JsonText.values().createObjectBuilder();
    to.values.forEach(
        (name, value) -> {
          if (!isSame(value, values.get(name))) {
            change.add(name, value);
          }
        });
    values.forEach(
        (name, value) -> {
          if (!to.values.containsKey(name)) {
            change.add(name, JsonValue.NULL);
          }
        });
    return of(change.build());
  }

  /** Quill compares with {@code ===} here, by which no list or object is another. */
  private static boolean isSameScalar(JsonValue left, @Nullable JsonValue right) {
    return !(left instanceof JsonObject) && !(left instanceof JsonArray) && isSame(left, right);
  }

  private static boolean isNull(JsonValue value) {
    return value.getValueType() == JsonValue.ValueType.NULL;
  }

  /** Deep equality as JavaScript sees it: numbers are doubles, the order of names is no matter. */
  static boolean isSame(JsonValue left, @Nullable JsonValue right) {
    if (left == right) {
      return true;
    }
    if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
      return a.doubleValue() == b.doubleValue();
    }
    if (left instanceof JsonArray a && right instanceof JsonArray b) {
      return isSame(a, b);
    }
    if (left instanceof JsonObject a && right instanceof JsonObject b) {
      return isSame(a, b);
    }
    return left.equals(right);
  }

  private static boolean isSame(JsonArray left, JsonArray right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!isSame(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(JsonObject left, JsonObject right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<String, JsonValue> entry : left.entrySet()) {
      if (!isSame(entry.getValue(), right.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Attributes that && isSame(values, that.values));
  }

  @Override
  public int hashCode() {
    // Equal numbers may differ in their JSON form, so values stay out.
    return values.keySet().hashCode();
  }
}
