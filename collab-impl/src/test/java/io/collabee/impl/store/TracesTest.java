package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.History;
import io.collabee.Keeping;
import io.collabee.Operation;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.Submission;
import io.collabee.impl.history.HistorySettings;
import io.collabee.impl.history.LoggedHistory;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.BlockingPast;
import io.collabee.impl.host.Watches;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.store.Traces.Patch;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random versions of recorded histories, and of one that chance typed, are what their steps come to
 * when they are followed by hand: as committed through the lanes, compacted, thinned out, compacted
 * again, and after one was restored.
 *
 * <p>Of the recordings the beginning is taken, or with {@code -Dcollabee.traces.whole=true} all of
 * it; {@code -Dcollabee.seed} says which versions.
 */
final class TracesTest {
  private static final boolean WHOLE = Boolean.getBoolean("collabee.traces.whole");
  private static final int BEGINNING = 6_000;
  private static final int VERSIONS = WHOLE ? 200 : 40;
  private static final Instant START = Instant.parse("2026-01-05T08:00:00.123Z");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration GAP = Duration.ofMinutes(5);
  private static final DocumentTypes TYPES =
      new DocumentTypes(List.of(new TextType(), new RichTextType()));
  private static final CompactionSettings COLD =
      new CompactionSettings(0, Duration.ofHours(1), 4_096, 8_192, Duration.ofDays(1));

