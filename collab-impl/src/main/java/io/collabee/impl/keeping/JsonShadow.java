package io.collabee.impl.keeping;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.keeping.Marks.Mark;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code json0} content that knows of each unit of its strings which operation inserted it, and
 * follows operations while it makes them unreadable. Units are counted over all strings that an
 * operation inserts, in the order in which they stand there, in UTF-16 units.
 *
 * <p>Old values that operations carry become those that are there. Changes as it goes; for one
 * thread.
 */
final class JsonShadow {
  private Node root;

  private JsonShadow(Node root) {
    this.root = root;
  }

  /** A content that came with one operation. */
  static JsonShadow of(JsonValue content, long version) {
    return new JsonShadow(new Insertion(version).node(content));
  }

  private sealed interface Node {
    JsonValue json();
  }

  private record Scalar(JsonValue json) implements Node {}

  private static final class Text implements Node {
    final StringBuilder text;
    Marks marks;

    Text(String text, Marks marks) {
      this.text = new StringBuilder(text);
      this.marks = marks;
    }

    @Override
    public JsonValue json() {
      return JsonText.values().createValue(text.toString());
    }

    void insert(int at, String inserted, Mark mark) {
      text.insert(at, inserted);
      marks = marks.with(at, mark);
    }

    String delete(int at, int length) {
      String deleted = text.substring(at, at + length);
      text.delete(at, at + length);
      marks = marks.without(at, at + length);
      return deleted;
    }
  }

  private record Items(List<Node> nodes) implements Node {
    @Override
    public JsonValue json() {
      JsonArrayBuilder all = JsonText.values().createArrayBuilder();
      nodes.forEach(node -> all.add(node.json()));
      return all.build();
    }
  }

  private record Members(Map<String, Node> nodes) implements Node {
    @Override
    public JsonValue json() {
      JsonObjectBuilder all = JsonText.values().createObjectBuilder();
      nodes.forEach((key, node) -> all.add(key, node.json()));
      return all.build();
    }
  }

  /** Counts what one operation inserts. */
  private static final class Insertion {
    private final long version;
    private int offset;

    Insertion(long version) {
      this.version = version;
    }

    Mark mark(int length) {
      Mark mark = new Mark(version, offset, length);
      offset += length;
      return mark;
    }

