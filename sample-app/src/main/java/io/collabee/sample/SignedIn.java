package io.collabee.sample;

import io.collabee.sample.people.PageSession;
import io.collabee.sample.people.PageSessions;
import io.collabee.sample.people.User;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets only people in who are signed in, and says who they are. What everybody may have is listed
 * here; CollabEE and whatever else wants a token look after themselves.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SignedIn extends HttpFilter {
  private static final Pattern OPEN =
      Pattern.compile(
          "/(sign-in|register|health(/.*)?|api/.*|collab/.*|quill/.*|[a-z-]+\\.(css|js|svg))");

  private static final String SESSION = PageSession.class.getName();

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient PageSessions sessions;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Operators operators;

  /** The session of a request that came past this filter. */
  static PageSession session(HttpServletRequest request) {
    if (request.getAttribute(SESSION) instanceof PageSession session) {
      return session;
    }
    throw new IllegalStateException("Everybody may have " + request.getServletPath());
  }

  /** Who makes a request that came past this filter. */
  static User user(HttpServletRequest request) {
    return session(request).getUser();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = path(request);
    if (OPEN.matcher(path).matches()) {
      chain.doFilter(request, response);
      return;
    }
    Optional<PageSession> session = PageCookie.read(request).flatMap(sessions::find);
    if (session.isPresent()) {
      request.setAttribute(SESSION, session.get());
      request.setAttribute("me", session.get().getUser());
      request.setAttribute("isOperator", operators.include(session.get().getUser().getName()));
      chain.doFilter(request, response);
    } else if (request.getMethod().equals("GET")) {
      String back = URLEncoder.encode(path, StandardCharsets.UTF_8);
      response.sendRedirect(request.getContextPath() + "/sign-in?to=" + back);
    } else {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }
  }

  /** As the container has understood it: "/collab/../account" is an account. */
  private static String path(HttpServletRequest request) {
    return request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
  }
}
