package io.collabee.impl.websocket;

import io.collabee.impl.protocol.CloseReason;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * Sees to it that a socket which we closed ends. A close frame is sent behind what was sent before;
 * if the client takes nothing more, some servers keep all of that, megabytes, for as long as its
 * system answers. Thread-safe.
 */
final class Departures {
  /** How long a client may take for what was sent before the close frame, and for that. */
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private final Queue<Departure> underway = new ConcurrentLinkedQueue<>();

  private record Departure(Wire wire, long start) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Departures(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The same wire, whose end is seen to when it has been closed. */
  Wire seenTo(Wire wire) {
    return new Wire() {
      @Override
      public void send(String text, Done done) {
        wire.send(text, done);
      }

      @Override
      public void ping() {
        wire.ping();
      }

      @Override
      public void close(CloseReason reason) {
        wire.close(reason);
        underway.add(new Departure(wire, nanoTime.getAsLong()));
      }

      @Override
      public void cut() {
        wire.cut();
      }
    };
  }

  /** Cuts those that have had their time. Called now and then, by one thread. */
  void beat() {
    long now = nanoTime.getAsLong();
    for (Departure first = underway.peek();
        first != null && now - first.start() >= PATIENCE;
        first = underway.peek()) {
      underway.remove();
      first.wire().cut();
    }
  }
}
