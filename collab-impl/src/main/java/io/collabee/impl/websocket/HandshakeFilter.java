package io.collabee.impl.websocket;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Refuses who may not connect, with an HTTP status, before the server's WebSocket layer sees the
 * request: refusing later makes clients hang or see 500 on some servers.
 */
public final class HandshakeFilter implements Filter {
  private static final Logger LOG = System.getLogger(HandshakeFilter.class.getName());

  private final Connections connections;
  private final boolean anonymousAllowed;
  private final Origins origins;

  HandshakeFilter(Connections connections) {
    SocketSettings settings = connections.settings();
    this.connections = connections;
    this.anonymousAllowed = settings.anonymousAllowed();
    this.origins = new Origins(settings.allowedOrigins());
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    int status = status(http);
    if (status == HttpServletResponse.SC_OK) {
      chain.doFilter(request, response);
      return;
    }
    LOG.log(
        Level.DEBUG,
        "Handshake refused with {0}, origin {1}",
        status,
        String.valueOf(http.getHeader("Origin")));
    ((HttpServletResponse) response).setStatus(status);
  }

  private int status(HttpServletRequest request) {
    if (connections.isStopping()) {
      return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    }
    Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
    String host = String.valueOf(request.getHeader("Host"));
    if (!origin.map(given -> origins.isAllowed(given, host)).orElse(true)) {
      return HttpServletResponse.SC_FORBIDDEN;
    }
    if (!anonymousAllowed && request.getUserPrincipal() == null) {
      return HttpServletResponse.SC_UNAUTHORIZED;
    }
    return HttpServletResponse.SC_OK;
  }
}
