package io.collabee.impl.websocket;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a filter knows of handshakes under way and the endpoint does not, left by the one for the
 * other under a key that no other handshake has. Remembers a bounded number, for seconds.
 * Thread-safe.
 */
final class Handover<T> {
  private static final long LONGEST_HANDSHAKE = Duration.ofSeconds(30).toNanos();
  private static final int MOST = 10_000;

  private final LongSupplier nanoTime;

  /** The oldest first. */
  private final Map<String, Left<T>> left = new LinkedHashMap<>();

  private record Left<T>(T value, long time) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Handover(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A handshake goes on to the endpoint. */
  synchronized void leave(String key, T value) {
    long now = nanoTime.getAsLong();
    Iterator<Left<T>> oldest = left.values().iterator();
    while (oldest.hasNext()
        && (now - oldest.next().time() > LONGEST_HANDSHAKE || left.size() >= MOST)) {
      oldest.remove();
    }
    left.put(key, new Left<>(value, now));
  }

  /** What was left under a key; nobody gets it again. */
  synchronized Optional<T> take(@Nullable String key) {
    Left<T> found = key == null ? null : left.remove(key);
    return found == null ? Optional.empty() : Optional.of(found.value());
  }
}
