package io.collabee.impl.websocket;

import io.collabee.DocumentId;
import io.collabee.impl.protocol.SessionLimits;
import java.time.Duration;
import java.util.Set;

/**
 * How the endpoint is to be.
 *
 * @param enabled whether there is one
 * @param path below the context root, with a slash at the start
 * @param organisation to which every connection belongs
 * @param anonymousAllowed whether callers without a login may connect
 * @param allowedOrigins from where pages may connect besides our own origin; {@code *} is anywhere
 * @param roles those roles that the host's access policy may ask for; the container tells of a role
 *     at the handshake only
 * @param messageSize the longest message taken, in UTF-16 units
 * @param pingInterval how often a client is pinged
 * @param missedPings after how many intervals without a sign of life it is closed
 * @param pumps how many threads write to sockets
 * @param idleTimerOff whether to switch Tyrus' idle timer off, see {@link TyrusIdleTimer}
 */
public record SocketSettings(
    boolean enabled,
    String path,
    String organisation,
    boolean anonymousAllowed,
    Set<String> allowedOrigins,
    Set<String> roles,
    int messageSize,
    Duration pingInterval,
    int missedPings,
    int pumps,
    boolean idleTimerOff,
    OutboxLimits outbox,
    SessionLimits session) {

  /** What applies where nothing is configured. */
  public static final SocketSettings DEFAULT =
      new SocketSettings(
          true,
          "/collab/socket",
          DocumentId.DEFAULT_ORGANISATION,
          false,
          Set.of(),
          Set.of(),
          1 << 20,
          Duration.ofSeconds(25),
          3,
          2,
          true,
          OutboxLimits.DEFAULT,
          SessionLimits.DEFAULT);

  /** Copies the sets and checks the ranges. */
  public SocketSettings {
    allowedOrigins = Set.copyOf(allowedOrigins);
    roles = Set.copyOf(roles);
    if (!path.startsWith("/") || path.length() < 2) {
      throw new IllegalArgumentException("The socket's path does not start with a slash: " + path);
    }
    if (messageSize < 1 || missedPings < 1 || pumps < 1 || pingInterval.isNegative()) {
      throw new IllegalArgumentException("The socket's sizes and numbers are 1 or more");
    }
  }
}
