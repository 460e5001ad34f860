package io.collabee.sample;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The pages under {@code WEB-INF/pages}, which only the servlets can show, and their forms. */
final class Pages {
  /** No other address, least of all another site's. */
  private static final Pattern WANTED = Pattern.compile("/(minutes/[\\w-]+|account|operations)?");

  /** The HTTP status for it. */
  static final int TOO_MANY_REQUESTS = 429;

  /** What to say to whoever guesses passwords. */
  static final String TOO_MANY_TRIES = "Too many tries. Please wait some minutes.";

  private static final int LONGEST_PASSWORD = 200;

  private Pages() {}

  /** Shows a page; what it needs is in the request's attributes. */
  static void show(String page, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setHeader("Cache-Control", "no-store");
    request.getRequestDispatcher("/WEB-INF/pages/" + page + ".jsp").forward(request, response);
  }

  /** What stands behind the servlet's own path; empty if nothing does. */
  static String id(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }

  /** What somebody typed into a field, without spaces around it; empty if there is no such. */
  static String typed(HttpServletRequest request, String field) {
    return Optional.ofNullable(request.getParameter(field)).orElse("").strip();
  }

  /** What somebody typed as their password; empty if it is longer than any. */
  static String password(HttpServletRequest request) {
    return Optional.ofNullable(request.getParameter("password"))
        .filter(typed -> typed.length() <= LONGEST_PASSWORD)
        .orElse("");
  }

  /** The page that somebody wanted who had to sign in first. */
  static String wanted(HttpServletRequest request) {
    return Optional.of(typed(request, "to"))
        .filter(page -> WANTED.matcher(page).matches())
        .orElse("/");
  }

  /** What somebody typed as a title, made fit for one: never empty, never too long. */
  static String title(HttpServletRequest request) {
    String title = typed(request, "title").replaceAll("\\p{Cntrl}+", " ").strip();
    if (title.isEmpty()) {
      return "Untitled";
    }
    if (title.length() <= Minutes.TITLE_LENGTH) {
      return title;
    }
    // Not between the halves of a character.
    boolean isHalf = Character.isHighSurrogate(title.charAt(Minutes.TITLE_LENGTH - 1));
    return title.substring(0, isHalf ? Minutes.TITLE_LENGTH - 1 : Minutes.TITLE_LENGTH);
  }
}
