package io.collabee.impl.document;

import static io.collabee.impl.document.LiveDocumentsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one log. The test carries what the one commits to the other. */
class ArrivalsTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");

  private final TestNode here = new TestNode();
  private final TestNode elsewhere = here.otherNode();
  private final List<Committed> told = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() {
    elsewhere.create(NOTES, "");
    here.follow(NOTES, 1, told);
  }

  @AfterEach
  void close() {
    here.close();
    elsewhere.close();
  }

  @Test
  void whatWasCommittedElsewhereIsToldWithoutReadingTheLog() {
    int reads = here.log.historyReads.get();

    arrive(type("a"));
    arrive(type("b"));

    awaitTold(1, 2);
    assertThat(here.log.historyReads).hasValue(reads);
    assertThat(here.text(NOTES)).isEqualTo("\"ba\"");
  }

  @Test
  void whatIsHeardAgainIsToldOnce() {
    LoggedOperation a = type("a");
    LoggedOperation b = type("b");
    arrive(a);
    arrive(a, b);
    arrive(a);
    arrive(b);
    arrive(type("c"));

    awaitTold(1, 2, 3);
  }

  @Test
  void whatWasCommittedHereIsNotTakenOverAgain() {
    LoggedOperation own =
        TestNode.get(here.submit(NOTES, "s", 1, 1, "[\"x\"]")).committed().operation();

    arrive(own);
    arrive(type("a"));

    awaitTold(1, 2);
  }

  @Test
  void aGapIsReadFromTheLog() {
    type("a");
    type("b");
    arrive(type("c"));

    awaitTold(1, 2, 3);
  }

  @Test
  void whatArrivesWhileTheLogIsReadIsKept() {
    type("a");
    LoggedOperation b = type("b");
    AtomicBoolean first = new AtomicBoolean(true);
    here.log.afterRead(
        () -> {
          if (first.getAndSet(false)) {
            arrive(type("c"));
            arrive(type("d"));
          }
        });
    int reads = here.log.historyReads.get();

    arrive(b);

    awaitTold(1, 2, 3, 4);
    assertThat(here.log.historyReads).hasValue(reads + 1);
  }

  @Test
  void aHeadMakesTheDocumentReadTheLog() {
    type("a");
    type("b");

    here.documents().head(NOTES, 3);

    awaitTold(1, 2);
  }

  @Test
  void whatDoesNotFitIsReadFromTheLog() {
    LoggedOperation a = type("a");
    arrive(
        new LoggedOperation(1, a.source(), a.seq(), a.author(), a.time(), "\"op\":[{\"d\":9}]"),
        new LoggedOperation(3, a.source(), a.seq(), a.author(), a.time(), "\"op\":[]"));

    awaitTold(1);
    assertThat(told.get(0).operation()).isEqualTo(a);
  }

  @Test
  void aHeadThatIsNotInTheLogIsForgotten() {
    int reads = here.log.historyReads.get();
    here.documents().head(NOTES, 1_000);
    await().until(() -> here.log.historyReads.get() == reads + 1);

    arrive(type("a"));

    awaitTold(1);
    assertThat(here.log.historyReads).hasValue(reads + 1);
  }

  @Test
  void aDocumentThatIsNotInMemoryIsNotRead() {
    DocumentId other = DocumentId.of("notes", "tuesday");
    elsewhere.create(other, "x");
    int reads = here.log.historyReads.get();

    here.documents().head(other, 1);
    here.documents().committed(other, here.log.operations(other, 0, 1));

    assertThat(heads(here)).containsOnlyKeys(NOTES);
    assertThat(here.log.historyReads).hasValue(reads + 1);
  }

  @Test
  void whatIsHeardWhileADocumentIsBeingReadIsNotMissed() {
    DocumentId other = DocumentId.of("notes", "tuesday");
    elsewhere.create(other, "");
    AtomicBoolean first = new AtomicBoolean(true);
    here.log.afterRead(
        () -> {
          if (first.getAndSet(false)) {
            arrive(other, type(other, "a"));
            type(other, "b");
            here.documents().head(other, 3);
          }
        });

    here.follow(other, 1, told);

    awaitTold(1, 2);
  }

  @Test
  void aBrokenLogFailsNothingAndIsReadAgainWhenHeardOfAgain() {
    here.log.unreachable(true);
    here.documents().head(NOTES, 2);
    await().until(() -> here.log.refusals.get() == 1);
    here.log.unreachable(false);
    type("a");

    here.documents().head(NOTES, 2);

    awaitTold(1);
  }

  @Test
  void aDocumentWhoseLogDoesNotFitIsLetGoOfAloneAndReadAnew() {
    DocumentId other = DocumentId.of("notes", "tuesday");
    elsewhere.create(other, "");
    List<Committed> neighbours = Collections.synchronizedList(new ArrayList<>());
    here.follow(other, 1, neighbours);
    CountDownLatch ended = new CountDownLatch(1);
    here.documents()
        .follow(
            NOTES,
            1,
            new Follower() {
              @Override
              public void committed(Committed operation) {}

              @Override
              public void ended() {
                ended.countDown();
              }
            },
            DocumentService.Answer.of(head -> {}, failed -> {}));
    type("a");
    here.log.garbles(NOTES);
    here.documents().head(NOTES, 2);
    arrive(other, type(other, "x"));

    await().until(() -> ended.getCount() == 0 && neighbours.size() == 1);
    here.log.garbles(null);
    assertThat(here.text(NOTES)).isEqualTo("\"a\"");
  }

  @Test
  void whatWaitsForTheTransactionIsTransformedOverWhatArrives() {
    CountDownLatch held = new CountDownLatch(1);
    here.documents().versions(each -> awaitUninterrupted(held));
    LoggedOperation a = type("abc");
    CompletableFuture<TestNode.Ack> ack = here.submit(NOTES, "s", 1, 1, "[\"x\"]");
    arrive(a);
    held.countDown();

    assertThat(TestNode.get(ack).missed()).extracting(Committed::version).containsExactly(1L);
    awaitTold(1, 2);
    assertThat(here.text(NOTES)).isEqualTo(elsewhere.text(NOTES));
  }

  // Contents

  @Test
  void aReadGivesWhatWasCommittedElsewhereThoughNothingWasHeardOfIt() {
    for (int i = 1; i <= 20; i++) {
      type("x");
      assertThat(here.read(NOTES).version()).isEqualTo(1 + i);
    }
    type("y");
    assertThat(here.operations(NOTES, 21)).hasSize(1);
  }

  @Test
  void readsThatComeTogetherShareTheQuestion() {
    BrittleLog.Gate held = here.log.gateHeads();
    int questions = here.log.headQuestions.get();
    List<CompletableFuture<View>> views = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      views.add(read(here));
    }
    held.awaitReached();
    heads(here);
    type("x");
    held.open();

    views.forEach(view -> assertThat(TestNode.get(view).version()).isEqualTo(2));
    assertThat(here.log.headQuestions).hasValueLessThanOrEqualTo(questions + 2);
  }

  @Test
  void aReadGivesWhatIsInMemoryIfTheStoreRefuses() {
    here.log.unreachable(true);

    assertThat(here.read(NOTES).version()).isEqualTo(1);
    assertRefused(
        ErrorCode.ERR_STORE_UNAVAILABLE, () -> here.read(DocumentId.of("notes", "tuesday")));
  }

  @Test
  void aReadGivesWhatIsInMemoryIfTheStoreDoesNotAnswer() {
    AtomicReference<Instant> now = new AtomicReference<>(TestNode.NOON);
    InstantSource time = now::get;
    try (TestNode waiting = new TestNode(here.log, TestNode.SETTINGS, clock(time))) {
      assertThat(waiting.read(NOTES).version()).isEqualTo(1);
      BrittleLog.Gate held = waiting.log.gateHeads();
      CompletableFuture<View> view = read(waiting);
      held.awaitReached();

      now.set(TestNode.NOON.plus(Duration.ofSeconds(3)));
      heads(waiting);

      assertThat(TestNode.get(view).version()).isEqualTo(1);
      held.open();
    }
  }

  @Test
  void aFollowerThatSawMoreElsewhereIsToldNothingTwice() {
    type("a");
    type("b");
    List<Committed> ahead = Collections.synchronizedList(new ArrayList<>());

    here.follow(NOTES, 3, ahead);

    arrive(type("c"));
    await().until(() -> !ahead.isEmpty());
    assertThat(ahead).extracting(Committed::version).containsExactly(3L);
  }

  @Test
  void aWatcherOfTheNewestStartsBehindWhatWasCommittedElsewhere() {
    type("a");
    List<Committed> newest = Collections.synchronizedList(new ArrayList<>());

    here.follow(NOTES, Long.MAX_VALUE, newest);

    arrive(type("b"));
    await().until(() -> !newest.isEmpty());
    assertThat(newest).extracting(Committed::version).containsExactly(2L);
  }

  // Given

  static Clock clock(InstantSource time) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Instant instant() {
        return time.instant();
      }
    };
  }

  static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<View> read(TestNode node) {
    CompletableFuture<View> view = new CompletableFuture<>();
    node.documents()
        .read(NOTES, DocumentService.Answer.of(view::complete, view::completeExceptionally));
    return view;
  }

  /** Commits elsewhere at the document's start. */
  private LoggedOperation type(String text) {
    return type(NOTES, text);
  }

  private LoggedOperation type(DocumentId document, String text) {
    long version = here.log.head(document);
    return TestNode.get(
            elsewhere.submit(document, "elsewhere", version, version, "[\"" + text + "\"]"))
        .committed()
        .operation();
  }

  private void arrive(LoggedOperation... operations) {
    arrive(NOTES, operations);
  }

  private void arrive(DocumentId document, LoggedOperation... operations) {
    here.documents().committed(document, List.of(operations));
  }

  private void awaitTold(long... versions) {
    await().until(() -> told.size() >= versions.length);
    assertThat(told)
        .extracting(Committed::version)
        .containsExactlyElementsOf(LongStream.of(versions).boxed().toList());
  }

  /** What is in memory, when all that came before has been done. */
  private static Map<DocumentId, Long> heads(TestNode node) {
    Map<DocumentId, Long> all = new HashMap<>();
    List<CompletableFuture<Map<DocumentId, Long>>> lanes = new ArrayList<>();
    Collections.addAll(lanes, new CompletableFuture<>(), new CompletableFuture<>());
    List<CompletableFuture<Map<DocumentId, Long>>> left =
        Collections.synchronizedList(new ArrayList<>(lanes));
    assertThat(node.documents().versions(versions -> left.remove(0).complete(versions)))
        .isEqualTo(lanes.size());
    lanes.forEach(lane -> all.putAll(TestNode.get(lane)));
    return all;
  }
}
