package io.collabee.dropin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Set;

/**
 * Believes everybody who he says he is, in the address; and how many seconds ago he {@code proved}
 * it, as if a token said so.
 */
@ApplicationScoped
public class ByName implements HttpAuthenticationMechanism {

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    String name = request.getParameter("name");
    String proved = request.getParameter("proved");
    if (name == null) {
      return context.doNothing();
    }
    return proved == null
        ? context.notifyContainerAboutLogin(name, Set.of())
        : context.notifyContainerAboutLogin(
            new Named(name, Instant.now(), Long.parseLong(proved)), Set.of());
  }
}
