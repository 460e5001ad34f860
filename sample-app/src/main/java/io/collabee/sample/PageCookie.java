package io.collabee.sample;

import io.collabee.sample.people.PageSession;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The cookie that holds the secret of a {@link PageSession}. */
final class PageCookie {
  private static final String NAME = "minutes-session";

  // Longer than any session: whether it has ended is in the database.
  private static final int AGE_SECONDS = 90 * 24 * 3600;

  private PageCookie() {}

  /** The secret that the browser keeps. */
  static Optional<String> read(HttpServletRequest request) {
    return Optional.ofNullable(request.getCookies())
        .map(Arrays::stream)
        .orElse(Stream.empty())
        .filter(cookie -> cookie.getName().equals(NAME))
        .map(Cookie::getValue)
        .findFirst();
  }

  static void give(String secret, HttpServletRequest request, HttpServletResponse response) {
    response.addCookie(cookie(secret, AGE_SECONDS, request));
  }

  static void takeAway(HttpServletRequest request, HttpServletResponse response) {
    response.addCookie(cookie("", 0, request));
  }

  private static Cookie cookie(String value, int seconds, HttpServletRequest request) {
    Cookie cookie = new Cookie(NAME, value);
    cookie.setPath(request.getContextPath() + "/");
    cookie.setMaxAge(seconds);
    cookie.setHttpOnly(true);
    cookie.setSecure(request.isSecure());
    // Other sites' forms come without it.
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}
