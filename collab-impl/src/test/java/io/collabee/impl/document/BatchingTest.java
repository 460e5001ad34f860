package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Operation;
import io.collabee.impl.document.BrittleLog.Gate;
import io.collabee.impl.document.TestNode.Ack;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How many operations a transaction takes: one if one is there, all if many are. */
class BatchingTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");

  @Test
  void whatManyWriteWhileATransactionRunsGoesIntoTheNextTogether() {
    try (TestNode node = new TestNode()) {
      node.create(NOTES, "");
      for (int round = 1; round <= 10; round++) {
        Gate slow = node.log.gateCommits();
        List<CompletableFuture<Ack>> sent = new ArrayList<>();
        sent.add(node.submit(NOTES, "first", round, 1, "[\"x\"]"));
        slow.awaitReached();
        for (int writer = 0; writer < 50; writer++) {
          sent.add(node.submit(NOTES, "writer" + writer, round, 1, "[\"y\"]"));
        }
        slow.open();
        sent.forEach(TestNode::get);
      }

      Activity activity = node.documents().activity();

      assertThat(activity.operations()).isEqualTo(1 + 10 * 51);
      assertThat(activity.transactions()).isEqualTo(1 + 10 * 2);
    }
  }

  @Test
  void operationsOneByOneAreATransactionEach() {
    try (TestNode node = new TestNode()) {
      node.create(NOTES, "");
      for (int i = 1; i <= 5; i++) {
        TestNode.get(node.submit(NOTES, "s", i, i, "[\"x\"]"));
      }

      assertThat(node.documents().activity()).isEqualTo(new Activity(1, 6, 6));
    }
  }

  @Test
  void whatIsCommittedAlreadyIsNotCountedAgain() {
    try (TestNode node = new TestNode()) {
      node.create(NOTES, "");
      TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]"));
      TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]"));

      assertThat(node.documents().activity().operations()).isEqualTo(2);
      assertThat(node.documents().activity().transactions()).isEqualTo(2);
    }
  }

  @Test
  void aLoneOperationWaitsForNoTimer() throws InterruptedException {
    // The clock stands still, and the one timer that a lane has comes in a year.
    Lane lane =
        new Lane(
            new InMemoryOperationLog(),
            new DocumentTypes(List.of(new TextType())),
            Clock.fixed(TestNode.NOON, ZoneOffset.UTC),
            TestNode.SETTINGS,
            Runnable::run,
            CommitListener.NONE,
            new CommitCount(),
            Duration.ofDays(365));
    Thread thread = new Thread(lane);
    thread.start();
    CompletableFuture<Ack> created = new CompletableFuture<>();
    CompletableFuture<Ack> edited = new CompletableFuture<>();

    lane.submit(
        NOTES, lone(1, new Operation.Create("text-unicode", JsonText.parse("\"\"")), created));
    TestNode.get(created);
    lane.submit(NOTES, lone(2, new Operation.Edit(JsonText.parse("[\"x\"]")), edited));

    assertThat(TestNode.get(edited).version()).isEqualTo(1);
    lane.close();
    thread.join();
  }

  private static Submission lone(int seq, Operation operation, CompletableFuture<Ack> outcome) {
    return new Submission(
        "s", seq, "ann", OptionalLong.of(seq - 1), operation, TestNode.outcome(outcome));
  }
}
