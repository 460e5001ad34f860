package io.collabee.impl.websocket;

import io.collabee.impl.security.Login;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.servlet.HttpAttributes;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers from the handshake who is there, while the container still knows; and makes the
 * endpoint, so that no server's way of injecting into endpoints matters.
 */
final class Handshake extends ServerEndpointConfig.Configurator {
  /** The header that names a handshake at random. */
  static final String KEY = "Sec-WebSocket-Key";

  private static final String LOGIN = Handshake.class.getName();
  private static final String SEEN = LOGIN + ".seen";
  private static final String ROUTE = LOGIN + ".route";

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
    properties.put(ROUTE, connections.routes().take(key(request)).orElse(Route.UNKNOWN));
    // The request is the container's and is used again for others: nothing of it is kept.
    properties.put(
        LOGIN,
        logins.ofServer(
            request.getUserPrincipal(),
            request::isUserInRole,
            HttpAttributes.of(request.getHttpSession())));
  }

  private static @Nullable String key(HandshakeRequest request) {
    // Not every server's map takes names in any case.
    return request.getHeaders().entrySet().stream()
        .filter(header -> KEY.equalsIgnoreCase(header.getKey()))
        .flatMap(header -> header.getValue().stream())
        .findFirst()
        .orElse(null);
  }

  /**
   * Where a connection comes from, as far as that is known.
   *
   * @param properties those of the handshake
   */
  Route route(Map<String, Object> properties) {
    Object found = properties.get(ROUTE);
    return !isShared && found instanceof Route route ? route : Route.UNKNOWN;
  }

  /**
   * Who is at the other end of a session: whom its ticket stands for, or without one whom the
   * server knows.
   *
   * @param properties those of the handshake. Since WebSocket 2.1 they belong to this connection
   *     alone; where a server shares them they may tell of somebody else, and only the session's
   *     own principal counts.
   */
  Login login(Session session, Map<String, Object> properties) {
    Optional<Login> redeemed =
        session.getRequestParameterMap().getOrDefault(HandshakeFilter.TICKET, List.of()).stream()
            .findFirst()
            .flatMap(connections.redeemed()::take);
    return redeemed.orElseGet(() -> ofServer(session, properties));
  }

  private Login ofServer(Session session, Map<String, Object> properties) {
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