  private final long seed = Long.getLong("collabee.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final TypistsClock clock = new TypistsClock();
  private final JpaStore store = JpaStore.open(TestDatabases.postgres(), Schema.CREATE, clock);
  private final LiveDocuments live =
      new LiveDocuments(
          store.operationLog(),
          TYPES,
          clock,
          LaneSettings.DEFAULT,
          Thread::new,
          CommitListener.NONE);
  private final Watches watches = new Watches(live, Thread::new);
  private final Documents documents = new BlockingDocuments(live, watches, TIMEOUT);
  private final History history =
      new LoggedHistory(
          new BlockingPast(live, TIMEOUT),
          documents,
          TYPES,
          new HistorySettings(GAP, 1_000_000, 2, TIMEOUT));
  private final Keeping keeping =
      new KeptDocuments(
          new KeptDocuments.Around(
              document -> new KeptDocuments.Store(store.operationLog(), store.archive()),
              TYPES,
              GAP,
              100,
              clock,
              live::head,
              (companion, text) -> companion,
              (kind, subject, reason) -> {}),
          documents);

  /** Goes on with what is typed. */
  private static final class TypistsClock extends Clock {
    private final AtomicLong now = new AtomicLong(START.toEpochMilli());

    void goOn(long milliseconds) {
      now.addAndGet(milliseconds);
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /**
   * A history, and what it comes to without the module's doing.
   *
   * @param payloads what the log is to say of each edit
   * @param contents the contents at some versions, by hand
   */
  private record Recording(
      String name, DocumentType<?, ?> type, List<String> payloads, ByHand contents) {}

  /** Follows the steps. */
  private interface ByHand {
    Map<Long, Object> at(Set<Long> versions);
  }

  @AfterEach
  void stop() {
    watches.close();
    live.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"automerge-paper", "rustcode", "clownschool", "friendsforever"})
  void everyVersionOfAText(String name) {
    Assumptions.assumeTrue(Traces.areThere(), () -> "No traces in " + Traces.directory());
    Traces.Trace trace = Traces.read(name);
    int count = WHOLE ? trace.patches().size() : Math.min(BEGINNING, trace.patches().size());

    check(texts(name, trace.patches().subList(0, count)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"general", "insert-delete", "blocks", "basic-annotations"})
  void everyVersionOfARichText(String name) {
    Assumptions.assumeTrue(Traces.areThere(), () -> "No traces in " + Traces.directory());
    JsonArray recorded =
        Traces.json(Traces.directory().resolve("quill-" + name + ".json"))
            .getJsonArray("transactions");

    check(
        new Recording(
            name,
            new RichTextType(),
            recorded.stream().map(ops -> "\"op\":{\"ops\":" + JsonText.write(ops) + "}").toList(),
            versions -> deltasByHand(recorded, versions)));
  }

  @Test
  void everyVersionOfWhatChanceTypes() {
    List<Patch> patches = new ArrayList<>();
    int length = 0;
    int at = 0;
    for (int i = 0; i < 6_000; i++) {
      at = random.nextInt(30) == 0 ? random.nextInt(length + 1) : Math.min(at, length);
      int deleted = random.nextInt(5) == 0 ? Math.min(at, 1 + random.nextInt(3)) : 0;
      String typed = deleted > 0 ? "" : typed();
      at -= deleted;
      patches.add(new Patch(at, deleted, typed));
      int more = typed.codePointCount(0, typed.length());
      at += more;
      length += more - deleted;
    }

    check(texts("chance", patches));
  }

  private String typed() {
    return switch (random.nextInt(40)) {
      case 0 -> "\n";
      case 1 -> "😀";
      case 2 -> "\"quoted\\\t";
      case 3 -> "some pasted text. ".repeat(1 + random.nextInt(20));
      default -> String.valueOf((char) ('a' + random.nextInt(26)));
    };
  }

  private static Recording texts(String name, List<Patch> patches) {
    return new Recording(
        name,
        new TextType(),
        patches.stream().map(TracesTest::payload).toList(),
        versions -> textsByHand(patches, versions));
  }

  private static String payload(Patch patch) {
    List<String> steps = new ArrayList<>();
    if (patch.position() > 0) {
      steps.add(String.valueOf(patch.position()));
    }
    if (!patch.inserted().isEmpty()) {
      steps.add(JsonText.quote(patch.inserted()));
    }
    if (patch.deleted() > 0) {
      steps.add("{\"d\":" + patch.deleted() + "}");
    }
    return "\"op\":[" + String.join(",", steps) + "]";
  }

  // By hand

  /** Version 1 is the empty text. */
  private static Map<Long, Object> textsByHand(List<Patch> patches, Set<Long> versions) {
    Map<Long, Object> contents = new HashMap<>();
    StringBuilder text = new StringBuilder();
    boolean isPlain = patches.stream().allMatch(patch -> isPlain(patch.inserted()));
    for (int i = 0; i <= patches.size(); i++) {
      if (versions.contains(i + 1L)) {
        contents.put(i + 1L, text.toString());
      }
      if (i < patches.size()) {
        Patch patch = patches.get(i);
        int from = isPlain ? patch.position() : text.offsetByCodePoints(0, patch.position());
        int to = isPlain ? from + patch.deleted() : text.offsetByCodePoints(from, patch.deleted());
        text.replace(from, to, patch.inserted());
      }
    }
    return contents;
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
  }

  /** Each unit of a rich text with its attributes. */
  private static Map<Long, Object> deltasByHand(JsonArray deltas, Set<Long> versions) {
    Map<Long, Object> contents = new HashMap<>();
    List<Map<String, JsonValue>> units = new ArrayList<>();
    for (int i = 0; i <= deltas.size(); i++) {
      if (versions.contains(i + 1L)) {
        contents.put(i + 1L, List.copyOf(units));
      }
      if (i < deltas.size()) {
        apply(deltas.getJsonArray(i), units);
      }
    }
    return contents;
  }

  private static void apply(JsonArray delta, List<Map<String, JsonValue>> units) {
    int at = 0;
    for (JsonValue each : delta) {
      JsonObject step = each.asJsonObject();
      Map<String, JsonValue> attributes =
          step.get("attributes") instanceof JsonObject some ? some : Map.of();
      if (step.containsKey("delete")) {
        units.subList(at, at + step.getInt("delete")).clear();
      } else if (step.containsKey("retain")) {
        for (int end = at + step.getInt("retain"); at < end; at++) {
          units.set(at, unit(units.get(at), attributes));
        }
      } else {
        for (JsonValue inserted : unitsOf(step.getOrDefault("insert", JsonValue.NULL))) {
          units.add(at++, unit(Map.of("", inserted), attributes));
        }
      }
    }
  }

  private static List<JsonValue> unitsOf(JsonValue inserted) {
    return inserted instanceof JsonString text
        ? text.getString()
            .chars()
            .<JsonValue>mapToObj(c -> JsonText.values().createValue(String.valueOf((char) c)))
            .toList()
        : List.of(inserted);
  }

  private static Map<String, JsonValue> unit(
      Map<String, JsonValue> before, Map<String, JsonValue> attributes) {
    NavigableMap<String, JsonValue> unit = new TreeMap<>(before);
    unit.putAll(attributes);
    unit.values().removeIf(JsonValue.NULL::equals);
    return unit;
  }

  /** A content as the module tells it, in the form of those by hand. */
  private static Object told(JsonValue data) {
    if (data instanceof JsonString text) {
      return text.getString();
    }
    List<Map<String, JsonValue>> units = new ArrayList<>();
    JsonArray delta =
        data instanceof JsonArray list ? list : data.asJsonObject().getJsonArray("ops");
    apply(delta, units);
    return units;
  }

  // Checking

  private void check(Recording recording) {
    System.out.printf("%s: seed %d%n", recording.name(), seed);
    DocumentId document = DocumentId.of("traces", recording.name());
    long head = recording.payloads().size() + 1L;
    TreeSet<Long> versions = new TreeSet<>(List.of(1L, 2L, head - 1, head));
    random.longs(VERSIONS, 1, head + 1).forEach(versions::add);
    Map<Long, Object> expected = recording.contents().at(versions);

    Instant half = type(document, recording);
    assertThat(checked(document, expected)).isEqualTo(versions.size());

    clock.goOn(Duration.ofDays(1).toMillis());
    assertThat(store.compaction(COLD).compact(document)).isPositive();
    assertThat(keeping.kept(document).orElseThrow().diffs()).isZero();
    assertThat(checked(document, expected)).isEqualTo(versions.size());

    long gone = keeping.thin(document, half);
    assertThat(gone).isPositive();
    int kept = checked(document, expected);
    assertThat(kept).isBetween(VERSIONS / 5, versions.size());
    var unused = store.compaction(COLD).compact(document);
    assertThat(checked(document, expected)).isEqualTo(kept);

    restore(document, expected, head);
    assertThat(checked(document, expected)).isEqualTo(kept);
    assertThat(keeping.verify(document).problems()).isEmpty();
  }

  /** Commits all of it, by two who take turns now and then; a time about half through. */
  private Instant type(DocumentId document, Recording recording) {
    int underway = recording.payloads().size() / 30;
    Semaphore free = new Semaphore(underway);
    AtomicReference<Optional<CollabException>> refused = new AtomicReference<>(Optional.empty());
    Submission.Outcome outcome =
        new Submission.Outcome() {
          @Override
          public void committed(Committed operation, List<Committed> missed) {
            free.release();
          }

          @Override
          public void refused(CollabException reason) {
            refused.set(Optional.of(reason));
            free.release();
          }
        };
    long[] seqs = {0, 0};
    int who = 0;
    Instant half = clock.instant();
    for (int version = 0; version <= recording.payloads().size(); version++) {
      Operation operation =
          version == 0
              ? new Operation.Create(recording.type().uri(), empty(recording.type()))
              : new Operation.Edit(
                  JsonText.parse("{" + recording.payloads().get(version - 1) + "}")
                      .asJsonObject()
                      .getOrDefault("op", JsonValue.NULL));
      if (random.nextInt(60) == 0) {
        who = 1 - who;
      }
      clock.goOn(random.nextInt(200) == 0 ? 600_000 : 60 + random.nextInt(400));
      free.acquireUninterruptibly();
      live.submit(
          document,
          new Submission(
              "source-" + who,
              ++seqs[who],
              who == 0 ? "ann" : "bob",
              OptionalLong.of(version),
              operation,
              outcome));
      if (version == recording.payloads().size() / 2) {
        half = clock.instant();
      }
    }
    free.acquireUninterruptibly(underway);
    assertThat(refused.get()).isEmpty();
    return half;
  }

  private static <S> JsonValue empty(DocumentType<S, ?> type) {
    return type.snapshotJson(type.create(JsonValue.NULL));
  }

  /** How many of the versions can be read, which are what they should be; the others are gone. */
  private int checked(DocumentId document, Map<Long, Object> expected) {
    int readable = 0;
    for (Map.Entry<Long, Object> each : expected.entrySet()) {
      long version = each.getKey();
      boolean isGone =
          store.operationLog().operations(document, version, version + 1).stream()
              .anyMatch(LoggedOperation::isMerged);
      try {
        Object told = told(history.read(document, version).data());
        // Not isEqualTo, which would show the whole of both.
        assertThat(told.equals(each.getValue())).as("version %d, seed %d", version, seed).isTrue();
        assertThat(isGone).isFalse();
        readable++;
      } catch (CollabException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.ERR_VERSION_GONE);
        assertThat(isGone).isTrue();
      }
    }
    return readable;
  }

  /** Brings a version back that is kept and is another than the newest. */
  private void restore(DocumentId document, Map<Long, Object> expected, long head) {
    Object newest = expected.get(head);
    long version =
        expected.entrySet().stream()
            .filter(each -> each.getKey() > head / 2 && !each.getValue().equals(newest))
            .findFirst()
            .orElseThrow()
            .getKey();

    var restored = history.as("eve").restore(document, version);

    assertThat(restored.orElseThrow().version()).isEqualTo(head);
    assertThat(restored.orElseThrow().author()).isEqualTo("eve");
    JsonValue now = documents.read(document).orElseThrow().data();
    assertThat(told(now).equals(expected.get(version))).isTrue();
    assertThat(told(history.read(document, head + 1).data()).equals(expected.get(version)))
        .isTrue();
  }
}
