package io.collabee.impl.websocket;

import io.collabee.impl.security.Route;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where handshakes under way come from, under the random key that each handshake has. Thread-safe.
 */
final class Routes {
  /** Where a client comes from if nobody knows. */
  static final Route UNKNOWN = new Route("", Optional.empty(), false);

  private final Handover<Route> left;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Routes(LongSupplier nanoTime) {
    left = new Handover<>(nanoTime);
  }

  /**
   * A handshake goes on to the endpoint.
   *
   * @param key its Sec-WebSocket-Key; null if it has none, as over HTTP/2
   */
  void leave(@Nullable String key, Route route) {
    if (key != null) {
      left.leave(key, route);
    }
  }

  /** Where a handshake came from; {@link #UNKNOWN} if that is not known. */
  Route take(@Nullable String key) {
    return left.take(key).orElse(UNKNOWN);
  }
}
