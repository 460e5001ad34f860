package io.collabee.sample;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The pages under {@code WEB-INF/pages}, which only the servlets can show. */
final class Pages {
  private Pages() {}

  /** Shows a page; what it needs is in the request's attributes. */
  static void show(String page, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setHeader("Cache-Control", "no-store");
    request.getRequestDispatcher("/WEB-INF/pages/" + page + ".jsp").forward(request, response);
  }

  /** What somebody typed as a title, made fit for one: never empty, never too long. */
  static String title(@Nullable String typed) {
    String title = typed == null ? "" : typed.strip();
    if (title.isEmpty()) {
      return "Untitled";
    }
    return title.length() <= Minutes.TITLE_LENGTH
        ? title
        : title.substring(0, Minutes.TITLE_LENGTH);
  }
}
