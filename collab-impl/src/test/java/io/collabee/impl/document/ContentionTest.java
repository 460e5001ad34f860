package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.document.BrittleLog.Gate;
import io.collabee.impl.document.TestNode.Ack;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What comes while a transaction waits for documents that another node holds. */
class ContentionTest {
  private static final DocumentId HELD = DocumentId.of("notes", "held");
  private static final DocumentId OTHER = DocumentId.of("notes", "other");

  @Test
  void whatComesWhileAnotherNodeHoldsTheDocumentGoesIntoTheSameTransaction() {
    try (TestNode node = new TestNode()) {
      node.create(HELD, "");
      Gate held = node.log.gateAppends();
      List<CompletableFuture<Ack>> sent = new ArrayList<>();
      sent.add(node.submit(HELD, "first", 1, 1, "[\"x\"]"));
      held.awaitReached();
      for (int writer = 0; writer < 9; writer++) {
        sent.add(node.submit(HELD, "writer" + writer, 1, 1, "[\"y\"]"));
      }

      held.open();

      sent.forEach(TestNode::get);
      assertThat(node.documents().activity().transactions()).isEqualTo(2);
    }
  }

  @Test
  void aTransactionTakesNoMoreThanItsLimit() {
    LaneSettings settings =
        new LaneSettings(
            1, 1, 1_000, 10, 20, Duration.ofMinutes(5), 1_000, 16 << 20, Duration.ofDays(7));
    try (TestNode node = node(settings)) {
      node.create(HELD, "");
      Gate held = node.log.gateAppends();
      List<CompletableFuture<Ack>> sent = new ArrayList<>();
      sent.add(node.submit(HELD, "first", 1, 1, "[\"x\"]"));
      held.awaitReached();
      for (int writer = 0; writer < 19; writer++) {
        sent.add(node.submit(HELD, "writer" + writer, 1, 1, "[\"y\"]"));
      }

      held.open();

      sent.forEach(TestNode::get);
      assertThat(node.documents().activity().transactions()).isEqualTo(3);
    }
  }

  @Test
  void whatComesMeanwhileForAnotherDocumentIsCommittedNext() {
    LaneSettings oneLane =
        new LaneSettings(
            1, 1, 1_000, 100, 20, Duration.ofMinutes(5), 1_000, 16 << 20, Duration.ofDays(7));
    try (TestNode node = node(oneLane)) {
      node.create(HELD, "");
      node.create(OTHER, "");
      Gate held = node.log.gateAppends();
      CompletableFuture<Ack> first = node.submit(HELD, "s", 1, 1, "[\"x\"]");
      held.awaitReached();
      CompletableFuture<Ack> other = node.submit(OTHER, "s", 1, 1, "[\"y\"]");

      held.open();

      assertThat(TestNode.get(first).version()).isEqualTo(1);
      assertThat(TestNode.get(other).version()).isEqualTo(1);
    }
  }

  @Test
  void whatComesMeanwhileFromSomebodyFarBehindIsCommittedToo() {
    LaneSettings shortTail =
        new LaneSettings(
            1, 1, 1_000, 100, 5, Duration.ofMinutes(5), 1_000, 16 << 20, Duration.ofDays(7));
    try (TestNode node = node(shortTail)) {
      node.create(HELD, "");
      for (int i = 1; i <= 20; i++) {
        TestNode.get(node.submit(HELD, "s", i, i, "[\"x\"]"));
      }
      Gate held = node.log.gateAppends();
      CompletableFuture<Ack> first = node.submit(HELD, "s", 21, 21, "[\"x\"]");
      held.awaitReached();
      CompletableFuture<Ack> behind = node.submit(HELD, "behind", 1, 1, "[\"y\"]");

      held.open();

      TestNode.get(first);
      TestNode.get(behind);
      assertThat(node.text(HELD)).hasSize(22 + 2);
    }
  }

  @Test
  void aStopCommitsWhatCameMeanwhile() throws InterruptedException {
    TestNode node = new TestNode();
    node.create(HELD, "");
    Gate held = node.log.gateAppends();
    CompletableFuture<Ack> first = node.submit(HELD, "s", 1, 1, "[\"x\"]");
    held.awaitReached();
    CompletableFuture<Ack> second = node.submit(HELD, "t", 1, 1, "[\"y\"]");
    Thread stopping = new Thread(node::close);
    stopping.start();

    held.open();

    stopping.join();
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
  }

  private static TestNode node(LaneSettings settings) {
    return new TestNode(new BrittleLog(), settings, Clock.fixed(TestNode.NOON, ZoneOffset.UTC));
  }
}
