package io.collabee.impl.history;

import static io.collabee.impl.history.RandomHistory.AUTHORS;
import static io.collabee.impl.history.RandomHistory.DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.Replay;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.Json0Cases;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.RandomCases;
import io.collabee.impl.ot.RichTextCases;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.Seeds;
import io.collabee.impl.ot.TextCases;
import io.collabee.impl.ot.TextType;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UndoLawsTest {
  private static final int SEEDS = 2_000;

  private static Optional<JsonValue> undo(
      RandomHistory history, long from, Predicate<LoggedOperation> undone) {
    Undoing undoing =
        new Undoing(new Replay(history.past.at(DOCUMENT, from), history.types()), undone);
    history.operations.subList((int) from, history.operations.size()).forEach(undoing::next);
    return undoing.done();
  }

  private static JsonValue after(RandomHistory history, DocumentType<?, ?> type, JsonValue op) {
    return applied(type, history.content(), op);
  }

  private static <S, O> JsonValue applied(
      DocumentType<S, O> type, JsonValue content, JsonValue op) {
    return type.snapshotJson(type.apply(type.snapshot(content), type.operation(op)));
  }

  // All types

  static Stream<RandomCases<?, ?>> types() {
    return Stream.of(
        new TextCases(),
        new RichTextCases(),
        new Json0Cases(Json0Cases.Strings.PLAIN),
        new Json0Cases(Json0Cases.Strings.SUBTYPE));
  }

  @ParameterizedTest
  @MethodSource("types")
  void undoingEverythingIsGoingBack(RandomCases<?, ?> cases) {
    Seeds.upTo(
        SEEDS / 2,
        10,
        (random, size) -> {
          RandomHistory history = new RandomHistory(cases.type(), random);
          history.create(cases.document(random, size));
          history.edit(size, (chance, content) -> cases.operation(chance, content, size));
          long from = history.version(1, history.head());

          Optional<JsonValue> undo = undo(history, from, operation -> true);

          if (undo.filter(UndoLawsTest::hasHalves).isPresent()) {
            return;
          }

          JsonValue undone =
              undo.map(op -> after(history, cases.type(), op)).orElse(history.content());
          assertThat(rounded(undone)).isEqualTo(rounded(history.contents.get((int) from)));
        });
  }

  /** Half a surrogate pair does not come back; it is written as an escape. */
  private static boolean hasHalves(JsonValue operation) {
    return JsonText.write(operation).contains("\\ud");
  }

  @ParameterizedTest
  @MethodSource("types")
  void undoingNothingOrWhatFollowsNothingIsNoOperation(RandomCases<?, ?> cases) {
    Seeds.upTo(
        SEEDS / 10,
        10,
        (random, size) -> {
          RandomHistory history = new RandomHistory(cases.type(), random);
          history.create(cases.document(random, size));
          history.edit(size, (chance, content) -> cases.operation(chance, content, size));
          long edited = history.head();

          assertThat(undo(history, 1, operation -> false)).isEmpty();

          history.delete();
          history.create(cases.document(random, size));

          assertThat(undo(history, 0, operation -> operation.version() < edited)).isEmpty();
        });
  }

  /** Sums of fractions come back but for the last digit, and members in another order. */
  private static JsonValue rounded(JsonValue value) {
    if (value instanceof JsonNumber number) {
      return JsonText.values().createValue(Math.rint(number.doubleValue() * 1e9) / 1e9 + 0.0);
    }
    if (value instanceof JsonArray list) {
      JsonArrayBuilder items = JsonText.values().createArrayBuilder();
      list.forEach(item -> items.add(rounded(item)));
      return items.build();
    }
    if (value instanceof JsonObject object) {
      JsonObjectBuilder members = JsonText.values().createObjectBuilder();
      object.forEach((name, member) -> members.add(name, rounded(member)));
      return members.build();
    }
    return value;
  }

  // Texts, in which no character is there twice

  private static final int FIRST_CHARACTER = 0xAC00;

  /** Writes operations on text in the form of a type. */
  private interface Form {
    DocumentType<?, ?> type();

    JsonValue content(String text);

    String text(JsonValue content);

    JsonValue operation(Random random, int at, int deleted, String inserted);
  }

  private static final Form PLAIN =
      new Form() {
        @Override
        public DocumentType<?, ?> type() {
          return new TextType();
        }

        @Override
        public JsonValue content(String text) {
          return JsonText.values().createValue(text);
        }

        @Override
        public String text(JsonValue content) {
          return ((JsonString) content).getString();
        }

        @Override
        public JsonValue operation(Random random, int at, int deleted, String inserted) {
          JsonArrayBuilder op = JsonText.values().createArrayBuilder();
          if (at > 0 && deleted + inserted.length() > 0) {
            op.add(at);
          }
          boolean first = random.nextBoolean();
          if (first && !inserted.isEmpty()) {
            op.add(inserted);
          }
          if (deleted > 0) {
            op.add(JsonText.values().createObjectBuilder().add("d", deleted));
          }
          if (!first && !inserted.isEmpty()) {
            op.add(inserted);
          }
          return op.build();
        }
      };

  private static final Form RICH =
      new Form() {
        @Override
        public DocumentType<?, ?> type() {
          return new RichTextType();
        }

        @Override
        public JsonValue content(String text) {
          return JsonText.parse("{\"ops\":[{\"insert\":" + JsonText.quote(text) + "}]}");
        }

        @Override
        public String text(JsonValue content) {
          StringBuilder text = new StringBuilder();
          content
              .asJsonObject()
              .getJsonArray("ops")
              .forEach(op -> text.append(op.asJsonObject().getString("insert")));
          return text.toString();
        }

        @Override
        public JsonValue operation(Random random, int at, int deleted, String inserted) {
          List<String> ops = new ArrayList<>();
          if (at > 0) {
            String bold = random.nextBoolean() ? ",\"attributes\":{\"bold\":true}" : "";
            ops.add("{\"retain\":" + at + bold + "}");
          }
          if (!inserted.isEmpty()) {
            ops.add("{\"insert\":" + JsonText.quote(inserted) + "}");
          }
          if (deleted > 0) {
            ops.add("{\"delete\":" + deleted + "}");
          }
          return JsonText.parse("{\"ops\":[" + String.join(",", ops) + "]}");
        }
      };

  static Stream<Form> forms() {
    return Stream.of(PLAIN, RICH);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whatOneInsertedGoesAndWhatHeDeletedComesBackWhereItWas(Form form) {
    Seeds.upTo(
        SEEDS,
        25,
        (random, size) -> {
          int[] next = {FIRST_CHARACTER};
          RandomHistory history = new RandomHistory(form.type(), random);
          history.create(form.content(distinct(next, 3 + random.nextInt(size))));
          history.edit(size, (chance, content) -> edit(form, chance, content, next));
          String author = AUTHORS.get(random.nextInt(AUTHORS.size()));
          long from = history.version(1, history.head());
          long to = history.version(from, history.head());

          Optional<JsonValue> undo =
              undo(history, from, op -> op.version() < to && op.author().equals(author));

          String undone =
              form.text(undo.map(op -> after(history, form.type(), op)).orElse(history.content()));
          List<String> texts = history.contents.stream().skip(from).map(form::text).toList();
          String wanted = expected(history, texts, author, from, to);
          assertThat(sorted(undone)).isEqualTo(sorted(wanted));
          texts.forEach(text -> assertThat(common(undone, text)).isEqualTo(common(text, undone)));
        });
  }

  private static String distinct(int[] next, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) next[0]++);
    }
    return text.toString();
  }

  private static JsonValue edit(Form form, Random random, JsonValue content, int[] next) {
    int length = form.text(content).length();
    int at = random.nextInt(length + 1);
    int deleted = random.nextInt(Math.min(4, length - at + 1));
    return form.operation(random, at, deleted, distinct(next, random.nextInt(4)));
  }

  /** The characters that should be there, in any order. */
  private static String expected(
      RandomHistory history, List<String> texts, String author, long from, long to) {
    Set<Integer> wanted = new HashSet<>(texts.get(0).chars().boxed().toList());
    for (int i = 1; i < texts.size(); i++) {
      LoggedOperation operation = history.operations.get((int) from + i - 1);
      if (operation.version() < to && operation.author().equals(author)) {
        continue;
      }
      Set<Integer> before = new HashSet<>(texts.get(i - 1).chars().boxed().toList());
      Set<Integer> after = new HashSet<>(texts.get(i).chars().boxed().toList());
      before.stream().filter(unit -> !after.contains(unit)).forEach(wanted::remove);
      after.stream().filter(unit -> !before.contains(unit)).forEach(wanted::add);
    }
    StringBuilder text = new StringBuilder();
    wanted.forEach(text::appendCodePoint);
    return text.toString();
  }

  private static List<Integer> sorted(String text) {
    return text.chars().boxed().sorted().toList();
  }

  /** The characters of one text that are in the other too, in the order of the first. */
  private static String common(String text, String other) {
    StringBuilder common = new StringBuilder();
    text.chars().filter(unit -> other.indexOf(unit) >= 0).forEach(common::appendCodePoint);
    return common.toString();
  }

  // JSON

  @Test
  void aMemberIsAsWhoWasNotUndoneLeftIt() {
    Seeds.upTo(
        SEEDS,
        20,
        (random, size) -> {
          RandomHistory history = new RandomHistory(new Json0Type(), random);
          history.create(JsonText.parse("{\"a\":1}"));
          history.edit(size, JsonComparisonLawsTest::memberEdit);
          String author = AUTHORS.get(random.nextInt(AUTHORS.size()));
          long from = history.version(1, history.head());

          Optional<JsonValue> undo = undo(history, from, op -> op.author().equals(author));

          JsonValue undone =
              undo.map(op -> after(history, new Json0Type(), op)).orElse(history.content());
          Map<String, JsonValue> expected =
              new HashMap<>(history.contents.get((int) from).asJsonObject());
          Set<String> uncertain = new HashSet<>();
          for (LoggedOperation logged : history.operations.subList((int) from, size + 1)) {
            if (!logged.author().equals(author)) {
              String key = JsonComparisonLawsTest.key(logged);
              JsonValue value =
                  history.contents.get((int) logged.version() + 1).asJsonObject().get(key);
              if (value == null) {
                // Where one deletes what another replaces, json0 keeps the replacement.
                uncertain.add(key);
              } else {
                uncertain.remove(key);
                expected.put(key, value);
              }
            }
          }
          Map<String, JsonValue> certain = new HashMap<>(undone.asJsonObject());
          certain.keySet().removeAll(uncertain);
          expected.keySet().removeAll(uncertain);
          assertThat(certain).isEqualTo(expected);
        });
  }
}