    Node node(JsonValue value) {
      if (value instanceof JsonString text) {
        Marks none = Marks.of(version, 0);
        int length = text.getString().length();
        return new Text(text.getString(), length == 0 ? none : none.with(0, mark(length)));
      }
      if (value instanceof JsonArray list) {
        List<Node> nodes = new ArrayList<>();
        list.forEach(item -> nodes.add(node(item)));
        return new Items(nodes);
      }
      if (value instanceof JsonObject object) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        object.forEach((key, member) -> nodes.put(key, node(member)));
        return new Members(nodes);
      }
      return new Scalar(value);
    }
  }

  // Following

  /**
   * Follows an operation, after it was made unreadable.
   *
   * @return what is left of it
   */
  JsonArray follow(JsonArray op, long version, Blackening blackening) {
    Insertion insertion = new Insertion(version);
    JsonArrayBuilder left = JsonText.values().createArrayBuilder();
    for (JsonValue component : op) {
      left.add(follow(component.asJsonObject(), insertion, blackening));
    }
    return left.build();
  }

  private JsonObject follow(JsonObject component, Insertion insertion, Blackening blackening) {
    JsonObjectBuilder left = JsonText.values().createObjectBuilder(component);
    JsonArray path = component.getJsonArray("p");
    if (component.containsKey("si") || component.containsKey("sd")) {
      int at = index(path, path.size() - 1);
      edit(text(path, path.size() - 1), at, component, "si", "sd", left, insertion, blackening);
    } else if (component.get("o") instanceof JsonArray edits) {
      JsonArrayBuilder changed = JsonText.values().createArrayBuilder();
      for (JsonValue each : edits) {
        JsonObject edit = each.asJsonObject();
        JsonObjectBuilder leftOfEdit = JsonText.values().createObjectBuilder(edit);
        int at = edit.getInt("p");
        edit(text(path, path.size()), at, edit, "i", "d", leftOfEdit, insertion, blackening);
        changed.add(leftOfEdit);
      }
      left.add("o", changed);
    } else if (component.containsKey("lm")) {
      List<Node> items = ((Items) find(path, path.size() - 1)).nodes();
      items.add(component.getInt("lm"), items.remove(index(path, path.size() - 1)));
    } else if (component.containsKey("na")) {
      add(path, component.getJsonNumber("na").doubleValue());
    } else {
      boolean isItem = component.containsKey("li") || component.containsKey("ld");
      replace(path, component, isItem ? "l" : "o", left, insertion, blackening);
    }
    return left.build();
  }

  private static void edit(
      Text text,
      int at,
      JsonObject edit,
      String inserts,
      String deletes,
      JsonObjectBuilder left,
      Insertion insertion,
      Blackening blackening) {
    if (edit.containsKey(inserts)) {
      String black = blackening.blackened(edit.getString(inserts));
      if (!black.isEmpty()) {
        text.insert(at, black, insertion.mark(black.length()));
      }
      left.add(inserts, black);
    } else {
      left.add(deletes, text.delete(at, edit.getString(deletes).length()));
    }
  }

  private void add(JsonArray path, double amount) {
    JsonValue before = find(path, path.size()).json();
    double sum = ((JsonNumber) before).doubleValue() + amount;
    put(path, new Scalar(JsonText.values().createValue(sum)));
  }

  /** An item is {@code li} and {@code ld}, a member {@code oi} and {@code od}. */
  private void replace(
      JsonArray path,
      JsonObject component,
      String kind,
      JsonObjectBuilder left,
      Insertion insertion,
      Blackening blackening) {
    String inserts = kind + "i";
    String deletes = kind + "d";
    Optional<Node> inserted = Optional.empty();
    if (component.containsKey(inserts)) {
      JsonValue black = blackening.blackened(component.get(inserts));
      left.add(inserts, black);
      inserted = Optional.of(insertion.node(black));
    }
    if (component.containsKey(deletes)) {
      left.add(deletes, findIfAny(path).map(Node::json).orElse(JsonValue.NULL));
    }
    if (path.isEmpty()) {
      root = inserted.orElseGet(() -> new Scalar(JsonValue.NULL));
    } else if (find(path, path.size() - 1) instanceof Items items) {
      int at = index(path, path.size() - 1);
      if (component.containsKey(deletes)) {
        items.nodes().remove(at);
      }
      inserted.ifPresent(node -> items.nodes().add(at, node));
    } else {
      Map<String, Node> members = ((Members) find(path, path.size() - 1)).nodes();
      String key = path.getString(path.size() - 1);
      inserted.ifPresentOrElse(node -> members.put(key, node), () -> members.remove(key));
    }
  }

  private void put(JsonArray path, Node node) {
    if (path.isEmpty()) {
      root = node;
    } else if (find(path, path.size() - 1) instanceof Items items) {
      items.nodes().set(index(path, path.size() - 1), node);
    } else {
      ((Members) find(path, path.size() - 1)).nodes().put(path.getString(path.size() - 1), node);
    }
  }

  private Text text(JsonArray path, int steps) {
    return (Text) find(path, steps);
  }

  private static int index(JsonArray path, int step) {
    return path.getInt(step);
  }

  private Node find(JsonArray path, int steps) {
    Node node = root;
    for (int step = 0; step < steps; step++) {
      node = child(node, path.get(step)).orElseThrow();
    }
    return node;
  }

  private Optional<Node> findIfAny(JsonArray path) {
    Optional<Node> node = Optional.of(root);
    for (JsonValue step : path) {
      node = node.flatMap(parent -> child(parent, step));
    }
    return node;
  }

  private static Optional<Node> child(Node parent, JsonValue step) {
    if (parent instanceof Items items && step instanceof JsonNumber number && number.isIntegral()) {
      long index = number.longValue();
      return index >= 0 && index < items.nodes().size()
          ? Optional.of(items.nodes().get((int) index))
          : Optional.empty();
    }
    return parent instanceof Members members && step instanceof JsonString key
        ? Optional.ofNullable(members.nodes().get(key.getString()))
        : Optional.empty();
  }

  // Asking

  /** A string. */
  record Found(String text, Marks marks) {}

  /** The string at a path; empty if there is none. */
  Optional<Found> string(JsonArray path) {
    return findIfAny(path)
        .filter(node -> node instanceof Text)
        .map(node -> new Found(((Text) node).text.toString(), ((Text) node).marks));
  }

  /**
   * The operation that puts strings of this content in the place of what clients have: those in
   * which any of these units is.
   */
  JsonArray replacing(Map<Long, BitSet> units) {
    JsonArrayBuilder op = JsonText.values().createArrayBuilder();
    replacing(root, JsonValue.EMPTY_JSON_ARRAY, "o", units, op);
    return op.build();
  }

  private static void replacing(
      Node node, JsonArray path, String kind, Map<Long, BitSet> units, JsonArrayBuilder op) {
    if (node instanceof Items items) {
      for (int i = 0; i < items.nodes().size(); i++) {
        JsonArray below = JsonText.values().createArrayBuilder(path).add(i).build();
        replacing(items.nodes().get(i), below, "l", units, op);
      }
    } else if (node instanceof Members members) {
      members
          .nodes()
          .forEach(
              (key, member) -> {
                JsonArray below = JsonText.values().createArrayBuilder(path).add(key).build();
                replacing(member, below, "o", units, op);
              });
    } else if (node instanceof Text text && !text.marks.ranges(units).isEmpty()) {
      op.add(
          JsonText.values()
              .createObjectBuilder()
              .add("p", path)
              .add(kind + "d", text.json())
              .add(kind + "i", text.json()));
    }
  }
}
