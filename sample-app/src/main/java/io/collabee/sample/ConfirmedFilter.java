package io.collabee.sample;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Asks for a token that says that the password was given lately, as RFC 9470 does. It goes by the
 * same setting as CollabEE.
 */
@Provider
@Confirmed
@ApplicationScoped
@Priority(Priorities.AUTHORIZATION + 1)
public class ConfirmedFilter implements ContainerRequestFilter {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private JsonWebToken token;

  @Inject
  @ConfigProperty(name = "collab.step-up.max-age", defaultValue = "PT5M")
  @SuppressWarnings("NullAway.Init")
  private Duration maxAge;

  @Override
  public void filter(ContainerRequestContext request) {
    Instant confirmed = Instant.ofEpochSecond(seconds(token.getClaim(Claims.auth_time.name())));
    if (confirmed.plus(maxAge).isBefore(Instant.now())) {
      request.abortWith(
          Response.status(Status.UNAUTHORIZED)
              .header(
                  HttpHeaders.WWW_AUTHENTICATE,
                  "Bearer error=\"insufficient_user_authentication\", max_age=\""
                      + maxAge.toSeconds()
                      + "\"")
              .build());
    }
  }

  /** Servers differ in how they give numbers. */
  private static long seconds(Object claim) {
    return claim instanceof JsonNumber number ? number.longValue() : ((Number) claim).longValue();
  }
}
