package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.simulated.SimulatedDocument;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A document that is edited at every node, to learn how long it takes until all know what was done
 * at any.
 */
final class Pulse implements AutoCloseable {
  private static final TextType TYPE = new TextType();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String id = "pulse-" + UUID.randomUUID();
  private final List<Beat> beats = new ArrayList<>();

  /** Connects a client to each node. */
  Pulse(List<URI> servers) {
    servers.forEach(server -> beats.add(new Beat(server)));
  }

  /**
   * Edits at each node; how long it took until each client had the edits of all, and each node gave
   * them to a new client.
   *
   * @throws AssertionError if that took longer than two minutes
   */
  Duration beat() {
    long start = System.nanoTime();
    beats.forEach(Beat::edit);
    while (!agree()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("no pulse for " + PATIENCE);
      }
      beats.forEach(Beat::step);
    }
    long version = beats.get(0).document.version();
    for (Beat beat : beats) {
      try (Reader reader = new Reader(beat.server)) {
        long known = reader.snapshot(id).getJsonNumber("v").longValueExact();
        if (known < version) {
          throw new AssertionError(beat.server + " is at " + known + " of " + version);
        }
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private boolean agree() {
    long version = beats.get(0).document.version();
    return beats.stream().allMatch(beat -> beat.isSettled(version));
  }

  @Override
  public void close() {
    beats.forEach(beat -> beat.client.close());
  }

  private final class Beat {
    private final URI server;
    private final LiveClient client;
    private final SimulatedDocument<?, ?> document;
    private final Runnable edit;

    Beat(URI server) {
      this.server = server;
      client = new LiveClient(server);
      client.connectAtLast();
      var opened = client.open(id, TYPE);
      client.until("the document is known", () -> opened.version() >= 0);
      if (opened.version() == 0) {
        opened.create(JsonText.values().createValue(""));
        client.until("the document is made", () -> !opened.hasPending());
      }
      document = opened;
      edit = () -> opened.edit(TYPE.operation(JsonText.parse("[\"x\"]")));
    }

    void edit() {
      client.catchUp();
      edit.run();
    }

    void step() {
      if (!client.isConnected() && !client.connect()) {
        client.await(Duration.ofMillis(50));
      }
      client.step(Duration.ofMillis(1));
    }

    boolean isSettled(long version) {
      return client.client().isReady() && !document.hasPending() && document.version() == version;
    }
  }
}
