package io.collabee.impl.websocket;

import io.collabee.impl.security.Login;
import io.collabee.impl.security.Logins;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;

/**
 * Remembers from the handshake who is there, while the container still knows; and makes the
 * endpoint, so that no server's way of injecting into endpoints matters.
 */
final class Handshake extends ServerEndpointConfig.Configurator {
  private static final String LOGIN = Handshake.class.getName();
  private static final String SEEN = LOGIN + ".seen";

  private final Connections connections;
  private final Logins logins;

  /** Whether this server gives all connections the same properties. */
  private volatile boolean isShared;

  Handshake(Connections connections, Logins logins) {
    this.connections = connections;
    this.logins = logins;
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    Map<String, Object> properties = config.getUserProperties();
    if (properties.putIfAbsent(SEEN, true) != null) {
      isShared = true;
    }
    // The request is the container's and is used again for others: nothing of it is kept.
    properties.put(LOGIN, logins.ofServer(request.getUserPrincipal(), request::isUserInRole));
  }

  /**
   * Who is at the other end of a session.
   *
   * @param properties those of the handshake. Since WebSocket 2.1 they belong to this connection
   *     alone; where a server shares them they may tell of somebody else, and only the session's
   *     own principal counts.
   */
  Login login(Session session, Map<String, Object> properties) {
    Login known = logins.ofServer(session.getUserPrincipal(), role -> false);
    // Looked up before it is asked whether they are shared, which is said before they are changed.
    Object found = properties.get(LOGIN);
    if (!isShared
        && found instanceof Login remembered
        && (known.caller().isAnonymous()
            || known.caller().name().equals(remembered.caller().name()))) {
      return remembered;
    }
    return known;
  }

  @Override
  public <T> T getEndpointInstance(Class<T> type) {
    return type.cast(new CollabEndpoint(connections, this));
  }
}
