package io.collabee.impl.rest;

import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Origins;
import io.collabee.impl.security.Proxies;
import io.collabee.impl.security.Rates;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Objects;

/** Makes the REST interface known to the servlet container, while the application starts. */
public final class RestRegistration {
  private static final Logger LOG = System.getLogger(RestRegistration.class.getName());

  private RestRegistration() {}

  /**
   * What a request is judged by.
   *
   * @param path below the context root, with a slash at the start
   * @param requests how often each user, and each address without a login, may ask
   * @param atOnce how many requests each may have under way
   * @param bodySize the longest body taken, in UTF-16 units
   */
  public record Terms(
      String path,
      Logins logins,
      Origins origins,
      Proxies proxies,
      Rates requests,
      FewAtOnce atOnce,
      int bodySize) {}

  /** Registers what says how long the browser half may be kept. */
  public static void registerScripts(ServletContext context) {
    FilterRegistration.Dynamic filter =
        Objects.requireNonNull(
            context.addFilter("collab-scripts", new ScriptFilter()),
            "A filter named collab-scripts is there already");
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST), false, ScriptFilter.PATH + "*");
  }

  /**
   * Registers it.
   *
   * @throws IllegalStateException if the path is taken
   */
  public static void register(ServletContext context, Rest rest, Terms terms) {
    ServletRegistration.Dynamic servlet =
        Objects.requireNonNull(
            context.addServlet("collab-rest", new RestServlet(rest, terms)),
            "A servlet named collab-rest is there already");
    if (!servlet.addMapping(terms.path() + "/*").isEmpty()) {
      throw new IllegalStateException("The application has a servlet at " + terms.path() + "/*");
    }
    LOG.log(Level.INFO, "REST interface at {0}{1}", context.getContextPath(), terms.path());
  }
}
