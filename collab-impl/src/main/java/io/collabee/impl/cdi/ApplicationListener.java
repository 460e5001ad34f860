package io.collabee.impl.cdi;

import io.collabee.impl.rest.RestRegistration;
import io.collabee.impl.websocket.SocketRegistration;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.jspecify.annotations.Nullable;

/** Starts the module with its web application, and stops it with it. */
@WebListener
public class ApplicationListener implements ServletContextListener {
  private @Nullable Collaboration collaboration;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    // Not injected: servers differ in which classes of an annotated archive they inject.
    Collaboration found = CDI.current().select(Collaboration.class).get();
    SocketRegistration.register(event.getServletContext(), found.connections(), found.logins());
    RestRegistration.registerScripts(event.getServletContext());
    found
        .restTerms()
        .ifPresent(
            terms -> RestRegistration.register(event.getServletContext(), found.rest(), terms));
    collaboration = found;
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (collaboration != null) {
      collaboration.stop();
    }
  }
}
