package io.collabee.sample;

import io.collabee.sample.people.PageSession;
import io.collabee.sample.people.PageSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/** Tells CollabEE by the container's principal who makes the WebSocket's handshake. */
@ApplicationScoped
public class PageAuthentication implements HttpAuthenticationMechanism {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private PageSessions sessions;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    if (!request.getServletPath().startsWith("/collab/")) {
      return context.doNothing();
    }
    Optional<PageSession> session = PageCookie.read(request).flatMap(sessions::find);
    return session.isPresent()
        ? context.notifyContainerAboutLogin(session.get().getUser().getName(), Set.of())
        : context.doNothing();
  }
}
