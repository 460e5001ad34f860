package io.collabee.impl.websocket;

import io.collabee.Caller;
import io.collabee.impl.config.Settings;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Remembers from the handshake who the caller is, while the container still knows; and makes the
 * endpoint, so that no server's way of injecting into endpoints matters.
 */
final class Handshake extends ServerEndpointConfig.Configurator {
  private static final Logger LOG = System.getLogger(Handshake.class.getName());
  private static final String CALLER = Handshake.class.getName();
  private static final String SEEN = CALLER + ".seen";

  private final Connections connections;
  private final AtomicBoolean hasWarned = new AtomicBoolean();

  /** Whether this server gives all connections the same properties. */
  private volatile boolean isShared;

  Handshake(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    Map<String, Object> properties = config.getUserProperties();
    if (properties.putIfAbsent(SEEN, true) != null) {
      isShared = true;
    }
    properties.put(CALLER, caller(request));
  }

  private Caller caller(HandshakeRequest request) {
    Principal principal = request.getUserPrincipal();
    if (principal == null) {
      return Caller.ANONYMOUS;
    }
    // The request is the container's and is used again for others: ask all now, keep nothing of it.
    Set<String> roles = new HashSet<>();
    for (String role : connections.settings().roles()) {
      if (request.isUserInRole(role)) {
        roles.add(role);
      }
    }
    return new Caller(principal.getName(), role -> has(roles, role));
  }

  private boolean has(Set<String> roles, String role) {
    if (!connections.settings().roles().contains(role) && !hasWarned.getAndSet(true)) {
      LOG.log(
          Level.WARNING,
          "The access policy asks for the role {0}, which nobody has: {1} does not name it",
          role,
          Settings.SOCKET_ROLES.key());
    }
    return roles.contains(role);
  }

  /**
   * Who is at the other end of a session.
   *
   * @param properties those of the handshake. Since WebSocket 2.1 they belong to this connection
   *     alone; where a server shares them they may tell of somebody else, and only the session's
   *     own principal counts.
   */
  Caller caller(Session session, Map<String, Object> properties) {
    Principal principal = session.getUserPrincipal();
    Caller known = principal == null ? Caller.ANONYMOUS : Caller.named(principal.getName());
    // Looked up before it is asked whether they are shared, which is said before they are changed.
    Object found = properties.get(CALLER);
    if (!isShared
        && found instanceof Caller remembered
        && (known.isAnonymous() || known.name().equals(remembered.name()))) {
      return remembered;
    }
    return known;
  }

  @Override
  public <T> T getEndpointInstance(Class<T> type) {
    return type.cast(new CollabEndpoint(connections, this));
  }
}
