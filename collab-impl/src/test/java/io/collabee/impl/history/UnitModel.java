package io.collabee.impl.history;

import io.collabee.Operation;
import io.collabee.impl.document.LoggedOperation;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a text or rich text, unit by unit and without any cleverness: reads operations as
 * they are on the wire.
 */
final class UnitModel {
  final List<Unit> units = new ArrayList<>();

  /** Who deleted which old unit. */
  final Map<Integer, Origin> deletions = new TreeMap<>();

  UnitModel(int oldLength) {
    for (int i = 0; i < oldLength; i++) {
      units.add(new Unit(null, i));
    }
  }

  /** One code point, code unit or embed. */
  static final class Unit {
    final @Nullable Origin inserted;
    final int oldIndex;
    final Map<String, Origin> formatted = new HashMap<>();

    Unit(@Nullable Origin inserted, int oldIndex) {
      this.inserted = inserted;
      this.oldIndex = oldIndex;
    }
  }

  void apply(LoggedOperation logged) {
    Origin origin = Origin.of(logged);
    Operation operation = logged.operation();
    if (operation instanceof Operation.Edit edit) {
      apply(edit.op(), origin);
    } else if (operation instanceof Operation.Create create) {
      insert(0, length(create.data()), origin);
    } else if (operation instanceof Operation.Delete) {
      delete(0, units.size(), origin);
    }
  }

  private void apply(JsonValue op, Origin origin) {
    JsonArray steps = op instanceof JsonArray list ? list : op.asJsonObject().getJsonArray("ops");
    int at = 0;
    for (JsonValue step : steps) {
      if (step instanceof JsonNumber skip) {
        at += skip.intValue();
      } else if (step instanceof JsonString text) {
        at += insert(at, length(text), origin);
      } else {
        at += apply(step.asJsonObject(), at, origin);
      }
    }
  }

  private int apply(JsonObject step, int at, Origin origin) {
    if (step.containsKey("d")) {
      JsonValue deleted = step.get("d");
      delete(at, deleted instanceof JsonNumber n ? n.intValue() : length(deleted), origin);
      return 0;
    }
    if (step.containsKey("delete")) {
      delete(at, step.getInt("delete"), origin);
      return 0;
    }
    if (step.containsKey("insert")) {
      return insert(at, richLength(step.get("insert")), origin);
    }
    int length = step.getInt("retain");
    if (step.get("attributes") instanceof JsonObject attributes) {
      for (Unit unit : units.subList(at, at + length)) {
        attributes.keySet().forEach(name -> unit.formatted.put(name, origin));
      }
    }
    return length;
  }

  private int insert(int at, int length, Origin origin) {
    for (int i = 0; i < length; i++) {
      units.add(at + i, new Unit(origin, -1));
    }
    return length;
  }

  private void delete(int at, int length, Origin origin) {
    for (Unit unit : units.subList(at, at + length)) {
      if (unit.inserted == null) {
        deletions.put(unit.oldIndex, origin);
      }
    }
    units.subList(at, at + length).clear();
  }

  /** How long a content is. */
  static int length(@Nullable JsonValue content) {
    if (content instanceof JsonString text) {
      return text.getString().codePointCount(0, text.getString().length());
    }
    int length = 0;
    if (content instanceof JsonObject delta) {
      for (JsonValue op : delta.getJsonArray("ops")) {
        length += richLength(op.asJsonObject().get("insert"));
      }
    }
    return length;
  }

  private static int richLength(@Nullable JsonValue inserted) {
    return inserted instanceof JsonString text ? text.getString().length() : 1;
  }
}
