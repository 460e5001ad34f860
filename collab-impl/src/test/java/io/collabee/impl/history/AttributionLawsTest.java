package io.collabee.impl.history;

import static io.collabee.impl.history.RandomHistory.DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.history.Attribution;
import io.collabee.history.Blame;
import io.collabee.history.Change;
import io.collabee.history.Comparison;
import io.collabee.history.Contribution;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.Replay;
import io.collabee.impl.history.UnitModel.Unit;
import io.collabee.impl.ot.RandomCases;
import io.collabee.impl.ot.RichTextCases;
import io.collabee.impl.ot.Seeds;
import io.collabee.impl.ot.TextCases;
import io.collabee.impl.store.CompactingStore;
import io.collabee.spi.DocumentType;
import io.collabee.spi.Sequence;
import io.collabee.spi.Sequence.Formatted;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blame and comparisons of texts and rich texts are what a model says that knows each unit. */
class AttributionLawsTest {
  private static final int SEEDS = 600;
  private static final int MAX_SIZE = 14;
  private static final Duration GAP = Duration.ofMinutes(5);

  static Stream<RandomCases<?, ?>> types() {
    return Stream.of(new TextCases(), new RichTextCases());
  }

  private static RandomHistory history(RandomCases<?, ?> cases, Random random, int size) {
    return history(cases, random, size, new InMemoryOperationLog());
  }

  private static RandomHistory history(
      RandomCases<?, ?> cases, Random random, int size, OperationLog log) {
    RandomHistory history = new RandomHistory(cases.type(), random, log);
    history.create(cases.document(random, size));
    history.edit(size, (chance, content) -> cases.operation(chance, content, size));
    if (random.nextInt(8) == 0) {
      history.delete();
      history.nothing();
      history.create(cases.document(random, size));
    }
    history.nothing();
    history.edit(size, (chance, content) -> cases.operation(chance, content, size));
    return history;
  }

  private static UnitModel model(RandomHistory history, long from, long to) {
    return model(history, history.operations, from, to);
  }

  private static UnitModel model(
      RandomHistory history, List<LoggedOperation> operations, long from, long to) {
    UnitModel model = new UnitModel(UnitModel.length(history.contents.get((int) from)));
    operations.subList((int) from, (int) to).forEach(model::apply);
    return model;
  }

  // Blame

