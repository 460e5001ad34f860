package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemotePresencesTest {
  private static final Channel LOBBY = new Channel("default", "lobby");

  private final RemotePresences node = new RemotePresences(Duration.ofSeconds(5), 0);

  @Test
  void largePresencesLeaveRoomForThoseOfOthers() {
    String large = "x".repeat(1 << 20);
    for (int i = 1; i <= 40; i++) {
      assertThat(node.isNewer(presence("greedy", "p" + i, large), i, 0)).isTrue();
    }

    assertThat(node.isNewer(presence("modest", "p", "here"), 41, 0)).isTrue();
  }

  @Test
  void whatIsTakenBackIsAllThatWasToldAndNotGoneMeanwhile() {
    node.isNewer(presence("a", "p", "x"), 1, 0);
    node.isNewer(presence("b", "p", "x"), 2, 0);
    node.isNewer(presence("a", "p", "x").gone(), 3, 0);

    List<PresenceMessage> left = node.removeAll();

    assertThat(left).containsExactly(presence("b", "p", "x").gone());
    assertThat(node.removeAll()).isEmpty();
  }

  private static PresenceMessage presence(String source, String id, String value) {
    String text =
        "{'a':'p','ch':'lobby','src':'%s','id':'%s','p':'%s','pv':1}"
            .formatted(source, id, value)
            .replace('\'', '"');
    return new PresenceMessage(LOBBY, source, id, 1, Optional.empty(), false, text);
  }
}
