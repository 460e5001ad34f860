package io.collabee.impl.websocket;

import io.collabee.impl.security.Logins;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Objects;

/**
 * Makes the endpoint known to the servlet container. To be called by a listener while the
 * application starts, when the path is known from the configuration.
 */
public final class SocketRegistration {
  private static final Logger LOG = System.getLogger(SocketRegistration.class.getName());

  private SocketRegistration() {}

  /**
   * Registers the endpoint and the filter before it, if it is enabled.
   *
   * @throws IllegalStateException if the server has no WebSocket container or refuses
   */
  public static void register(ServletContext context, Connections connections, Logins logins) {
    SocketSettings settings = connections.settings();
    if (!settings.enabled()) {
      LOG.log(Level.INFO, "The collaboration socket is switched off");
      return;
    }
    FilterRegistration.Dynamic filter =
        Objects.requireNonNull(
            context.addFilter("collab-handshake", new HandshakeFilter(connections, logins)),
            "A filter named collab-handshake is there already");
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, settings.path());
    if (!(context.getAttribute(ServerContainer.class.getName())
        instanceof ServerContainer container)) {
      throw new IllegalStateException("The server has no WebSocket container");
    }
    try {
      container.addEndpoint(
          ServerEndpointConfig.Builder.create(CollabEndpoint.class, settings.path())
              .configurator(new Handshake(connections, logins))
              .build());
    } catch (DeploymentException e) {
      throw new IllegalStateException("The server does not take the collaboration socket", e);
    }
    LOG.log(
        Level.INFO, "Collaboration socket at {0}{1}", context.getContextPath(), settings.path());
  }
}