  @ParameterizedTest
  @MethodSource("types")
  void eachUnitIsAttributedToWhoInsertedIt(RandomCases<?, ?> cases) {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          RandomHistory history = history(cases, random, size);
          Authorship authorship = authorship(history, Long.MAX_VALUE);

          for (int i = 0; i < 4; i++) {
            long version = history.version(0, history.head());
            long since = random.nextBoolean() ? 0 : history.version(0, version);
            Blame blame = authorship.blame(DOCUMENT, version, since);

            assertThat(blame.since()).isEqualTo(since);
            assertThat(blame.attributions())
                .isEqualTo(expected(model(history, since, version).units));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatIsOlderThanIsGoneThroughIsToldAsOld(RandomCases<?, ?> cases) {
    Seeds.upTo(
        SEEDS / 4,
        MAX_SIZE,
        (random, size) -> {
          RandomHistory history = history(cases, random, size);
          Authorship authorship = authorship(history, 5);

          for (long version = 1; version <= history.head(); version++) {
            Blame blame = authorship.blame(DOCUMENT, version, 0);

            assertThat(blame.since()).isBetween(0L, Math.max(0, version - 5));
            assertThat(blame.attributions())
                .isEqualTo(expected(model(history, blame.since(), version).units));
          }
        });
  }

  private static Authorship authorship(RandomHistory history, long mostReplayed) {
    return new Authorship(
        history.past,
        history.types(),
        new HistorySettings(GAP, mostReplayed, 1, Duration.ofSeconds(1)));
  }

  private static List<Attribution> expected(List<Unit> units) {
    List<Attribution> expected = new ArrayList<>();
    int from = 0;
    Optional<Contribution> by = Optional.empty();
    for (int i = 0; i < units.size(); i++) {
      Origin origin = units.get(i).inserted;
      Optional<Contribution> next = Optional.ofNullable(origin).map(Origin::contribution);
      if (i > from && !isOne(by, next)) {
        expected.add(new Attribution(from, i, by));
        from = i;
      }
      by = i == from || by.isEmpty() ? next : Optional.of(by.get().and(next.orElseThrow()));
    }
    if (!units.isEmpty()) {
      expected.add(new Attribution(from, units.size(), by));
    }
    return expected;
  }

  private static boolean isOne(Optional<Contribution> left, Optional<Contribution> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() && right.isEmpty();
    }
    Contribution a = left.get();
    Contribution b = right.get();
    boolean isNear =
        Duration.between(a.ended(), b.began()).compareTo(GAP) <= 0
            && Duration.between(b.ended(), a.began()).compareTo(GAP) <= 0;
    return isNear && a.author().equals(b.author());
  }

  // Comparisons

  @ParameterizedTest
  @MethodSource("types")
  void eachDifferenceIsToldWithWhoMadeIt(RandomCases<?, ?> cases) {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          RandomHistory history = history(cases, random, size);
          long from = history.version(0, history.head());
          long to = history.version(from, history.head());

          Comparison comparison = comparison(history, history.operations, from, to);

          assertThat(comparison.to()).isEqualTo(to);
          new Check<>(cases.type(), history, model(history, from, to), from, to)
              .check(comparison.changes());
        });
  }

  private static Comparison comparison(
      RandomHistory history, List<LoggedOperation> operations, long from, long to) {
    Comparing comparing =
        new Comparing(new Replay(history.past.at(DOCUMENT, from), history.types()), GAP);
    for (LoggedOperation operation : operations.subList((int) from, (int) to)) {
      comparing.next(operation);
    }
    return comparing.done(DOCUMENT, from);
  }

  // What was rewritten

  @ParameterizedTest
  @MethodSource("types")
  void thinnedHistoryTellsWhoDidWhat(RandomCases<?, ?> cases) {
    int[] gone = {0};
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          InMemoryOperationLog log = new InMemoryOperationLog();
          RandomHistory history = history(cases, random, size, log);

          history.thin(log, GAP);

          gone[0] += checkRewritten(cases, random, history);
        });
    assertThat(gone[0]).isGreaterThan(SEEDS);
  }

  @ParameterizedTest
  @MethodSource("types")
  void compactedHistoryTellsWhoDidWhat(RandomCases<?, ?> cases) {
    int[] gone = {0};
    Seeds.upTo(
        2,
        60,
        (random, size) -> {
          try (CompactingStore store = new CompactingStore()) {
            RandomHistory history = history(cases, random, size, store.log());
            assertThat(store.compact(DOCUMENT)).isPositive();
            assertThat(checkRewritten(cases, random, history)).isZero();

            history.thin(store.archive(), GAP);

            gone[0] += checkRewritten(cases, random, history);
            var unused = store.compact(DOCUMENT);
            gone[0] += checkRewritten(cases, random, history);
          }
        });
    assertThat(gone[0]).isPositive();
  }

  /**
   * Compares what is told of versions that are kept with a model of what the log has now, and its
   * authors with a model of what it had. How many versions are gone.
   */
  private static int checkRewritten(RandomCases<?, ?> cases, Random random, RandomHistory history) {
    List<LoggedOperation> now = history.logged();
    List<Integer> kept =
        IntStream.rangeClosed(0, now.size())
            .filter(version -> version == now.size() || !now.get(version).isMerged())
            .boxed()
            .toList();
    Authorship authorship = authorship(history, Long.MAX_VALUE);
    for (int i = 0; i < 4; i++) {
      int last = random.nextInt(kept.size());
      int to = kept.get(last);
      int from = random.nextInt(3) == 0 ? 0 : kept.get(random.nextInt(last + 1));
      UnitModel model = model(history, now, from, to);
      UnitModel before = model(history, from, to);

      Blame blame = authorship.blame(DOCUMENT, to, from);
      Comparison comparison = comparison(history, now, from, to);

      assertThat(blame.attributions()).isEqualTo(expected(model.units));
      new Check<>(cases.type(), history, model, from, to).check(comparison.changes());
      assertThat(authors(model)).isEqualTo(authors(before));
    }
    return now.size() + 1 - kept.size();
  }

  /** Who put in each unit, and who took which old one away. */
  private static List<Object> authors(UnitModel model) {
    Map<Integer, String> deleted = new TreeMap<>();
    model.deletions.forEach((at, origin) -> deleted.put(at, origin.author()));
    List<String> inserted = new ArrayList<>();
    for (Unit unit : model.units) {
      Origin origin = unit.inserted;
      inserted.add(origin == null ? "old " + unit.oldIndex : "by " + origin.author());
    }
    return List.of(inserted, deleted);
  }

  /** Compares what is told with what the model knows, unit by unit. */
  private static final class Check<S, O> {
    private final Sequence<S, O> sequence;
    private final UnitModel model;
    private final S old;
    private final S now;
    private final Map<Integer, Contribution> deleted = new TreeMap<>();
    private final Map<Integer, Contribution> inserted = new TreeMap<>();
    private final Map<Integer, Map<String, Change.Formatting>> formatted = new TreeMap<>();

    Check(DocumentType<S, O> type, RandomHistory history, UnitModel model, long from, long to) {
      sequence = type.sequence().orElseThrow();
      this.model = model;
      old = content(type, history.contents.get((int) from));
      now = content(type, history.contents.get((int) to));
    }

    private static <S> S content(DocumentType<S, ?> type, JsonValue json) {
      return json == JsonValue.NULL ? type.create(json) : type.snapshot(json);
    }

    void check(List<Change> changes) {
      changes.forEach(this::add);

      assertThat(deleted.keySet()).isEqualTo(model.deletions.keySet());
      model.deletions.forEach((at, origin) -> isPartOf(origin, deleted.get(at)));
      for (int i = 0; i < model.units.size(); i++) {
        Origin origin = model.units.get(i).inserted;
        assertThat(inserted.containsKey(i)).isEqualTo(origin != null);
        if (origin != null) {
          isPartOf(origin, inserted.get(i));
        } else {
          checkFormatting(i, model.units.get(i));
        }
      }
    }

    private static void isPartOf(Origin origin, @Nullable Contribution told) {
      if (told == null) {
        throw new AssertionError("Nobody is told");
      }
      assertThat(told.author()).isEqualTo(origin.author());
      assertThat(origin.version()).isBetween(told.from(), told.to() - 1);
      assertThat(origin.time()).isBetween(told.began(), told.ended());
    }

    private void add(Change change) {
      if (change instanceof Change.Deletion deletion) {
        int end = deletion.wasAt() + deletion.length();
        assertThat(deletion.content()).isEqualTo(sequence.slice(old, deletion.wasAt(), end));
        for (int i = deletion.wasAt(); i < end; i++) {
          assertThat(deleted.put(i, deletion.by())).isNull();
          assertThat(deletion.at()).isEqualTo(placeOf(i));
        }
      } else if (change instanceof Change.Insertion insertion) {
        int end = insertion.at() + insertion.length();
        assertThat(insertion.content()).isEqualTo(sequence.slice(now, insertion.at(), end));
        for (int i = insertion.at(); i < end; i++) {
          assertThat(inserted.put(i, insertion.by())).isNull();
        }
      } else if (change instanceof Change.Formatting formatting) {
        add(formatting);
      } else {
        throw new AssertionError("A text has no " + change);
      }
    }

    /** Behind the kept unit before it. */
    private int placeOf(int oldIndex) {
      for (int i = model.units.size() - 1; i >= 0; i--) {
        Unit unit = model.units.get(i);
        if (unit.inserted == null && unit.oldIndex < oldIndex) {
          return i + 1;
        }
      }
      return 0;
    }

    private void add(Change.Formatting formatting) {
      List<String> names = new ArrayList<>(formatting.before().keySet());
      formatting.after().keySet().stream().filter(n -> !names.contains(n)).forEach(names::add);
      assertThat(names).isNotEmpty();
      for (int i = formatting.at(); i < formatting.at() + formatting.length(); i++) {
        Map<String, Change.Formatting> told =
            formatted.computeIfAbsent(i, absent -> new HashMap<>());
        names.forEach(name -> assertThat(told.put(name, formatting)).isNull());
      }
    }

    private void checkFormatting(int at, Unit unit) {
      JsonObject before = attributes(old, unit.oldIndex);
      JsonObject after = attributes(now, at);
      Map<String, Change.Formatting> told = formatted.getOrDefault(at, Map.of());
      List<String> changed = new ArrayList<>();
      unit.formatted.forEach(
          (name, origin) -> {
            Optional<JsonValue> was = Optional.ofNullable(before.get(name));
            Optional<JsonValue> is = Optional.ofNullable(after.get(name));
            if (!was.equals(is)) {
              changed.add(name);
              Change.Formatting formatting = told.get(name);
              if (formatting == null) {
                throw new AssertionError("The change of " + name + " is not told");
              }
              isPartOf(origin, formatting.by());
              assertThat(Optional.ofNullable(formatting.before().get(name))).isEqualTo(was);
              assertThat(Optional.ofNullable(formatting.after().get(name))).isEqualTo(is);
            }
          });
      assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(changed);
    }

    private JsonObject attributes(S content, int at) {
      Formatted unit = sequence.formatting(content, at, at + 1).get(0);
      return unit.attributes();
    }
  }
}
