package io.collabee.impl.cluster.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.cluster.BusCodec;
import io.collabee.impl.cluster.BusMessage;
import io.collabee.impl.cluster.BusMessage.Beat;
import io.collabee.impl.cluster.BusMessage.Head;
import io.collabee.impl.cluster.BusMessage.Presence;
import io.collabee.impl.cluster.BusMessage.PresencesReplaced;
import io.collabee.impl.cluster.Envelope;
import io.collabee.impl.cluster.NodeId;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingTest {
  private static final int SIZE = 5_000;

  private final Pending pending = new Pending(NodeId.random(), SIZE);

  private static Presence presence(long number, String source, String text) {
    return new Presence(
        new PresenceMessage(
            new Channel("default", "lobby"), source, "x", number, Optional.empty(), false, text),
        number);
  }

  /** All that waits. */
  private List<BusMessage> taken() {
    List<BusMessage> messages = new ArrayList<>();
    while (!pending.isEmpty()) {
      for (List<byte[]> frame : pending.take(2)) {
        assertThat(frame.stream().mapToInt(envelope -> Integer.BYTES + envelope.length).sum())
            .isBetween(1, SIZE);
        frame.forEach(
            envelope ->
                messages.add(BusCodec.decode(envelope).map(Envelope::message).orElseThrow()));
      }
      pending.sent();
    }
    return messages;
  }

  @Test
  void ofEachDocumentTheNewestHeadIsSent() {
    pending.add(new Head(DocumentId.of("c", "a"), 3));
    pending.add(new Head(DocumentId.of("c", "b"), 1));
    pending.add(new Head(DocumentId.of("c", "a"), 5));
    pending.add(new Head(DocumentId.of("c", "a"), 4));

    assertThat(taken())
        .containsExactlyInAnyOrder(
            new Head(DocumentId.of("c", "a"), 5), new Head(DocumentId.of("c", "b"), 1));
  }

  @Test
  void ofEachPresenceTheNewestIsSentAndTheOthersAreNotMissing() {
    pending.add(presence(1, "ann", "1"));
    pending.add(presence(2, "bob", "2"));
    pending.add(presence(3, "ann", "3"));
    pending.add(presence(4, "ann", "4"));

    assertThat(taken())
        .containsExactlyInAnyOrder(
            presence(4, "ann", "4"),
            presence(2, "bob", "2"),
            new PresencesReplaced(List.of(1L, 3L)));
  }

  @Test
  void whatWasTakenAndNotSentIsTakenAgainUnlessItIsForgotten() {
    pending.add(new Head(DocumentId.of("c", "a"), 3));
    List<List<byte[]>> taken = pending.take(1);
    pending.add(new Head(DocumentId.of("c", "a"), 4));

    assertThat(pending.take(1)).isEqualTo(taken).hasSize(1);
    pending.sent();
    assertThat(taken()).containsExactly(new Head(DocumentId.of("c", "a"), 4));

    pending.add(new Head(DocumentId.of("c", "a"), 5));
    assertThat(pending.take(1)).hasSize(1);
    pending.clear();
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void onlyTheNewestBeatIsSent() {
    pending.add(new Beat(1));
    pending.add(new Beat(2));

    assertThat(taken()).containsExactly(new Beat(2));
  }

  @Test
  void theLongestNamesFit() {
    // Three bytes a character.
    String name = "\u4e00".repeat(255);
    List<BusMessage> heads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String id = name.substring(2) + (10 + i);
      heads.add(new Head(new DocumentId(name, name, id), Long.MAX_VALUE));
    }
    heads.forEach(pending::add);

    assertThat(taken()).containsExactlyInAnyOrderElementsOf(heads);
  }

  @Test
  void whatFitsInNoFrameIsLeftOutAndNotMissing() {
    pending.add(presence(1, "ann", "x".repeat(SIZE)));
    pending.add(presence(2, "bob", "2"));

    assertThat(taken())
        .containsExactly(presence(2, "bob", "2"), new PresencesReplaced(List.of(1L)));
  }

  @Test
  void theOldestIsDroppedWhenTooMuchWaits() {
    for (int i = 0; i < 100_000; i++) {
      pending.add(new Head(DocumentId.of("c", "d" + i), 1));
      pending.add(presence(i, "s" + i, "1"));
      pending.add(new BusMessage.PresencesTold(i, 1));
    }

    assertThat(taken())
        .hasSize(3 * 4_096)
        .contains(new Head(DocumentId.of("c", "d99999"), 1))
        .doesNotContain(new Head(DocumentId.of("c", "d90000"), 1));
  }

  @Test
  void thousandsOfUpdatesOfAPresenceWaitAsOne() {
    for (int i = 1; i <= 10_000; i++) {
      pending.add(presence(i, "ann", "1"));
    }

    List<BusMessage> taken = taken();
    assertThat(taken).contains(presence(10_000, "ann", "1"));
    assertThat(
            taken.stream()
                .filter(PresencesReplaced.class::isInstance)
                .mapToInt(message -> ((PresencesReplaced) message).numbers().size())
                .sum())
        .isEqualTo(9_999);
  }
}
