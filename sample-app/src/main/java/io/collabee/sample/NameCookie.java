package io.collabee.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Remembers in the browser under which name somebody signed in. Where there are no passwords, that
 * is as good as a session, and it outlives a restart of the server.
 */
final class NameCookie {
  private static final String COOKIE = "minutes-name";
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .'-]{0,39}");

  private NameCookie() {}

  /** Whether somebody may be called that. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The name that the browser remembers. */
  static Optional<String> read(HttpServletRequest request) {
    return Optional.ofNullable(request.getCookies())
        .map(Arrays::stream)
        .orElse(Stream.empty())
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(cookie -> decoded(cookie.getValue()))
        .filter(NameCookie::isName)
        .findFirst();
  }

  /** Empty, which is no name, if it is not what {@link #remember} wrote. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  static void remember(String name, HttpServletResponse response) {
    response.addCookie(cookie(URLEncoder.encode(name, UTF_8), Duration.ofDays(30)));
  }

  static void forget(HttpServletResponse response) {
    response.addCookie(cookie("", Duration.ZERO));
  }

  private static Cookie cookie(String value, Duration age) {
    Cookie cookie = new Cookie(COOKIE, value);
    cookie.setPath("/");
    cookie.setMaxAge((int) age.toSeconds());
    cookie.setHttpOnly(true);
    // Other sites' forms come without it.
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}
