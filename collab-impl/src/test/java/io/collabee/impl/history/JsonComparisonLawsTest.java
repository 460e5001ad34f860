package io.collabee.impl.history;

import static io.collabee.impl.history.RandomHistory.DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.history.Change;
import io.collabee.history.Comparison;
import io.collabee.history.Contribution;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.Replay;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.Json0Cases;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.Seeds;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of two versions of a JSON document is enough to make the one of the other. */
class JsonComparisonLawsTest {
  private static final int SEEDS = 3_000;
  private static final Duration GAP = Duration.ofMinutes(5);
  private static final List<String> KEYS = List.of("a", "b", "c");

  private static Comparison comparison(RandomHistory history, long from, long to) {
    Comparing comparing =
        new Comparing(new Replay(history.past.at(DOCUMENT, from), history.types()), GAP);
    for (LoggedOperation operation : history.operations.subList((int) from, (int) to)) {
      comparing.next(operation);
    }
    return comparing.done(DOCUMENT, from);
  }

  @ParameterizedTest
  @EnumSource
  void theEarlierVersionWithAllChangesIsTheLater(Json0Cases.Strings strings) {
    Json0Cases cases = new Json0Cases(strings);
    Seeds.upTo(
        SEEDS,
        12,
        (random, size) -> {
          RandomHistory history = new RandomHistory(new Json0Type(), random);
          history.create(cases.document(random, size));
          history.edit(size, (chance, content) -> cases.operation(chance, content, size));
          long from = history.version(1, history.head());
          long to = history.version(from, history.head());

          Comparison comparison = comparison(history, from, to);

          JsonValue patched =
              patched(
                  history.contents.get((int) from),
                  history.contents.get((int) to),
                  JsonValue.EMPTY_JSON_ARRAY,
                  byPath(comparison));
          assertThat(patched)
              .as(
                  "%s from %s by %s",
                  comparison.changes(),
                  history.contents.get((int) from),
                  history.operations.subList((int) from, (int) to))
              .isEqualTo(history.contents.get((int) to));
        });
  }

  private static Map<JsonArray, List<Change>> byPath(Comparison comparison) {
    Map<JsonArray, List<Change>> byPath = new HashMap<>();
    for (Change change : comparison.changes()) {
      JsonArray path =
          change instanceof Change.Value value ? value.path() : ((Change.Move) change).path();
      byPath.computeIfAbsent(path, absent -> new ArrayList<>()).add(change);
    }
    return byPath;
  }

  /** Takes only the shape of the later version from it, not its values. */
  private static JsonValue patched(
      JsonValue old, JsonValue shape, JsonArray path, Map<JsonArray, List<Change>> changes) {
    for (Change change : changes.getOrDefault(path, List.of())) {
      if (change instanceof Change.Value value && value.after().isPresent()) {
        assertThat(value.before().map(before -> before.equals(old)).orElse(false)).isTrue();
        return value.after().get();
      }
    }
    if (old instanceof JsonObject object) {
      return patchedMembers(object, shape.asJsonObject(), path, changes);
    }
    return old instanceof JsonArray list
        ? patchedItems(list, shape.asJsonArray(), path, changes)
        : old;
  }

  private static JsonValue patchedMembers(
      JsonObject old, JsonObject shape, JsonArray path, Map<JsonArray, List<Change>> changes) {
    JsonObjectBuilder patched = JsonText.values().createObjectBuilder();
    old.forEach(
        (name, value) -> {
          JsonArray at = under(path, JsonText.values().createValue(name));
          boolean isGone =
              changes.getOrDefault(at, List.of()).stream()
                  .anyMatch(c -> c instanceof Change.Value v && v.after().isEmpty());
          if (!isGone) {
            patched.add(name, patched(value, shape.getOrDefault(name, value), at, changes));
          }
        });
    for (String name : shape.keySet()) {
      JsonArray at = under(path, JsonText.values().createValue(name));
      for (Change change : changes.getOrDefault(at, List.of())) {
        if (change instanceof Change.Value value && value.before().isEmpty()) {
          patched.add(name, value.after().orElseThrow());
        }
      }
    }
    return patched.build();
  }

