package io.collabee.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the name that somebody signed in with the container's principal, for every request and so
 * for the WebSocket's handshake too. CollabEE asks for no more than that: a real application logs
 * people in however it likes.
 */
@ApplicationScoped
public class NameAuthentication implements HttpAuthenticationMechanism {
  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<String> name = NameCookie.read(request);
    if (name.isPresent()) {
      return context.notifyContainerAboutLogin(name.get(), Set.of("writer"));
    }
    if (context.isProtected()) {
      return context.redirect(request.getContextPath() + "/sign-in");
    }
    return context.doNothing();
  }
}
