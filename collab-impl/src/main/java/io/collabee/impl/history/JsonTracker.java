package io.collabee.impl.history;

import io.collabee.history.Change;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.Json0Operation;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.Json0Value;
import io.collabee.impl.ot.Rope;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows a {@code json0} content place by place.
 *
 * <p><b>The idea.</b> A tree beside the content has a node for every value that some operation
 * touched. A node is of a value that was there at the start, which it keeps, or of one that was put
 * there since, below which nothing is looked at. A list is a rope of untouched stretches of the old
 * list and of nodes, so that items are known wherever insertions, deletions and moves have shifted
 * them. In the end only touched places are compared.
 */
final class JsonTracker implements Tracker<Json0Value, Json0Operation> {
  private static final DocumentType<Json0Value, Json0Operation> TYPE = new Json0Type();
  private static final int NOWHERE = -1;

  private final Optional<JsonValue> start;
  private final List<Change> changes = new ArrayList<>();
  private Node root;

  /** Of a content that is there. */
  JsonTracker(Json0Value content) {
    JsonValue value = TYPE.snapshotJson(content);
    start = Optional.of(value);
    root = new Node(value, NOWHERE);
  }

  /** Of a content that is new. */
  JsonTracker(Origin creation) {
    start = Optional.empty();
    root = new Node(creation);
  }

  // Following

  @Override
  public void edit(Json0Operation operation, Origin origin) {
    for (JsonValue component : TYPE.operationJson(operation).asJsonArray()) {
      edit(component.asJsonObject(), origin);
    }
  }

  private void edit(JsonObject component, Origin origin) {
    JsonArray path = component.getJsonArray("p");
    int length = path.size();
    if (component.containsKey("si") || component.containsKey("sd")) {
      touch(path, length - 1, origin);
    } else if (component.containsKey("na") || component.containsKey("t")) {
      touch(path, length, origin);
    } else if (length == 0) {
      root = new Node(origin);
    } else {
      Node parent = node(path, length - 1, origin);
      if (parent != null && parent.old instanceof JsonArray) {
        editItem(parent, component, ((JsonNumber) path.get(length - 1)).intValue(), origin);
      } else if (parent != null) {
        editMember(parent, component, ((JsonString) path.get(length - 1)).getString(), origin);
      }
    }
  }

  private void touch(JsonArray path, int length, Origin origin) {
    Node node = node(path, length, origin);
    if (node != null) {
      node.by.add(origin);
    }
  }

  /** The node of what is there; null if it is within something new, which is then told. */
  private @Nullable Node node(JsonArray path, int length, Origin origin) {
    Node node = root;
    for (int i = 0; ; i++) {
      if (node.old == null) {
        node.by.add(origin);
        return null;
      }
      if (i == length) {
        return node;
      }
      node =
          path.get(i) instanceof JsonNumber index
              ? node.item(index.intValue())
              : node.member(((JsonString) path.get(i)).getString());
    }
  }

  private static void editMember(Node parent, JsonObject component, String name, Origin origin) {
    boolean isThere = parent.members.containsKey(name) || !parent.removed.containsKey(name);
    if (isThere && parent.oldMember(name) != null) {
      parent.removed.put(name, Contributors.of(origin));
    }
    if (component.containsKey("oi")) {
      parent.members.put(name, new Node(origin));
    } else {
      parent.members.remove(name);
    }
  }

  private static void editItem(Node list, JsonObject component, int index, Origin origin) {
    if (component.containsKey("lm")) {
      Node moved = list.item(index);
      list.replace(index, index + 1, null);
      int to = component.getInt("lm");
      list.replace(to, to, moved);
      moved.movedBy.add(origin);
      moved.replaced = NOWHERE;
      return;
    }
    int replaced = NOWHERE;
    if (component.containsKey("ld")) {
      Item item = list.itemAt(index);
      if (item instanceof Node node && node.old == null) {
        replaced = node.replaced;
        if (replaced != NOWHERE) {
          list.deleted.put(replaced, Contributors.of(origin));
        }
      } else {
        list.deleted.put(item.oldIndex(), Contributors.of(origin));
        boolean isMoved = item instanceof Node node && !node.movedBy.isEmpty();
        replaced = isMoved ? NOWHERE : item.oldIndex();
      }
      list.replace(index, index + 1, null);
    }
    if (component.containsKey("li")) {
      Node inserted = new Node(origin);
      inserted.replaced = replaced;
      list.replace(index, index, inserted);
    }
  }

