package io.collabee.sample;

import io.collabee.impl.simulated.SimulatedPresence;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Somebody at a node who looks who is on a channel. */
final class PresenceWatch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI server;
  private final LiveClient client;
  private final SimulatedPresence presence;

  /** Connects to a node. */
  PresenceWatch(URI server, String channel) {
    this.server = server;
    client = new LiveClient(server);
    presence = client.client().presence(channel);
    presence.subscribe();
    stayConnected();
  }

  /** Waits until just these presences are seen; if that does not come, says what is seen. */
  Optional<String> sees(Map<String, JsonValue> expected) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!presence.others().equals(expected)) {
      if (System.nanoTime() > end) {
        return Optional.of(server + " shows " + presence.others() + " where there are " + expected);
      }
      stayConnected();
      client.step(Duration.ofMillis(20));
    }
    return Optional.empty();
  }

  /** Who was away knows nothing of who left meanwhile. */
  private void stayConnected() {
    if (!client.isConnected()) {
      presence.forgetOthers();
      if (!client.connect()) {
        client.await(Duration.ofMillis(100));
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
