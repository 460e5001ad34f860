package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PresenceHubTest {
  private static final Channel LOBBY = new Channel("default", "lobby");
  private static final PresenceMessage PRESENCE =
      new PresenceMessage(LOBBY, "s", "x", 1, Optional.empty(), false, "{}");

  private final List<PresenceMessage> onTheBus = new ArrayList<>();
  private final List<Channel> askedOnTheBus = new ArrayList<>();
  private final PresenceHub hub =
      new PresenceHub(
          new PresenceBus() {
            @Override
            public void tell(PresenceMessage presence) {
              onTheBus.add(presence);
            }

            @Override
            public void want(Channel channel) {
              askedOnTheBus.add(channel);
            }
          });

  @Test
  void aListenerThatFailsKeepsNobodyFromHearing() {
    List<Object> heard = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      hub.join(LOBBY, listener(heard::add));
      hub.join(
          LOBBY,
          listener(
              news -> {
                throw new IllegalStateException("a fault of the listener");
              }));
    }

    hub.tell(PRESENCE, listener(heard::add));
    assertThat(heard).hasSize(20).containsOnly(PRESENCE);
    assertThat(onTheBus).containsExactly(PRESENCE);

    heard.clear();
    hub.want(LOBBY, listener(heard::add));
    assertThat(heard).hasSize(20).containsOnly(LOBBY);
    assertThat(askedOnTheBus).containsExactly(LOBBY);
  }

  private static PresenceHub.Listener listener(Consumer<Object> news) {
    return new PresenceHub.Listener() {
      @Override
      public void told(PresenceMessage presence) {
        news.accept(presence);
      }

      @Override
      public void wanted(Channel channel) {
        news.accept(channel);
      }
    };
  }
}