  /** What a list is followed as. */
  private sealed interface Item {
    /** Where the item, or the first of them, was in the old list. */
    int oldIndex();
  }

  /** A stretch of the old list that nobody touched. */
  private record Untouched(int oldIndex, int length) implements Item {}

  /** A value that somebody touched. */
  private static final class Node implements Item {
    private final @Nullable JsonValue old;
    private final int oldIndex;
    private final Contributors by = new Contributors();
    private final Contributors movedBy = new Contributors();

    /** Which item of the old list it stands in the place of. */
    private int replaced = NOWHERE;

    /** Members that were touched and are there. */
    private final Map<String, Node> members = new TreeMap<>();

    /** Old members that are gone or replaced, and by whom. */
    private final Map<String, Contributors> removed = new TreeMap<>();

    private @Nullable Rope<Item> items;

    /** Old items that are gone or replaced, and by whom. */
    private final Map<Integer, Contributors> deleted = new TreeMap<>();

    /** Of something that was there. */
    Node(JsonValue old, int oldIndex) {
      this.old = old;
      this.oldIndex = oldIndex;
    }

    /** Of something new. */
    Node(Origin origin) {
      this.old = null;
      this.oldIndex = NOWHERE;
      by.add(origin);
    }

    @Override
    public int oldIndex() {
      return oldIndex;
    }

    @Nullable JsonValue oldMember(String name) {
      return old instanceof JsonObject object ? object.get(name) : null;
    }

    Node member(String name) {
      return members.computeIfAbsent(
          name,
          untouched -> {
            JsonValue value = oldMember(name);
            if (value == null) {
              throw new IllegalStateException("An operation goes where nothing is");
            }
            return new Node(value, NOWHERE);
          });
    }

    Rope<Item> items() {
      Rope<Item> present = items;
      if (present == null) {
        int size = oldItems().size();
        present = Rope.empty(Items.PIECES);
        if (size > 0) {
          present = present.append(new Untouched(0, size));
        }
        items = present;
      }
      return present;
    }

    JsonArray oldItems() {
      return old instanceof JsonArray list ? list : JsonValue.EMPTY_JSON_ARRAY;
    }

    Item itemAt(int index) {
      return items().slice(index, index + 1).iterator().next();
    }

    Node item(int index) {
      Item item = itemAt(index);
      if (item instanceof Node node) {
        return node;
      }
      Node node = new Node(oldItems().get(item.oldIndex()), item.oldIndex());
      replace(index, index + 1, node);
      return node;
    }

    void replace(int from, int to, @Nullable Node replacement) {
      Rope<Item> nothing = Rope.empty(Items.PIECES);
      items = items().splice(from, to, replacement == null ? nothing : nothing.append(replacement));
    }
  }

  private enum Items implements Rope.Pieces<Item> {
    PIECES;

    @Override
    public int length(Item item) {
      return item instanceof Untouched stretch ? stretch.length : 1;
    }

    @Override
    public Item slice(Item item, int from, int to) {
      return new Untouched(item.oldIndex() + from, to - from);
    }

    @Override
    public boolean fit(Item left, Item right) {
      return left instanceof Untouched a
          && right instanceof Untouched b
          && a.oldIndex + a.length == b.oldIndex;
    }

    @Override
    public Item join(Item left, Item right) {
      return new Untouched(left.oldIndex(), length(left) + length(right));
    }
  }

  // Telling

