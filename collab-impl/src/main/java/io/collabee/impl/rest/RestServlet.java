package io.collabee.impl.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Origins;
import io.collabee.impl.security.Proxies;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.servlet.HttpAttributes;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the container's requests become ours, and our answers the container's.
 *
 * <p>A request that changes something and comes from a page must come from one of {@link Origins}:
 * browsers send the login along, whoever made the page. With a token of its own in the request it
 * may come from anywhere, since no browser adds that.
 */
final class RestServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

  /** What every answer has: they are for the caller alone, and for now. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control",
          "private, no-store",
          "Vary",
          "Authorization, Cookie",
          "X-Content-Type-Options",
          "nosniff");

  private final transient Rest rest;
  private final transient Logins logins;
  private final transient Origins origins;
  private final transient Proxies proxies;
  private final transient Rates requests;
  private final transient FewAtOnce atOnce;
  private final int bodySize;

  /**
   * @param terms by which requests are judged
   */
  RestServlet(Rest rest, RestRegistration.Terms terms) {
    this.rest = rest;
    this.logins = terms.logins();
    this.origins = terms.origins();
    this.proxies = terms.proxies();
    this.requests = terms.requests();
    this.atOnce = terms.atOnce();
    this.bodySize = terms.bodySize();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getUserPrincipal() == null
        && request.getHeader("Authorization") != null
        && !isLoggedIn(request, response)) {
      return;
    }
    Route route =
        proxies.route(request.getRemoteAddr(), request.isSecure(), name -> headers(request, name));
    Asked asked = asked(request, route);
    boolean headOnly = request.getMethod().equals("HEAD");
    // Until the answer is written: who sends or reads slowly has the server's thread as well.
    if (!atOnce.begin(asked.whose())) {
      write(atOnce.refusal(), response, headOnly);
      return;
    }
    try {
      write(answer(request, route, asked), response, headOnly);
    } finally {
      atOnce.end(asked.whose());
    }
  }

  /** Some servers look at a token only if they are asked to. They answer what they refuse. */
  private static boolean isLoggedIn(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      return request.authenticate(response) || (!response.isCommitted() && !isRefused(response));
    } catch (ServletException e) {
      // The application has no login of the container's.
      return true;
    }
  }

  private static boolean isRefused(HttpServletResponse response) {
    return response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
  }

  private Answer answer(HttpServletRequest request, Route route, Asked asked) {
    String method = request.getMethod();
    if (!HARMLESS.contains(method) && !mayChange(request, route)) {
      return Answer.problem(403, "ORIGIN_REFUSED", "Pages of this origin may not do this");
    }
    List<String> parts;
    try {
      parts = parts(request);
    } catch (IllegalArgumentException e) {
      return Answer.problem(400, "ERR_MESSAGE_BADLY_FORMED", "The address is not well formed");
    }
    if (!requests.take(asked.whose())) {
      return Answer.tooMany("There were too many requests of late");
    }
    return rest.answer(method, parts, asked);
  }

  /** Whoever is not logged in shares what all of his network may do. */
  private static String whose(Caller caller, Route route) {
    return caller.isAnonymous() ? "address " + route.network() : "user " + caller.name();
  }

  private boolean mayChange(HttpServletRequest request, Route route) {
    return isOfItsOwn(request.getHeader("Authorization"))
        || origins.isAllowed(headers(request, "Origin"), route);
  }

  /** No browser adds a bearer token by itself, while it does add a password that it was told. */
  private static boolean isOfItsOwn(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
  }

  private static List<String> headers(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  private Asked asked(HttpServletRequest request, Route route) {
    Login login =
        logins.ofServer(
            request.getUserPrincipal(),
            request::isUserInRole,
            HttpAttributes.of(request.getSession(false)));
    return new Asked(
        login,
        whose(login.caller(), route),
        Map.of(),
        name -> Optional.ofNullable(request.getParameter(name)),
        name -> Optional.ofNullable(request.getHeader(name)),
        new Once<>(() -> body(request)));
  }

  /**
   * Of the address as it was sent, since names of documents may have slashes, encoded. Without what
   * stands behind a semicolon, such as the id of a session.
   */
  private static List<String> parts(HttpServletRequest request) {
    String below = request.getContextPath() + request.getServletPath() + "/";
    String address = request.getRequestURI();
    if (!address.startsWith(below)) {
      return List.of();
    }
    return Arrays.stream(address.substring(below.length()).split("/", -1))
        .map(part -> part.replaceFirst(";.*", "").replace("+", "%2B"))
        .map(part -> URLDecoder.decode(part, UTF_8))
        .toList();
  }

  private String body(HttpServletRequest request) {
    StringBuilder body = new StringBuilder();
    char[] buffer = new char[8_192];
    try (Reader reader = new InputStreamReader(request.getInputStream(), UTF_8.newDecoder())) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        if (body.length() + read > bodySize) {
          throw new CollabException(
              ErrorCode.ERR_LIMIT_EXCEEDED,
              "The body has more than the " + bodySize + " characters that are allowed");
        }
        body.append(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new CollabException(
          ErrorCode.ERR_MESSAGE_BADLY_FORMED, "The body is no UTF-8, or did not come to its end");
    }
    return body.toString();
  }

  private static void write(Answer answer, HttpServletResponse response, boolean headOnly)
      throws IOException {
    response.setStatus(answer.status());
    HEADERS.forEach(response::setHeader);
    answer.headers().forEach(response::setHeader);
    if (answer.type().isEmpty()) {
      return;
    }
    byte[] bytes = answer.body().getBytes(UTF_8);
    response.setContentType(answer.type() + ";charset=UTF-8");
    response.setContentLength(bytes.length);
    if (!headOnly) {
      response.getOutputStream().write(bytes);
    }
  }
}
