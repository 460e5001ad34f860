package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Keeping;
import io.collabee.comments.Anchor;
import io.collabee.comments.CommentThread;
import io.collabee.history.Label;
import io.collabee.history.Verification;
import io.collabee.impl.comments.CommentLimits;
import io.collabee.impl.comments.RedactedComments;
import io.collabee.impl.comments.StoredComments;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.document.View;
import io.collabee.impl.history.HistorySettings;
import io.collabee.impl.history.LoggedHistory;
import io.collabee.impl.history.Past;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.BlockingPast;
import io.collabee.impl.host.Watches;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Keeping} promises, on every store. */
abstract class KeepingContract {
  static final DocumentId DOCUMENT = DocumentId.of("keeping", "one");
  static final String TEXT = "http://sharejs.org/types/text-unicode";
  private static final String RICH_TEXT = "http://sharejs.org/types/rich-text/v1";
  static final String SECRET = "hunter2";
  private static final Instant START = Instant.parse("2026-01-05T08:00:00.123Z");
  private static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofDays(90)), ZoneOffset.UTC);
  private static final int MOST_LABELS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final DocumentTypes TYPES =
      new DocumentTypes(List.of(new TextType(), new RichTextType(), new Json0Type()));

  private final Random random = new Random(20_261_124);
  OperationLog log;
  private Archive archive;
  private LiveDocuments live;
  private Watches watches;
  private Documents documents;
  private Documents companions;
  private BlockingPast past;
  private StoredComments comments;
  Keeping keeping;
  private final List<String> audited = new ArrayList<>();

  /** Version by version, what was there. */
  List<String> contents = new ArrayList<>();

  List<LoggedOperation> written = new ArrayList<>();

  abstract OperationLog openLog(Clock clock);

  abstract Archive archive();

  /** Compresses what can be. */
  abstract void compact(DocumentId document);

  @BeforeEach
  final void open() {
    log = openLog(CLOCK);
    archive = archive();
    start();
  }

  private void start() {
    live =
        new LiveDocuments(
            log, TYPES, CLOCK, LaneSettings.DEFAULT, Thread::new, CommitListener.NONE);
    watches = new Watches(live, Thread::new);
    BlockingDocuments blocking = new BlockingDocuments(live, watches, TIMEOUT);
    documents = blocking;
    past = new BlockingPast(live, TIMEOUT);
    companions = blocking.withCompanions();
    comments = comments(past);
    keeping = keeping(archive);
  }

  private StoredComments comments(Past read) {
    return new StoredComments(
        new StoredComments.Parts(
            read, companions, new CommentLimits(100, 10, 10), CLOCK, event -> {}));
  }

  final Keeping keeping(Archive with) {
    return new KeptDocuments(
        new KeptDocuments.Around(
            document -> new KeptDocuments.Store(log, with),
            TYPES,
            Duration.ofMinutes(5),
            MOST_LABELS,
            CLOCK,
            live::head,
            RedactedComments::of,
            (kind, subject, reason) -> audited.add(kind + " " + subject.caller() + " " + reason)),
        documents);
  }

  @AfterEach
  final void stop() {
    watches.close();
    live.close();
  }

  /** Ann and Bob type a text, with a pause of an hour now and then; each operation in its row. */
  final void type(int operations) {
    contents = new ArrayList<>(List.of("", ""));
    written = new ArrayList<>();
    Instant time = START;
    write(time, "ann", "\"create\":{\"type\":\"" + TEXT + "\",\"data\":\"\"}");
    StringBuilder text = new StringBuilder();
    int at = 0;
    String author = "ann";
    while (written.size() < operations) {
      if (random.nextInt(15) == 0) {
        author = author.equals("ann") ? "bob" : "ann";
        at = random.nextInt(text.length() + 1);
      }
      time = time.plusMillis(random.nextInt(40) == 0 ? 3_600_000 : 150 + random.nextInt(20_000));
      at = Math.min(at, text.length());
      String skip = at > 0 ? at + "," : "";
      if (at > 3 && random.nextInt(5) == 0) {
        at -= 2;
        text.delete(at, at + 2);
        write(time, author, "\"op\":[" + (at > 0 ? at + "," : "") + "{\"d\":2}]");
      } else {
        String typed = String.valueOf((char) ('a' + random.nextInt(26)));
        text.insert(at++, typed);
        write(time, author, "\"op\":[" + skip + "\"" + typed + "\"]");
      }
      contents.add(text.toString());
    }
    commit(TEXT);
  }

  private void write(Instant time, String author, String payload) {
    written.add(
        new LoggedOperation(
            written.size(), "source-" + author, written.size() + 1, author, time, payload));
  }

  final void commit(String type) {
    for (int from = 0; from < written.size(); from += 3) {
      try (Append append = log.append(new TreeSet<>(List.of(DOCUMENT)))) {
        append.write(
            DOCUMENT, written.subList(from, Math.min(from + 3, written.size())), Optional.of(type));
        append.commit();
      }
    }
  }

  private Optional<String> at(long version) {
    try {
      return Optional.of(
          past.at(DOCUMENT, version)
              .content()
              .map(content -> JsonText.write(content.json()))
              .orElse(""));
    } catch (CollabException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.ERR_VERSION_GONE);
      return Optional.empty();
    }
  }

  private String expected(long version) {
    return version == 0 ? "" : "\"" + contents.get((int) version) + "\"";
  }

  private long readable() {
    long readable = 0;
    for (int version = 0; version < contents.size(); version++) {
      Optional<String> found = at(version);
      if (found.isPresent()) {
        assertThat(found.get()).as("version " + version).isEqualTo(expected(version));
        readable++;
      }
    }
    return readable;
  }

  private Instant time(long version) {
    return written.get((int) version).time();
  }

  final void assertSound() {
    assertThat(keeping.verify(DOCUMENT).problems()).isEmpty();
  }

  @Test
  void labelsAreAddedRenamedListedAndRemoved() {
    type(60);

    Label legal = keeping.as("ann").label(DOCUMENT, 30, "Sent to legal");
    Label first = keeping.label(DOCUMENT, 0, "Nothing yet");
    Label renamed = keeping.as("bob").label(DOCUMENT, 30, "Version 2 sent to legal");
    Label newest = keeping.as("bob").label(DOCUMENT, 60, "Ready");

    assertThat(legal).isEqualTo(new Label(30, "Sent to legal", "ann", CLOCK.instant()));
    assertThat(renamed).isEqualTo(new Label(30, "Version 2 sent to legal", "ann", CLOCK.instant()));
    assertThat(keeping.labels(DOCUMENT)).containsExactly(first, renamed, newest);
    assertThat(keeping.removeLabel(DOCUMENT, 30)).isTrue();
    assertThat(keeping.removeLabel(DOCUMENT, 30)).isFalse();
    assertThat(keeping.labels(DOCUMENT)).containsExactly(first, newest);
    assertThat(readable()).isEqualTo(61);
    assertSound();
  }

  @Test
  void versionsThatAreNotThereGetNoLabel() {
    type(20);

    assertThatThrownBy(() -> keeping.label(DOCUMENT, 21, "x"))
        .hasMessage("Version 21 is ahead of the document, which is at 20");
    assertThatThrownBy(() -> keeping.label(DocumentId.of("keeping", "none"), 1, "x"))
        .isInstanceOf(CollabException.class);
    assertThatThrownBy(() -> keeping.label(DOCUMENT, 2, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(keeping.labels(DOCUMENT)).isEmpty();
  }

  @Test
  void aDocumentHasSoManyLabelsAndNoMore() {
    type(20);
    for (int version = 1; version <= MOST_LABELS; version++) {
      var unused = keeping.label(DOCUMENT, version, "label");
    }

    assertThatThrownBy(() -> keeping.label(DOCUMENT, 10, "one more"))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_LIMIT_EXCEEDED))
        .hasMessage("The document has 4 labels, and no more than 4 are kept");
    assertThat(keeping.label(DOCUMENT, 1, "renamed").name()).isEqualTo("renamed");
    assertThat(keeping.removeLabel(DOCUMENT, 2)).isTrue();
    assertThat(keeping.label(DOCUMENT, 10, "one more").version()).isEqualTo(10);
    assertThat(keeping.labels(DOCUMENT)).hasSize(MOST_LABELS);
  }

  @Test
  void operationsThatAreSentAgainAreKnownAfterALabelOfTheNewestVersion() {
    type(20);
    var unused = keeping.label(DOCUMENT, 20, "now");

    StoredSnapshot snapshot = log.snapshot(DOCUMENT, 20).orElseThrow();

    LoggedOperation last = written.get(19);
    assertThat(snapshot.sources())
        .containsEntry(last.source(), new StoredSnapshot.LastSent(last.seq(), 19, last.time()));
  }

  @Test
  void thinnedHistoryKeepsBordersAndLabelsAndWhatOthersHaveSeen() {
    type(300);
    compact(DOCUMENT);
    var unused = keeping.label(DOCUMENT, 77, "a label");
    var unusedAgain = keeping.label(DOCUMENT, 233, "another");

    long gone = keeping.thin(DOCUMENT, time(280));

    assertThat(gone).isGreaterThan(100);
    assertThat(readable()).isEqualTo(301 - gone);
    assertThat(at(77)).contains(expected(77));
    assertThat(at(233)).contains(expected(233));
    assertThat(Stream.iterate(281, version -> version <= 300, version -> version + 1))
        .allSatisfy(version -> assertThat(at(version)).isPresent());
    assertSound();
    assertThat(keeping.thin(DOCUMENT, time(280))).isZero();
    assertThat(keeping.kept(DOCUMENT).orElseThrow().head()).isEqualTo(300);
    List<LoggedOperation> now = log.operations(DOCUMENT, 0, 1_000);
    assertThat(now).extracting(LoggedOperation::seq).isEqualTo(seqs());
    compact(DOCUMENT);
    assertThat(readable()).isEqualTo(301 - gone);
  }

  private List<Long> seqs() {
    return written.stream().map(LoggedOperation::seq).toList();
  }

  @Test
  void versionThatWasThinnedOutTellsTheNearestAndCannotBeBuiltOn() {
    type(300);
    assertThat(keeping.thin(DOCUMENT, time(200))).isPositive();
    long gone = 1;
    while (at(gone).isPresent()) {
      gone++;
    }
    long version = gone;
    long after = gone;
    while (at(after).isEmpty()) {
      after++;
    }

    assertThatThrownBy(() -> past.at(DOCUMENT, version))
        .hasMessage(
            "Version %d is not kept; the nearest that are kept are %d and %d"
                .formatted(version, version - 1, after));
    assertThatThrownBy(() -> past.operations(DOCUMENT, version, 300))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND));
    assertThat(past.operations(DOCUMENT, version - 1, 300)).hasSize((int) (301 - version));
  }

  @Test
  void sessionsAreWhatTheyWereAfterThinning() {
    type(400);
    var before = sessions();

    assertThat(keeping.thin(DOCUMENT, time(380))).isPositive();

    assertThat(sessions()).isEqualTo(before);
  }

  private List<List<Object>> sessions() {
    var history =
        new LoggedHistory(
            past,
            documents,
            TYPES,
            new HistorySettings(Duration.ofMinutes(5), 100_000, 2, TIMEOUT));
    return history.sessions(DOCUMENT, 1_000).stream()
        .map(session -> List.<Object>of(session.from(), session.to()))
        .toList();
  }

  @Test
  void droppedHistoryBeginsLaterAndKeepsLabels() {
    type(400);
    compact(DOCUMENT);
    var unused = keeping.label(DOCUMENT, 50, "kept");
    var unusedLabel = keeping.label(DOCUMENT, 300, "younger");

    long dropped = keeping.drop(DOCUMENT, time(200));

    assertThat(dropped).isEqualTo(201);
    assertThat(readable()).isEqualTo(1 + 1 + 400 - 200);
    assertThat(at(50)).contains(expected(50));
    assertThat(keeping.kept(DOCUMENT).orElseThrow().first()).isEqualTo(201);
    assertThatThrownBy(() -> past.at(DOCUMENT, 120))
        .hasMessage("Version 120 is not kept; the nearest that are kept are 50 and 201");
    assertThatThrownBy(() -> past.at(DOCUMENT, time(120)))
        .isInstanceOfSatisfying(
            CollabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_VERSION_GONE));
    assertThat(past.at(DOCUMENT, time(250)).version()).isEqualTo(251);
    assertSound();
    compact(DOCUMENT);
    assertThat(readable()).isEqualTo(1 + 1 + 400 - 200);
    assertThat(keeping.drop(DOCUMENT, time(200))).isZero();
    assertThat(keeping.drop(DOCUMENT, CLOCK.instant())).isEqualTo(399 - 201);
    assertThat(at(400)).contains(expected(400));
    assertThat(at(300)).contains(expected(300));
    assertSound();
  }

  @Test
  void droppingAndThinningGoTogether() {
    type(300);
    assertThat(keeping.thin(DOCUMENT, time(250))).isPositive();

    assertThat(keeping.drop(DOCUMENT, time(150))).isPositive();

    assertThat(readable()).isGreaterThan(50);
    assertSound();
  }

  @Test
  void purgedDocumentLeavesNothingAndItsVersionsAreNotCountedAgain() {
    type(100);
    compact(DOCUMENT);
    var unusedLabel = keeping.label(DOCUMENT, 50, "gone too");
    assertThat(documents.read(DOCUMENT)).isPresent();

    assertThat(keeping.purge(DOCUMENT)).isTrue();

    assertThat(keeping.purge(DOCUMENT)).isFalse();
    assertThat(documents.read(DOCUMENT)).isEmpty();
    assertThat(keeping.labels(DOCUMENT)).isEmpty();
    Keeping.Kept kept = keeping.kept(DOCUMENT).orElseThrow();
    assertThat(kept).isEqualTo(new Keeping.Kept(100, 101, 0, 100, 1, 1));
    assertThat(log.operations(DOCUMENT, 0, 1_000)).hasSize(1);
    assertThat(log.list(DocumentQuery.of(DOCUMENT.collection()), "", 10)).isEmpty();
    assertThatThrownBy(() -> keeping.undelete(DOCUMENT))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_DOC_DOES_NOT_EXIST));

    var created =
        documents.create(DOCUMENT, TEXT, JsonText.values().createValue("a new one of that name"));

    assertThat(created.version()).isEqualTo(101);
    assertThatThrownBy(() -> documents.edit(DOCUMENT, 57, JsonText.parse("[5,\"x\"]")))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND));
    assertThat(JsonText.write(documents.read(DOCUMENT).orElseThrow().data()))
        .isEqualTo("\"a new one of that name\"");
    assertSound();
  }

  @Test
  void purgedDocumentLeavesNoComments() {
    type(30);
    DocumentId beside = Companion.of(DOCUMENT).orElseThrow();
    var unused = comments.as("ann").start(DOCUMENT, "t", new Anchor.Range(30, 0, 5), "So true");

    assertThat(keeping.purge(DOCUMENT)).isTrue();

    assertThat(log.operations(beside, 0, 100)).hasSize(1);
    assertThat(archive.snapshots(beside))
        .allSatisfy(
            version ->
                assertThat(log.snapshot(beside, version).orElseThrow().content())
                    .isEqualTo("null"));
    assertThat(past.newest(beside).content()).isEmpty();
    assertThat(keeping.purge(DOCUMENT)).isFalse();
    assertThat(audited).containsExactly("PURGED  The document was purged");
  }

  @Test
  void redactedRangeIsNowhereInCommentsAnyMore() {
    typeSecret();
    commit(TEXT);
    DocumentId beside = Companion.of(DOCUMENT).orElseThrow();
    int at = contents.get(120).indexOf(SECRET);
    var quoting = new Anchor.Range(120, at + 2, at + SECRET.length() + 1);
    var unused = comments.as("bob").start(DOCUMENT, "quoting", quoting, "Is that yours?");
    var other = comments.as("bob").start(DOCUMENT, "other", new Anchor.Range(120, 0, 6), "a a a?");
    var edited = comments.as("bob").start(DOCUMENT, "said", new Anchor.Whole(120), "not " + SECRET);
    var deleted =
        comments.as("bob").start(DOCUMENT, "deleted", new Anchor.Whole(120), "so, " + SECRET);
    var unusedThread =
        comments.as("bob").delete(DOCUMENT, deleted.id(), deleted.comments().get(0).id());
    assertThat(past.newest(beside).version()).isGreaterThan(5);

    assertThat(keeping.redact(DOCUMENT, 120, at, at + SECRET.length())).isPositive();

    for (LoggedOperation operation : log.operations(beside, 0, 100)) {
      assertThat(operation.payload()).doesNotContain(SECRET).doesNotContain("ter2");
    }
    for (long version : archive.snapshots(beside)) {
      assertThat(log.snapshot(beside, version).orElseThrow().content())
          .doesNotContain(SECRET)
          .doesNotContain("ter2");
    }
    assertThat(JsonText.write(past.newest(beside).content().orElseThrow().json()))
        .doesNotContain(SECRET)
        .doesNotContain("ter2");
    assertThat(comments.list(DOCUMENT))
        .extracting(CommentThread::id, CommentThread::quote, each -> each.comments().get(0).text())
        .containsExactlyInAnyOrder(
            tuple("quoting", "██████", "Is that yours?"),
            tuple("other", other.quote(), "a a a?"),
            tuple(edited.id(), "", "not ███████"));
    assertThat(keeping.verify(beside).problems()).isEmpty();
    var reply = comments.as("ann").reply(DOCUMENT, "other", "r", "It goes on");
    assertThat(reply.comments()).hasSize(2);
  }

  @Test
  void deletedDocumentComesBackAsItWas() {
    type(50);
    assertThatThrownBy(() -> keeping.undelete(DOCUMENT))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_DOC_ALREADY_CREATED));
    var unused = documents.delete(DOCUMENT);

    var restored = keeping.as("ann").undelete(DOCUMENT);

    assertThat(restored.version()).isEqualTo(51);
    assertThat(restored.author()).isEqualTo("ann");
    assertThat(JsonText.write(documents.read(DOCUMENT).orElseThrow().data()))
        .isEqualTo(expected(50));
  }

  @Test
  void redactedRangeIsNowhereInATextAnyMore() {
    typeSecret();
    commit(TEXT);
    compact(DOCUMENT);
    String shown = contents.get(120);
    int at = shown.indexOf(SECRET);
    var unusedLabel = keeping.label(DOCUMENT, 119, "with the secret");
    assertThat(documents.read(DOCUMENT)).isPresent();

    long changed = keeping.as("eve").redact(DOCUMENT, 120, at, at + SECRET.length());

    // Each letter, the copy, and the deletion that told what it deleted.
    assertThat(changed).isEqualTo(SECRET.length() + 2);
    assertNowhere();
    assertThat(audited).containsExactly("REDACTED eve 7 units at version 120 were redacted");
    assertSound();
    LoggedOperation last = log.operations(DOCUMENT, written.size(), 10_000).get(0);
    assertThat(last.author()).isEqualTo("eve");
    for (int version = 1; version < contents.size(); version++) {
      String then = at(version).orElseThrow();
      String was = expected(version);
      assertThat(then).hasSameSizeAs(was);
      for (int i = 0; i < then.length(); i++) {
        assertThat(then.charAt(i) == '█' || then.charAt(i) == was.charAt(i)).isTrue();
      }
    }
    // What clients have becomes what is there now.
    String before = contents.get(contents.size() - 1);
    assertThat(JsonText.write(documents.read(DOCUMENT).orElseThrow().data()))
        .isEqualTo("\"" + before.replace(SECRET, "███████").replace("ter2", "████") + "\"");
    assertThat(last.payload()).contains("███████");
    var edited = documents.edit(DOCUMENT, 130, JsonText.parse("[\"!\"]"));
    assertThat(edited.version()).isEqualTo(written.size() + 1L);
  }

  /** Typed letter by letter at version 110 to 117 with letters of another between; pasted later. */
  final void typeSecret() {
    contents = new ArrayList<>(List.of("", ""));
    written = new ArrayList<>();
    write(START, "ann", "\"create\":{\"type\":\"" + TEXT + "\",\"data\":\"\"}");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      insert(text, 0, "a ", "ann");
    }
    for (int i = 0; i < SECRET.length(); i++) {
      insert(text, 10 + i, SECRET.substring(i, i + 1), "bob");
      insert(text, text.length(), "z", "ann");
    }
    while (contents.size() < 150) {
      insert(text, random.nextInt(4), "y", "ann");
    }
    insert(text, 2, "copy of " + SECRET + "!", "bob");
    int at = text.lastIndexOf(SECRET);
    text.delete(at, at + 3);
    write(START.plusSeconds(written.size()), "bob", "\"op\":[" + at + ",{\"d\":\"hun\"}]");
    contents.add(text.toString());
  }

  private void insert(StringBuilder text, int at, String typed, String author) {
    text.insert(at, typed);
    write(
        START.plusSeconds(written.size()),
        author,
        "\"op\":[" + (at > 0 ? at + "," : "") + JsonText.quote(typed) + "]");
    contents.add(text.toString());
  }

  final void assertNowhere() {
    for (LoggedOperation operation : log.operations(DOCUMENT, 0, 10_000)) {
      assertThat(operation.payload()).doesNotContain(SECRET).doesNotContain("{\"d\":\"");
    }
    for (long version : archive.snapshots(DOCUMENT)) {
      assertThat(log.snapshot(DOCUMENT, version).orElseThrow().content()).doesNotContain(SECRET);
    }
    for (int version = 0; version < contents.size(); version++) {
      assertThat(at(version).orElseThrow()).doesNotContain(SECRET);
    }
  }

  @Test
  void snapshotThatWasMadeBeforeARedactionIsNotSavedAfterIt() {
    typeSecret();
    commit(TEXT);
    StoredSnapshot newest = snapshotAt(written.size());
    StoredSnapshot older = snapshotAt(130);

    redactSecret();
    log.save(DOCUMENT, newest);
    log.save(DOCUMENT, older);

    assertThat(archive.snapshots(DOCUMENT)).isEmpty();
    assertNowhere();
    StoredSnapshot next = snapshotAt(written.size() + 1);
    log.save(DOCUMENT, next);
    assertThat(log.snapshot(DOCUMENT, Long.MAX_VALUE)).contains(next);
    assertSound();
  }

  @Test
  void snapshotOfWhatIsNotKeptAnyMoreIsNotSaved() {
    type(100);
    StoredSnapshot early = snapshotAt(20);
    StoredSnapshot newest = snapshotAt(100);
    assertThat(keeping.drop(DOCUMENT, time(50))).isPositive();
    List<Long> left = archive.snapshots(DOCUMENT);

    log.save(DOCUMENT, early);

    assertThat(archive.snapshots(DOCUMENT)).isEqualTo(left);
    assertThat(keeping.purge(DOCUMENT)).isTrue();
    log.save(DOCUMENT, newest);
    assertThat(log.snapshot(DOCUMENT, Long.MAX_VALUE).orElseThrow().content()).isEqualTo("null");
    assertSound();
  }

  @Test
  void snapshotOfAVersionThatWasThinnedOutIsNotSaved() {
    type(300);
    List<StoredSnapshot> all = new ArrayList<>();
    for (int version = 1; version <= 300; version++) {
      all.add(snapshotAt(version));
    }
    long gone = keeping.thin(DOCUMENT, time(280));

    all.forEach(snapshot -> log.save(DOCUMENT, snapshot));

    assertThat(archive.snapshots(DOCUMENT)).hasSize(300 - (int) gone);
    assertThat(readable()).isEqualTo(301 - gone);
    assertSound();
  }

  final StoredSnapshot snapshotAt(long version) {
    return new StoredSnapshot(
        version,
        Optional.of(TEXT),
        at(version).orElseThrow(),
        log.operations(DOCUMENT, version - 1, version).get(0).time(),
        Map.of());
  }

  final void redactSecret() {
    int at = contents.get(120).indexOf(SECRET);
    assertThat(keeping.redact(DOCUMENT, 120, at, at + SECRET.length())).isPositive();
  }

  @Test
  void quoteThatWasReadBeforeARedactionIsNotSavedAfterIt() {
    typeSecret();
    commit(TEXT);
    DocumentId beside = Companion.of(DOCUMENT).orElseThrow();
    int at = contents.get(120).indexOf(SECRET);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    StoredComments slow =
        comments(
            new Past() {
              @Override
              public View newest(DocumentId document) {
                return past.newest(document);
              }

              @Override
              public View at(DocumentId document, long version) {
                View read = past.at(document, version);
                if (isFirst.getAndSet(false)) {
                  redactSecret();
                }
                return read;
              }

              @Override
              public View at(DocumentId document, Instant time) {
                return past.at(document, time);
              }

              @Override
              public List<LoggedOperation> operations(DocumentId document, long from, long to) {
                return past.operations(document, from, to);
              }
            });

    var thread =
        slow.as("bob")
            .start(DOCUMENT, "t", new Anchor.Range(120, at, at + SECRET.length()), "Yours?");

    assertThat(thread.quote()).isEqualTo("███████");
    for (LoggedOperation operation : log.operations(beside, 0, 100)) {
      assertThat(operation.payload()).doesNotContain(SECRET);
    }
  }

  @Test
  void redactedRangeOfARichTextKeepsLinesEmbedsAndFormatting() {
    write(
        START,
        "ann",
        "\"create\":{\"type\":\""
            + RICH_TEXT
            + "\",\"data\":{\"ops\":[{\"insert\":\"my password\\n\"}]}}");
    write(
        START,
        "ann",
        "\"op\":{\"ops\":[{\"retain\":11},{\"insert\":\" 😀hun\",\"attributes\":{\"bold\":true}},"
            + "{\"insert\":\"ter2\\n\"},{\"insert\":{\"image\":\"x\"}}]}");
    write(START, "bob", "\"op\":{\"ops\":[{\"insert\":\"so: \"}]}");
    commit(RICH_TEXT);
    assertThat(documents.read(DOCUMENT)).isPresent();

    assertThat(keeping.redact(DOCUMENT, 2, 12, 23)).isEqualTo(1);

    assertThat(at(2))
        .contains(
            "{\"ops\":[{\"insert\":\"my password\"},{\"insert\":\" █████\",\"attributes\":{\"bold\":true}},"
                + "{\"insert\":\"████\\n\"},{\"insert\":{\"image\":\"x\"}},{\"insert\":\"\\n\"}]}");
    assertThat(at(4))
        .contains(at(3).orElseThrow())
        .contains(JsonText.write(documents.read(DOCUMENT).orElseThrow().data()));
    assertSound();
  }

  @Test
  void redactedAfterDroppingWhereItWasInserted() {
    typeSecret();
    commit(TEXT);
    var unusedLabel = keeping.label(DOCUMENT, 125, "older");
    assertThat(keeping.drop(DOCUMENT, written.get(134).time())).isEqualTo(135);
    int at = contents.get(140).indexOf(SECRET);

    assertThat(keeping.redact(DOCUMENT, 140, at, at + SECRET.length())).isEqualTo(2);

    for (long version : archive.snapshots(DOCUMENT)) {
      assertThat(log.snapshot(DOCUMENT, version).orElseThrow().content()).doesNotContain(SECRET);
    }
    assertSound();
  }

  @Test
  void redactedStringOfAJsonDocumentIsNowhereAnyMore() {
    create("{'logins':[{'user':'ann','key':'hun'},{'user':'bob','key':''}],'n':1}");
    edit("[{'p':['logins',0,'key',3],'si':'tre'}]");
    edit("[{'p':['logins',0,'key',6],'sd':''},{'p':['n'],'na':2}]");
    edit("[{'p':['logins',0],'lm':1}]");
    edit("[{'p':['logins',1,'key'],'t':'text0','o':[{'p':5,'d':'e'},{'p':5,'i':'r2'}]}]");
    edit("[{'p':['logins',1,'key',4],'sd':'r'},{'p':['logins',1,'key',4],'si':'e'}]");
    long shown = documents.read(DOCUMENT).orElseThrow().version();
    assertThat(at(shown).orElseThrow()).contains("{\"user\":\"ann\",\"key\":\"hunter2\"}");
    edit("[{'p':['copy'],'oi':'not hunter2!'}]");
    edit("[{'p':['logins',1,'key'],'od':'hunter2','oi':'other'}]");
    edit("[{'p':['logins',1],'ld':{'user':'ann','key':'other'}}]");
    var unusedLabel = keeping.label(DOCUMENT, shown, "with the secret");
    compact(DOCUMENT);

    long changed =
        keeping.redact(DOCUMENT, shown, JsonText.parse("[\"logins\",1,\"key\"]").asJsonArray());

    assertThat(changed).isGreaterThan(4);
    assertThat(at(shown).orElseThrow()).contains("{\"user\":\"ann\",\"key\":\"███████\"}");
    assertThat(documents.read(DOCUMENT).orElseThrow().data())
        .isEqualTo(
            JsonText.parse(
                "{\"logins\":[{\"user\":\"bob\",\"key\":\"\"}],\"n\":3,\"copy\":\"not ███████!\"}"));
    for (LoggedOperation operation : log.operations(DOCUMENT, 0, 1_000)) {
      assertThat(operation.payload()).doesNotContain("hun").doesNotContain("tre");
    }
    for (long version : archive.snapshots(DOCUMENT)) {
      assertThat(log.snapshot(DOCUMENT, version).orElseThrow().content()).doesNotContain("hun");
    }
    assertSound();
  }

  private void create(String data) {
    var unused = documents.create(DOCUMENT, "json0", JsonText.parse(data.replace('\'', '"')));
  }

  private void edit(String op) {
    long version = documents.read(DOCUMENT).orElseThrow().version();
    var unused = documents.edit(DOCUMENT, version, JsonText.parse(op.replace('\'', '"')));
  }

  /** A list of strings that is edited at random, of which then one is redacted as it was once. */
  @Test
  void redactedStringsOfRandomJsonDocumentsLeaveEverythingElse() {
    Json0Type type = new Json0Type();
    for (int round = 0; round < 5; round++) {
      create("['abcdef']");
      List<JsonArray> before = new ArrayList<>();
      long first = documents.read(DOCUMENT).orElseThrow().version();
      JsonArray now = documents.read(DOCUMENT).orElseThrow().data().asJsonArray();
      before.add(now);
      for (int i = 0; i < 25; i++) {
        edit(randomEdit(now));
        now = documents.read(DOCUMENT).orElseThrow().data().asJsonArray();
        before.add(now);
      }
      int wanted = random.nextInt(before.size());
      int index = random.nextInt(before.get(wanted).size());
      if (before.get(wanted).getString(index).isEmpty()) {
        wanted = 0;
        index = 0;
      }

      var unused =
          keeping.redact(
              DOCUMENT, first + wanted, JsonText.values().createArrayBuilder().add(index).build());

      for (int i = 0; i < before.size(); i++) {
        assertBlackened(documents.read(DOCUMENT, first + i).data().asJsonArray(), before.get(i));
      }
      assertThat(documents.read(DOCUMENT, first + wanted).data().asJsonArray().getString(index))
          .matches("█+");
      // What clients have becomes what is there now.
      long head = first + before.size() - 1;
      LoggedOperation last = log.operations(DOCUMENT, head, head + 1).get(0);
      JsonValue told =
          JsonText.parse("{" + last.payload() + "}")
              .asJsonObject()
              .getOrDefault("op", JsonValue.EMPTY_JSON_ARRAY);
      assertThat(type.snapshotJson(type.apply(type.create(now), type.operation(told))))
          .isEqualTo(documents.read(DOCUMENT).orElseThrow().data())
          .isEqualTo(documents.read(DOCUMENT, head).data());
      assertSound();
      var unusedDeletion = documents.delete(DOCUMENT);
    }
  }

  private String randomEdit(JsonArray now) {
    int index = random.nextInt(now.size());
    String text = now.getString(index);
    int at = random.nextInt(text.length() + 1);
    String typed = String.valueOf((char) ('a' + random.nextInt(26)));
    int choice = random.nextInt(8);
    if (choice == 0) {
      return "[{'p':[%d],'li':'%s'}]".formatted(index, typed.repeat(4));
    }
    if (choice == 1 && now.size() > 1) {
      return "[{'p':[%d],'ld':'%s'}]".formatted(index, text);
    }
    if (choice == 2) {
      return "[{'p':[%d],'lm':%d}]".formatted(index, random.nextInt(now.size()));
    }
    if (choice == 3) {
      return "[{'p':[%d],'ld':'%s','li':'%s'}]".formatted(index, text, typed.repeat(3));
    }
    if (choice == 4 && at < text.length()) {
      return "[{'p':[%d,%d],'sd':'%s'}]".formatted(index, at, text.substring(at));
    }
    if (choice == 5) {
      return "[{'p':[%d],'t':'text0','o':[{'p':%d,'i':'%s'}]},{'p':[0,0],'si':'%s'}]"
          .formatted(index, at, typed, typed);
    }
    return "[{'p':[%d,%d],'si':'%s'}]".formatted(index, at, typed);
  }

  private static void assertBlackened(JsonArray now, JsonArray before) {
    assertThat(now).hasSameSizeAs(before);
    for (int i = 0; i < now.size(); i++) {
      assertThat(now.getString(i)).hasSameSizeAs(before.getString(i));
      for (int unit = 0; unit < now.getString(i).length(); unit++) {
        char there = now.getString(i).charAt(unit);
        assertThat(there == '█' || there == before.getString(i).charAt(unit)).isTrue();
      }
    }
  }

  @Test
  void stringsOfAJsonDocumentThatCannotBeRedactedAreRefused() {
    create("{'a':'', 'b':[1]}");

    for (String path : List.of("[]", "[\"a\"]", "[\"b\",0]", "[\"b\",7]", "[\"none\"]")) {
      assertThatThrownBy(() -> keeping.redact(DOCUMENT, 1, JsonText.parse(path).asJsonArray()))
          .as(path)
          .isInstanceOfSatisfying(
              CollabException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_OT_OP_NOT_APPLIED));
    }
    assertThatThrownBy(() -> keeping.redact(DOCUMENT, 1, 0, 1))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY));
    assertThat(log.operations(DOCUMENT, 0, 100)).hasSize(1);
  }

  @Test
  void whatCannotBeRedactedIsRefused() {
    type(30);

    assertThatThrownBy(() -> keeping.redact(DOCUMENT, 31, 0, 1))
        .isInstanceOf(CollabException.class);
    assertThatThrownBy(() -> keeping.redact(DOCUMENT, 30, 5, 500))
        .isInstanceOf(CollabException.class);
    assertThat(log.operations(DOCUMENT, 0, 100)).isEqualTo(written);
  }

  @Test
  void soundHistoryOfSomethingUnheardOfIsEmpty() {
    assertThat(keeping.verify(DocumentId.of("keeping", "none")))
        .isEqualTo(new Verification(DocumentId.of("keeping", "none"), 0, 0, 0, List.of()));
    assertThat(keeping.kept(DocumentId.of("keeping", "none"))).isEmpty();
    assertThat(keeping.purge(DocumentId.of("keeping", "none"))).isFalse();
  }

  @Test
  void documentsAreListedForRetention() {
    type(10);

    assertThat(archive.documents(Long.MIN_VALUE, 10))
        .anySatisfy(
            aged -> {
              assertThat(aged.document()).isEqualTo(DOCUMENT);
              assertThat(aged.exists()).isTrue();
              assertThat(aged.modified()).isEqualTo(time(9));
            });
  }
}
