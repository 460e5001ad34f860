package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
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
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import org.jspecify.annotations.Nullable;

/** Writes {@code json0} values and operations, in the form {@link Json0Reader} reads. */
final class Json0Writer {
  private static final JsonProvider JSON = JsonText.values();

  private Json0Writer() {}

  static JsonValue value(Json0Value value) {
    if (value instanceof Literal literal) {
      return switch (literal) {
        case NULL -> JsonValue.NULL;
        case TRUE -> JsonValue.TRUE;
        case FALSE -> JsonValue.FALSE;
      };
    }
    if (value instanceof NumberValue number) {
      return number(number.value());
    }
    if (value instanceof ListValue list) {
      JsonArrayBuilder items = JSON.createArrayBuilder();
      list.items().forEach(item -> items.add(value(item)));
      return items.build();
    }
    if (value instanceof ObjectValue object) {
      JsonObjectBuilder members = JSON.createObjectBuilder();
      object.members().forEach(member -> members.add(member.key(), value(member.value())));
      return members.build();
    }
    return JSON.createValue(value.toString());
  }

  /** Whole numbers as such, so that a value is the same however it was made. */
  private static JsonValue number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 0x1p53
        ? JSON.createValue((long) value)
        : JSON.createValue(value);
  }

  static JsonValue operation(Json0Operation operation) {
    JsonArrayBuilder components = JSON.createArrayBuilder();
    for (Json0Component c : operation.components()) {
      components.add(component(c));
    }
    return components.build();
  }

  private static JsonValue component(Json0Component c) {
    JsonArrayBuilder path = path(c.path());
    JsonObjectBuilder fields = JSON.createObjectBuilder();
    if (c instanceof StringEdit edit) {
      path.add(edit.edit().position());
      fields.add("p", path);
      fields.add(edit.edit() instanceof Text0.Insert ? "si" : "sd", edit.edit().text());
      return fields.build();
    }
    fields.add("p", path);
    if (c instanceof ListEdit edit) {
      add(fields, "ld", edit.deleted());
      add(fields, "li", edit.inserted());
    } else if (c instanceof ObjectEdit edit) {
      add(fields, "od", edit.deleted());
      add(fields, "oi", edit.inserted());
    } else if (c instanceof ListMove move) {
      fields.add("lm", move.to());
    } else if (c instanceof NumberAdd add) {
      fields.add("na", number(add.amount()));
    } else if (c instanceof SubtypeEdit edit) {
      fields.add("t", "text0");
      fields.add("o", edits(edit));
    }
    return fields.build();
  }

  private static JsonArrayBuilder path(Json0Path path) {
    JsonArrayBuilder steps = JSON.createArrayBuilder();
    for (int i = 0; i < path.length(); i++) {
      if (path.step(i) instanceof Integer index) {
        steps.add(index);
      } else {
        steps.add((String) path.step(i));
      }
    }
    return steps;
  }

  private static void add(JsonObjectBuilder fields, String name, @Nullable Json0Value value) {
    if (value != null) {
      fields.add(name, value(value));
    }
  }

  private static JsonArrayBuilder edits(SubtypeEdit subtype) {
    JsonArrayBuilder edits = JSON.createArrayBuilder();
    for (Text0.Edit edit : subtype.edits()) {
      edits.add(
          JSON.createObjectBuilder()
              .add("p", edit.position())
              .add(edit instanceof Text0.Insert ? "i" : "d", edit.text()));
    }
    return edits;
  }
}
