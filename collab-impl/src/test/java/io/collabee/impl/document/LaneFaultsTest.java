package io.collabee.impl.document;

import static io.collabee.impl.document.BrittleLog.Fault.AFTER_COMMIT;
import static io.collabee.impl.document.BrittleLog.Fault.BEFORE_COMMIT;
import static io.collabee.impl.document.BrittleLog.Fault.NONE;
import static io.collabee.impl.document.LiveDocumentsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.BrittleLog.Gate;
import io.collabee.impl.document.TestNode.Ack;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneFaultsTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");

  private final TestNode node = new TestNode();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aLostTransactionIsRepeated() {
    node.create(NOTES, "");
    node.log.next(BEFORE_COMMIT);

    Ack ack = TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]"));

    assertThat(ack.version()).isEqualTo(1);
    assertThat(node.operations(NOTES, 0)).hasSize(2);
  }

  @Test
  void anOperationWhoseCommitNobodyHeardOfIsNotCommittedTwice() {
    node.create(NOTES, "");
    List<Committed> told = Collections.synchronizedList(new ArrayList<>());
    node.follow(NOTES, 1, told);
    node.log.next(AFTER_COMMIT);

    Ack ack = TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]"));

    assertThat(ack.version()).isEqualTo(1);
    assertThat(node.text(NOTES)).isEqualTo("\"x\"");
    assertThat(told).extracting(Committed::version).containsExactly(1L);
  }

  @Test
  void whatCannotBeStoredIsAnsweredAsRetryableAndTheDocumentStaysAsItWas() {
    node.create(NOTES, "");
    node.log.next(BEFORE_COMMIT, BEFORE_COMMIT);

    assertRefused(
        ErrorCode.ERR_STORE_UNAVAILABLE,
        () -> TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]")));

    assertThat(node.text(NOTES)).isEqualTo("\"\"");
    assertThat(TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]")).version()).isEqualTo(1);
  }

  @Test
  void aBadDocumentDoesNotFailItsNeighbours() {
    DocumentId bad = DocumentId.of("notes", "bad");
    List<DocumentId> good = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      good.add(DocumentId.of("notes", "good" + i));
    }
    node.create(bad, "");
    good.forEach(id -> node.create(id, ""));
    node.log.breaks(bad);

    CompletableFuture<Ack> lost = node.submit(bad, "s", 1, 1, "[\"x\"]");
    List<CompletableFuture<Ack>> kept = new ArrayList<>();
    for (DocumentId id : good) {
      kept.add(node.submit(id, "s", 1, 1, "[\"x\"]"));
    }

    kept.forEach(TestNode::get);
    assertRefused(ErrorCode.ERR_STORE_UNAVAILABLE, () -> TestNode.get(lost));
  }

  @Test
  void aDocumentThatCannotBeReadIsTriedAgainByTheNextWhoAsks() {
    node.create(NOTES, "ab");
    try (TestNode other = node.otherNode()) {
      node.log.unreachable(true);
      assertRefused(ErrorCode.ERR_STORE_UNAVAILABLE, () -> other.read(NOTES));
      assertRefused(
          ErrorCode.ERR_STORE_UNAVAILABLE,
          () -> TestNode.get(other.submit(NOTES, "s", 1, 1, "[\"x\"]")));

      node.log.unreachable(false);
      assertThat(other.text(NOTES)).isEqualTo("\"ab\"");
    }
  }

  @Test
  void whoeverIsFarBehindIsRefusedAloneIfThatHistoryIsGone() {
    createWithOldHistory();
    node.log.withoutHistory();
    Gate history = node.log.gateHistory();

    CompletableFuture<Ack> behind = node.submit(NOTES, "t", 1, 1, "[\"x\"]");
    history.awaitReached();
    CompletableFuture<Ack> upToDate = node.submit(NOTES, "u", 1, 101, "[\"y\"]");
    untilTheLaneHasSeenIt();
    history.open();

    assertThat(TestNode.get(upToDate).version()).isEqualTo(101);
    assertThatThrownBy(() -> TestNode.get(behind)).isInstanceOf(CollabException.class);
  }

  @Test
  void historyIsReadOnceHoweverManyOperationsWaitForIt() {
    createWithOldHistory();
    Gate history = node.log.gateHistory();

    CompletableFuture<Ack> behind = node.submit(NOTES, "t", 1, 1, "[\"x\"]");
    history.awaitReached();
    int reads = node.log.historyReads.get();
    for (int i = 1; i <= 5; i++) {
      var unused = node.submit(NOTES, "u" + i, 1, 101, "[\"y\"]");
      untilTheLaneHasSeenIt();
    }
    history.open();

    TestNode.get(behind);
    // The state that the old operations start from was read first.
    assertThat(node.log.historyReads.get()).isLessThanOrEqualTo(reads + 1);
  }

  @Test
  void aFollowerIsRefusedIfTheHistoryItLacksIsGone() {
    createWithOldHistory();
    node.log.withoutHistory();

    assertRefused(
        ErrorCode.ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND,
        () -> node.follow(NOTES, 1, Collections.synchronizedList(new ArrayList<>())));
  }

  @Test
  void whoeverNeedsAReaderThatCannotBeHadIsAnswered() {
    node.withoutThreads(true);

    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> node.read(NOTES));
    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> node.read(NOTES, 0));

    node.withoutThreads(false);
    assertThat(node.create(NOTES, "").version()).isEqualTo(0);
  }

  @Test
  void aFaultBetweenTasksDoesNotEndTheLane() {
    AtomicBoolean fault = new AtomicBoolean();
    Clock clock =
        ArrivalsTest.clock(
            () -> {
              if (fault.getAndSet(false)) {
                throw new IllegalStateException("no time");
              }
              return TestNode.NOON;
            });
    try (TestNode faulty = new TestNode(new BrittleLog(), TestNode.SETTINGS, clock)) {
      faulty.create(NOTES, "");
      fault.set(true);
      await().until(() -> !fault.get());

      assertThat(faulty.text(NOTES)).isEqualTo("\"\"");
    }
  }

  @Test
  void whoeverIsFarBehindIsNotOvertakenByWhatArrives() {
    LaneSettings oneReader =
        new LaneSettings(
            1, 1, 1_000, 100, 20, Duration.ofMinutes(5), 1_000, 16 << 20, Duration.ofDays(7));
    createWithOldHistory();
    try (TestNode other = new TestNode(node.log, oneReader, Clock.systemUTC())) {
      other.follow(NOTES, 101, Collections.synchronizedList(new ArrayList<>()));
      Gate history = node.log.gateHistory();
      CompletableFuture<Ack> behind = other.submit(NOTES, "t", 1, 1, "[\"x\"]");
      history.awaitReached();
      LoggedOperation elsewhere =
          TestNode.get(node.submit(NOTES, "s", 101, 101, "[\"-\"]")).committed().operation();
      CountDownLatch held = new CountDownLatch(1);
      other.documents().versions(each -> ArrivalsTest.awaitUninterrupted(held));
      history.open();
      // The only reader has handed on what it read before it answers this.
      other.read(NOTES, 1);
      other.documents().committed(NOTES, List.of(elsewhere));
      int reads = node.log.historyReads.get();
      held.countDown();

      assertThat(TestNode.get(behind).version()).isEqualTo(102);
      assertThat(node.log.historyReads).hasValue(reads);
    }
  }

  private void createWithOldHistory() {
    node.create(NOTES, "");
    for (int i = 1; i <= 100; i++) {
      TestNode.get(node.submit(NOTES, "s", i, i, "[\"-\"]"));
    }
  }

  private void untilTheLaneHasSeenIt() {
    assertThat(node.operations(NOTES, 500)).isEmpty();
  }

  @Test
  void aLaneWhoseThreadIsTakenAwayAnswersWhatIsQueued() {
    node.create(NOTES, "");
    Gate appends = node.log.gateAppends();
    CompletableFuture<Ack> first = node.submit(NOTES, "s", 1, 1, "[\"x\"]");
    appends.awaitReached();
    CompletableFuture<Ack> queued = node.submit(NOTES, "t", 1, 1, "[\"y\"]");

    node.interrupt();
    appends.open();

    assertThat(first).failsWithin(Duration.ofSeconds(20));
    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> TestNode.get(queued));
  }

  @Test
  void aStoppedNodeAnswersWhoeverReads() {
    node.create(NOTES, "");

    node.close();

    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> node.read(NOTES));
    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> node.read(NOTES, 1));
  }

  @Test
  void whatIsQueuedIsCommittedBeforeTheLanesStop() {
    node.create(NOTES, "");
    List<CompletableFuture<Ack>> sent = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      sent.add(node.submit(NOTES, "s" + i, 1, 1, "[\"x\"]"));
    }

    node.close();

    sent.forEach(TestNode::get);
    assertRefused(
        ErrorCode.ERR_UNAVAILABLE, () -> TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]")));
  }

  @Test
  void aFullQueueRefusesAndForgetsNothing() {
    node.create(NOTES, "");
    List<CompletableFuture<Ack>> sent = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      sent.add(node.submit(NOTES, "s" + i, 1, 1, "[\"x\"]"));
    }

    int committed = 0;
    for (CompletableFuture<Ack> one : sent) {
      try {
        TestNode.get(one);
        committed++;
      } catch (CollabException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.ERR_UNAVAILABLE);
      }
    }
    assertThat(node.text(NOTES)).hasSize(2 + committed);
  }

  @Test
  void manyQueuedOperationsShareTransactions() {
    node.create(NOTES, "");
    int before = node.log.transactions.get();
    List<CompletableFuture<Ack>> sent = new ArrayList<>();
    for (int i = 1; i <= 900; i++) {
      sent.add(node.submit(NOTES, "s" + i, 1, 1, "[\"x\"]"));
    }
    sent.forEach(TestNode::get);

    assertThat(node.log.transactions.get() - before).isLessThan(450);
  }

  @Test
  void randomFaultsLoseNothingAcknowledgedAndDoubleNothing() {
    for (long seed = 1; seed <= 12; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      try (TestNode faulty = new TestNode()) {
        faulty.create(NOTES, "");
        List<BrittleLog.Fault> faults = List.of(NONE, BEFORE_COMMIT, AFTER_COMMIT);
        Set<String> acknowledged = new HashSet<>();
        for (int i = 1; i <= 60; i++) {
          faulty.log.next(faults.get(random.nextInt(3)));
          String mark = "<" + i + ">";
          for (boolean sent = false; !sent; ) {
            long version = random.nextInt(1 + (int) faulty.read(NOTES).version());
            try {
              TestNode.get(
                  faulty.submit(NOTES, "s", i, Math.max(1, version), "[\"" + mark + "\"]"));
              acknowledged.add(mark);
              sent = true;
            } catch (CollabException e) {
              assertThat(e.code().isRetryable()).as("seed %d: %s", seed, e).isTrue();
            }
          }
        }
        String text = faulty.text(NOTES);
        for (String mark : acknowledged) {
          assertThat(text.split(mark, -1)).as("seed %d: %s in %s", seed, mark, text).hasSize(2);
        }
      }
    }
  }
}