  @Override
  public List<Change> changes(Json0Value now) {
    JsonValue value = TYPE.snapshotJson(now);
    if (root.old == null) {
      tell(JsonValue.EMPTY_JSON_ARRAY, start, Optional.of(value), root.by);
    } else {
      compare(root, value, JsonValue.EMPTY_JSON_ARRAY);
    }
    return changes;
  }

  @Override
  public List<Change> deleted(Origin origin) {
    start.ifPresent(
        value ->
            tell(JsonValue.EMPTY_JSON_ARRAY, start, Optional.empty(), Contributors.of(origin)));
    return changes;
  }

  private void tell(
      JsonArray path, Optional<JsonValue> before, Optional<JsonValue> after, Contributors by) {
    if (!before.equals(after)) {
      changes.add(new Change.Value(path, before, after, by.list()));
    }
  }

  private void compare(Node node, JsonValue now, JsonArray path) {
    if (node.old instanceof JsonObject old) {
      compareMembers(node, old, now.asJsonObject(), path);
    } else if (node.old instanceof JsonArray old) {
      compareItems(node, old, now.asJsonArray(), path);
    } else {
      tell(path, Optional.ofNullable(node.old), Optional.of(now), node.by);
    }
  }

  private void compareMembers(Node node, JsonObject old, JsonObject now, JsonArray path) {
    Set<String> names = new TreeSet<>(node.members.keySet());
    names.addAll(node.removed.keySet());
    for (String name : names) {
      Node member = node.members.get(name);
      JsonArray at = under(path, JsonText.values().createValue(name));
      if (member == null) {
        Contributors by = node.removed.getOrDefault(name, new Contributors());
        tell(at, Optional.ofNullable(old.get(name)), Optional.empty(), by);
      } else if (member.old == null) {
        tell(at, Optional.ofNullable(old.get(name)), Optional.ofNullable(now.get(name)), member.by);
      } else {
        compare(member, now.getOrDefault(name, JsonValue.NULL), at);
      }
    }
  }

  private void compareItems(Node node, JsonArray old, JsonArray now, JsonArray path) {
    Set<Integer> replaced = new HashSet<>();
    for (Item item : node.items()) {
      if (item instanceof Node touched && touched.replaced != NOWHERE) {
        replaced.add(touched.replaced);
      }
    }
    node.deleted.forEach(
        (was, by) -> {
          if (!replaced.contains(was)) {
            tell(under(path, was), Optional.of(old.get(was)), Optional.empty(), by);
          }
        });
    boolean isReordered = isReordered(node.items());
    int index = 0;
    for (Item item : node.items()) {
      if (item instanceof Node touched) {
        compareItem(touched, old, now.get(index), under(path, index));
        if (isReordered && touched.old != null && !touched.movedBy.isEmpty()) {
          changes.add(
              new Change.Move(under(path, index), touched.oldIndex, touched.movedBy.list()));
        }
      }
      index += Items.PIECES.length(item);
    }
  }

  private void compareItem(Node item, JsonArray old, JsonValue now, JsonArray at) {
    if (item.old != null) {
      compare(item, now, at);
    } else {
      Optional<JsonValue> before =
          item.replaced == NOWHERE ? Optional.empty() : Optional.of(old.get(item.replaced));
      tell(at, before, Optional.of(now), item.by);
    }
  }

  private static boolean isReordered(Rope<Item> items) {
    int last = NOWHERE;
    for (Item item : items) {
      int place = item.oldIndex();
      if (item instanceof Node node && node.replaced != NOWHERE) {
        place = node.replaced;
      }
      if (place != NOWHERE && place < last) {
        return true;
      }
      last = Math.max(last, place);
    }
    return false;
  }

  private static JsonArray under(JsonArray path, int index) {
    return under(path, JsonText.values().createValue(index));
  }

  private static JsonArray under(JsonArray path, JsonValue step) {
    JsonArrayBuilder longer = JsonText.values().createArrayBuilder();
    path.forEach(longer::add);
    return longer.add(step).build();
  }
}
