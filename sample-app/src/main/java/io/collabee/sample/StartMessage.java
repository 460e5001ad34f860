package io.collabee.sample;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Says where to look, once the application is there. */
@WebListener
public class StartMessage implements ServletContextListener {
  private static final Logger LOG = System.getLogger(StartMessage.class.getName());

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Optional.ofNullable(System.getProperty("minutes.address"))
        .ifPresent(address -> LOG.log(Level.INFO, "Minutes: open {0} in two browsers", address));
  }
}
