package io.collabee.dropin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Logs in whoever says in a cookie who he is. */
@ApplicationScoped
public class CookieLogin implements HttpAuthenticationMechanism {
  static final String COOKIE = "user";

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<String> user =
        Optional.ofNullable(request.getCookies())
            .map(Arrays::stream)
            .orElse(Stream.empty())
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .findFirst();
    return user.isPresent()
        ? context.notifyContainerAboutLogin(user.get(), Set.of())
        : context.doNothing();
  }
}