  private static JsonValue patchedItems(
      JsonArray old, JsonArray shape, JsonArray path, Map<JsonArray, List<Change>> changes) {
    Set<Integer> gone = new HashSet<>();
    Map<Integer, JsonValue> placed = new TreeMap<>();
    Map<Integer, Integer> moved = new TreeMap<>();
    changes.forEach(
        (at, all) -> {
          if (at.size() == path.size() + 1
              && at.subList(0, path.size()).equals(path)
              && at.get(path.size()) instanceof JsonNumber index) {
            for (Change change : all) {
              if (change instanceof Change.Move move) {
                gone.add(move.wasAt());
                moved.put(index.intValue(), move.wasAt());
              } else if (change instanceof Change.Value value && value.after().isEmpty()) {
                assertThat(value.before()).contains(old.get(index.intValue()));
                gone.add(index.intValue());
              } else if (change instanceof Change.Value value && value.before().isEmpty()) {
                placed.put(index.intValue(), value.after().orElseThrow());
              }
            }
          }
        });
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      if (!gone.contains(i)) {
        kept.add(i);
      }
    }
    JsonArrayBuilder patched = JsonText.values().createArrayBuilder();
    int next = 0;
    for (int i = 0; i < kept.size() + placed.size() + moved.size(); i++) {
      JsonArray at = under(path, JsonText.values().createValue(i));
      if (placed.containsKey(i)) {
        patched.add(placed.get(i));
      } else {
        int was = moved.containsKey(i) ? moved.get(i) : kept.get(next++);
        JsonValue inShape = i < shape.size() ? shape.get(i) : old.get(was);
        patched.add(patched(old.get(was), inShape, at, changes));
      }
    }
    return patched.build();
  }

  private static JsonArray under(JsonArray path, JsonValue step) {
    JsonArrayBuilder longer = JsonText.values().createArrayBuilder();
    path.forEach(longer::add);
    return longer.add(step).build();
  }

  @Test
  void aMembersValueIsWhoseOperationPutItThere() {
    Seeds.upTo(
        SEEDS,
        20,
        (random, size) -> {
          RandomHistory history = new RandomHistory(new Json0Type(), random);
          history.create(JsonText.parse("{\"a\":1}"));
          history.edit(size, JsonComparisonLawsTest::memberEdit);
          long from = history.version(1, history.head());
          long to = history.version(from, history.head());

          Comparison comparison = comparison(history, from, to);

          Map<String, LoggedOperation> last = new HashMap<>();
          for (LoggedOperation logged : history.operations.subList((int) from, (int) to)) {
            last.put(key(logged), logged);
          }
          JsonObject before = history.contents.get((int) from).asJsonObject();
          JsonObject after = history.contents.get((int) to).asJsonObject();
          List<Change.Value> expected = new ArrayList<>();
          for (String key : KEYS) {
            if (!Objects.equals(before.get(key), after.get(key))) {
              Origin origin = Origin.of(Objects.requireNonNull(last.get(key)));
              expected.add(
                  new Change.Value(
                      under(JsonValue.EMPTY_JSON_ARRAY, JsonText.values().createValue(key)),
                      Optional.ofNullable(before.get(key)),
                      Optional.ofNullable(after.get(key)),
                      List.of(origin.contribution())));
            }
          }
          assertThat(comparison.changes()).isEqualTo(expected);
        });
  }

  static JsonValue memberEdit(Random random, JsonValue content) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    JsonValue old = content.asJsonObject().get(key);
    String oi = old == null || random.nextInt(3) > 0 ? ",\"oi\":" + random.nextInt(4) : "";
    String od = old == null ? "" : ",\"od\":" + JsonText.write(old);
    return JsonText.parse("[{\"p\":[\"" + key + "\"]" + od + oi + "}]");
  }

  static String key(LoggedOperation logged) {
    JsonArray op = JsonText.parse("{" + logged.payload() + "}").asJsonObject().getJsonArray("op");
    return ((JsonString) op.getJsonObject(0).getJsonArray("p").get(0)).getString();
  }

  @Test
  void whoEditedANewValueToldWithWhoPutItThere() {
    RandomHistory history = new RandomHistory(new Json0Type(), new Random(3));
    history.create(JsonText.parse("{\"list\":[1,2]}"));
    history.edit(
        1, (random, content) -> JsonText.parse("[{\"p\":[\"list\",1],\"li\":{\"text\":\"\"}}]"));
    history.edit(
        1, (random, content) -> JsonText.parse("[{\"p\":[\"list\",1,\"text\",0],\"si\":\"x\"}]"));

    Comparison comparison = comparison(history, 1, 3);

    assertThat(comparison.changes())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Value.class,
            value -> {
              assertThat(value.path()).isEqualTo(JsonText.parse("[\"list\",1]"));
              assertThat(value.before()).isEmpty();
              assertThat(value.after()).contains(JsonText.parse("{\"text\":\"x\"}"));
              assertThat(value.by())
                  .extracting(Contribution::author)
                  .containsExactly(
                      history.operations.get(1).author(), history.operations.get(2).author());
            });
  }
}
