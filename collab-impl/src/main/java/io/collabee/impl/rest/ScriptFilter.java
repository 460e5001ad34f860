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
 * for everybody. A bundle, whose name tells its content, for ever; {@code collab.js} and the others
 * that pages import, which name the bundles, only as long as the server says that they have not
 * changed.
 */
final class ScriptFilter implements Filter {
  /** Where the container finds the browser half in our jar. */
  static final String PATH = "/collab/";

  private static final Pattern BUNDLE = Pattern.compile("/collab/[a-z]+\\.[A-Z0-9]+\\.js(\\.map)?");

  /** What pages import: the core, and the bindings for those who use them. */
  private static final Pattern STABLE = Pattern.compile("/collab/[a-z]+\\.(js|d\\.ts)");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String file = ((HttpServletRequest) request).getServletPath();
    HttpServletResponse answer = (HttpServletResponse) response;
    if (STABLE.matcher(file).matches()) {
      answer.setHeader("Cache-Control", "public, no-cache");
    } else if (BUNDLE.matcher(file).matches()
        && request.getServletContext().getResource(file) != null) {
      answer.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    }
    chain.doFilter(request, response);
  }
}
