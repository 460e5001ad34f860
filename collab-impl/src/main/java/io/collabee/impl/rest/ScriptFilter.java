package io.collabee.impl.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Says how long the browser half may be kept, by browsers and by proxies between: it is the same
 * for everybody. The bundle, whose name tells its content, for ever; {@code collab.js}, which names
 * the bundle, only as long as the server says that it has not changed.
 */
final class ScriptFilter implements Filter {
  /** Where the container finds the browser half in our jar. */
  static final String PATH = "/collab/";

  private static final Pattern BUNDLE = Pattern.compile("/collab/collab\\.[A-Z0-9]+\\.js(\\.map)?");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String file = ((HttpServletRequest) request).getServletPath();
    HttpServletResponse answer = (HttpServletResponse) response;
    if (file.equals(PATH + "collab.js") || file.equals(PATH + "collab.d.ts")) {
      answer.setHeader("Cache-Control", "public, no-cache");
    } else if (BUNDLE.matcher(file).matches()
        && request.getServletContext().getResource(file) != null) {
      answer.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    }
    chain.doFilter(request, response);
  }
}
