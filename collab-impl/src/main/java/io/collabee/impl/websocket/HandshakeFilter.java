package io.collabee.impl.websocket;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.impl.config.Setting;
import io.collabee.impl.config.Settings;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Origins;
import io.collabee.impl.security.Proxies;
import io.collabee.impl.security.RevocationCheck;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.Tickets;
import io.collabee.impl.security.servlet.HttpAttributes;
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
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Refuses who may not connect, with an HTTP status, before the server's WebSocket layer sees the
 * request: refusing later makes clients hang or see 500 on some servers.
 */
public final class HandshakeFilter implements Filter {
  private static final Logger LOG = System.getLogger(HandshakeFilter.class.getName());
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int MOST_SHOWN = 200;

  /** The parameter of the URL that holds the ticket. */
  static final String TICKET = "ticket";

  private final Connections connections;
  private final boolean anonymousAllowed;
  private final Origins origins;
  private final Proxies proxies;
  private final Tickets tickets;
  private final RevocationCheck revocations;
  private final Logins logins;

  HandshakeFilter(Connections connections, Logins logins) {
    SocketSettings settings = connections.settings();
    this.connections = connections;
    this.anonymousAllowed = settings.anonymousAllowed();
    this.origins = settings.origins();
    this.proxies = settings.proxies();
    this.tickets = connections.tickets();
    this.revocations = connections.revocations();
    this.logins = logins;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Route route = proxies.route(http.getRemoteAddr(), http.isSecure(), name -> headers(http, name));
    int status = status(http, route);
    if (status == HttpServletResponse.SC_OK) {
      String key = http.getHeader(Handshake.KEY);
      if (key != null) {
        connections.routes().leave(key, route.by(http.getHeader("User-Agent")));
      }
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

  private static List<String> headers(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  private int status(HttpServletRequest request, Route route) {
    if (connections.isStopping()) {
      return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    }
    List<String> origin = headers(request, "Origin");
    if (!origins.isAllowed(origin, route)) {
      connections
          .refusals()
          .tell(
              caller(principal(request)), route, "Came from a page of another site", shown(origin));
      return HttpServletResponse.SC_FORBIDDEN;
    }
    Optional<String> ticket = Optional.ofNullable(request.getParameter(TICKET));
    String user;
    try {
      user = ticket.map(text -> tickets.check(text).name()).orElseGet(() -> principal(request));
    } catch (CollabException refused) {
      // Counted as of nobody known.
      user = "";
    }
    Optional<Setting<Integer>> passed =
        connections.visitors().limitPassed(new Visitors.Visit(user, route));
    if (passed.isPresent()) {
      connections.tellTooMany(caller(user), route, passed.get());
      return passed.get() == Settings.SOCKET_CONNECTIONS
          ? HttpServletResponse.SC_SERVICE_UNAVAILABLE
          : TOO_MANY_REQUESTS;
    }
    if (ticket.isPresent()) {
      return redeem(ticket.get(), user, route);
    }
    if (!anonymousAllowed && user.isEmpty()) {
      return HttpServletResponse.SC_UNAUTHORIZED;
    }
    return status(() -> revocations.require(ofServer(request)), user, route);
  }

  private Login ofServer(HttpServletRequest request) {
    return logins.ofServer(
        request.getUserPrincipal(), role -> false, HttpAttributes.of(request.getSession(false)));
  }

  /** Uses the ticket up, and leaves the login it stands for to the endpoint. */
  private int redeem(String ticket, String user, Route route) {
    return status(
        () -> {
          Login login = tickets.redeem(ticket);
          revocations.requireSurely(login);
          connections.redeemed().leave(ticket, login);
        },
        user,
        route);
  }

  private int status(Runnable check, String user, Route route) {
    try {
      check.run();
      return HttpServletResponse.SC_OK;
    } catch (CollabException e) {
      if (e.code().isRetryable()) {
        return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
      }
      connections.refusals().tell(caller(user), route, e.getMessage());
      return HttpServletResponse.SC_UNAUTHORIZED;
    }
  }

  private static Caller caller(String user) {
    return user.isEmpty() ? Caller.ANONYMOUS : Caller.named(user);
  }

  /** What somebody sends, who may send anything. */
  private static String shown(List<String> origin) {
    String all = String.join(", ", origin);
    return ": " + (all.length() > MOST_SHOWN ? all.substring(0, MOST_SHOWN) + "…" : all);
  }

  private static String principal(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    return principal == null ? "" : principal.getName();
  }
}
