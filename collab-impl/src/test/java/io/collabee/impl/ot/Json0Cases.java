package io.collabee.impl.ot;

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
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Random JSON documents and edits of them. Documents are small and have few keys, so that two
 * operations often meet at one place, above one another or in one list.
 *
 * <p>All strings of a case are edited in the same form: {@code si} and {@code text0} do not go
 * together on one string.
 */
public final class Json0Cases extends RandomCases<Json0Value, Json0Operation> {
  private static final String[] KEYS = {"a", "b", "c", "1", "é"};
  private static final String[] TEXTS = {"", "x", "ab", "中文", "😀", "x😀y", "one two", "\n"};
  private static final double[] NUMBERS = {0, 1, 2, -1, 5, 0.1, 0.2, -0.3, 1e-7, 123456.789};

  private static final List<Literal> LITERALS = List.of(Literal.values());

  /** The two forms of an edit of a string. */
  public enum Strings {
    PLAIN,
    SUBTYPE
  }

  private final Strings strings;

  /** Cases with one form of edits of strings. */
  public Json0Cases(Strings strings) {
    super(new Json0Type());
    this.strings = strings;
  }

  @Override
  public JsonValue document(Random random, int size) {
    int depth = 1 + random.nextInt(3);
    return Json0Writer.value(
        random.nextInt(3) == 0 ? list(random, depth, size) : object(random, depth, size));
  }

  @Override
  public JsonValue operation(Random random, JsonValue document, int size) {
    Json0Value content = Json0Reader.storedValue(document);
    List<Json0Component> components = new ArrayList<>();
    for (int i = random.nextInt(2 + size / 3); i > 0; i--) {
      Json0Component c = component(random, content);
      components.add(c);
      content = Json0Application.apply(content, c);
    }
    return Json0Writer.operation(new Json0Operation(components));
  }

  /** Every edit of a list beside every other: the rules for moves have many cases of their own. */
  @Override
  Stream<JsonObject> corners() {
    ListValue list = ListValue.of(List.of(number(0), number(1), number(2), number(3)));
    JsonValue doc = Json0Writer.value(list);
    List<JsonValue> edits = new ArrayList<>();
    for (int at = 0; at <= list.size(); at++) {
      edits.add(only(new ListEdit(Json0Path.of(at), null, number(8))));
    }
    for (int at = 0; at < list.size(); at++) {
      edits.add(only(new ListEdit(Json0Path.of(at), list.get(at), null)));
      edits.add(only(new ListEdit(Json0Path.of(at), list.get(at), number(9))));
      edits.add(only(new NumberAdd(Json0Path.of(at), 10)));
      for (int to = 0; to < list.size(); to++) {
        edits.add(only(new ListMove(Json0Path.of(at), to)));
      }
    }
    return edits.stream().flatMap(a -> edits.stream().map(b -> pair(doc, a, b)));
  }

  private static NumberValue number(double value) {
    return new NumberValue(value);
  }

  private static JsonValue only(Json0Component c) {
    return Json0Writer.operation(new Json0Operation(List.of(c)));
  }

  private static Json0Value value(Random random, int depth, int size) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> LITERALS.get(random.nextInt(LITERALS.size()));
      case 1, 2 -> new NumberValue(number(random));
      case 3, 4 -> StringValue.of(text(random) + text(random));
      case 5 -> list(random, depth, size);
      default -> object(random, depth, size);
    };
  }

  private static Json0Value list(Random random, int depth, int size) {
    List<Json0Value> items = new ArrayList<>();
    for (int i = random.nextInt(2 + Math.min(size, 5)); i > 0; i--) {
      items.add(value(random, depth - 1, size));
    }
    return ListValue.of(items);
  }

  private static Json0Value object(Random random, int depth, int size) {
    ObjectValue.Builder members = new ObjectValue.Builder();
    for (String key : KEYS) {
      if (random.nextInt(7) < 1 + size) {
        members.add(key, value(random, depth - 1, size));
      }
    }
    return members.build();
  }

  private static double number(Random random) {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  /** Walks down from the root at random and edits where it stops. */
  private Json0Component component(Random random, Json0Value root) {
    Json0Value value = root;
    List<Object> path = new ArrayList<>();
    while (true) {
      if (value instanceof ListValue list) {
        if (list.size() == 0 || random.nextInt(5) < 3) {
          return listEdit(random, list, path);
        }
        int index = random.nextInt(list.size());
        path.add(index);
        value = list.get(index);
      } else if (value instanceof ObjectValue object) {
        if (object.size() == 0 || random.nextInt(7) < 2) {
          return memberEdit(random, object, path);
        }
        ObjectValue.Member member = object.members().get(random.nextInt(object.size()));
        path.add(member.key());
        value = member.value();
      } else if (value instanceof NumberValue) {
        return new NumberAdd(path(path), number(random));
      } else if (value instanceof StringValue string) {
        return stringEdit(random, string, path);
      } else {
        return replacement(random, value, path);
      }
    }
  }

  private static Json0Path path(List<Object> steps) {
    return Json0Path.of(steps.toArray());
  }

  private static Json0Path path(List<Object> steps, Object last) {
    List<Object> all = new ArrayList<>(steps);
    all.add(last);
    return path(all);
  }

  private static Json0Component listEdit(Random random, ListValue list, List<Object> path) {
    if (list.size() == 0 || random.nextInt(3) == 0) {
      return new ListEdit(path(path, random.nextInt(list.size() + 1)), null, value(random, 2, 3));
    }
    int index = random.nextInt(list.size());
    return switch (random.nextInt(5)) {
      case 0 -> new ListEdit(path(path, index), list.get(index), value(random, 2, 3));
      case 1, 2 -> new ListEdit(path(path, index), list.get(index), null);
      default -> new ListMove(path(path, index), random.nextInt(list.size()));
    };
  }

  private static Json0Component memberEdit(Random random, ObjectValue object, List<Object> path) {
    if (path.isEmpty() && random.nextInt(20) == 0) {
      return new ObjectEdit(Json0Path.ROOT, object, value(random, 3, 3));
    }
    String key = KEYS[random.nextInt(KEYS.length)];
    Json0Value old = object.get(key);
    return new ObjectEdit(
        path(path, key), old, old == null || random.nextBoolean() ? value(random, 2, 3) : null);
  }

  private static Json0Component replacement(Random random, Json0Value old, List<Object> path) {
    Json0Value replacement = value(random, 2, 3);
    return !path.isEmpty() && path.get(path.size() - 1) instanceof Integer
        ? new ListEdit(path(path), old, replacement)
        : new ObjectEdit(path(path), old, replacement);
  }

  private Json0Component stringEdit(Random random, StringValue string, List<Object> path) {
    Text0.Edit edit = textEdit(random, string);
    if (strings == Strings.PLAIN) {
      return new StringEdit(path(path), edit);
    }
    List<Text0.Edit> edits = new ArrayList<>(List.of(edit));
    StringValue left =
        (StringValue)
            Json0Application.apply(string, new SubtypeEdit(Json0Path.ROOT, List.copyOf(edits)));
    if (random.nextInt(3) == 0) {
      edits.add(textEdit(random, left));
    }
    return new SubtypeEdit(path(path), edits);
  }

  private static Text0.Edit textEdit(Random random, StringValue string) {
    int at = random.nextInt(string.length() + 1);
    if (at == string.length() || random.nextBoolean()) {
      return new Text0.Insert(at, text(random));
    }
    int end = at + 1 + random.nextInt(string.length() - at);
    return new Text0.Delete(at, string.slice(at, end));
  }
}
