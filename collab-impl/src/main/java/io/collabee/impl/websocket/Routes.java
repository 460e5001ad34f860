package io.collabee.impl.websocket;

import io.collabee.impl.security.Route;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where handshakes under way come from. A filter knows that and the endpoint does not; so the
 * filter leaves it here, under the random key that each handshake has. Remembers a bounded number,
 * for seconds. Thread-safe.
 */
final class Routes {
  /** Where a client comes from if nobody knows. */
  static final Route UNKNOWN = new Route("", Optional.empty(), false);

  private static final long LONGEST_HANDSHAKE = Duration.ofSeconds(30).toNanos();
  private static final int MOST = 10_000;

  private final LongSupplier nanoTime;

  /** The oldest first. */
  private final Map<String, Left> left = new LinkedHashMap<>();

  private record Left(Route route, long time) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Routes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A handshake goes on to the endpoint.
   *
   * @param key its Sec-WebSocket-Key; null if it has none, as over HTTP/2
   */
  synchronized void leave(@Nullable String key, Route route) {
    if (key == null) {
      return;
    }
    long now = nanoTime.getAsLong();
    Iterator<Left> oldest = left.values().iterator();
    while (oldest.hasNext()
        && (now - oldest.next().time() > LONGEST_HANDSHAKE || left.size() >= MOST)) {
      oldest.remove();
    }
    left.put(key, new Left(route, now));
  }

  /** Where a handshake came from; {@link #UNKNOWN} if that is not known. */
  synchronized Route take(@Nullable String key) {
    Left found = key == null ? null : left.remove(key);
    return found == null ? UNKNOWN : found.route();
  }
}
