package io.collabee.impl.security.microprofile;

import io.collabee.impl.security.Credential;
import io.collabee.impl.security.TokenReader;
import jakarta.json.JsonNumber;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads MicroProfile's token. Its claims are those of RFC 7519, and {@code auth_time} of OpenID
 * Connect: when the user was last asked who he is.
 */
public final class JsonWebTokenReader implements TokenReader {
  /** By how much the clock of who issues tokens may be ahead. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** Fails to load where the API is missing. */
  public JsonWebTokenReader() {
    var unused = JsonWebToken.class.getName();
  }

  @Override
  public Optional<Credential> read(Principal principal) {
    if (!(principal instanceof JsonWebToken token)) {
      return Optional.empty();
    }
    return Optional.of(
        new Credential(
            Optional.ofNullable(token.getTokenID()),
            seconds(token.getClaim("iat")).orElse(Instant.EPOCH),
            isTooEarly(token) ? Optional.of(Instant.EPOCH) : seconds(token.getClaim("exp")),
            seconds(token.getClaim("auth_time"))));
  }

  /** Not every server looks at when a token begins; before that it counts as ended. */
  private static boolean isTooEarly(JsonWebToken token) {
    return seconds(token.getClaim("nbf")).filter(Instant.now().plus(SKEW)::isBefore).isPresent();
  }

  /** Servers give numbers as Java's or as JSON's. */
  private static Optional<Instant> seconds(@Nullable Object claim) {
    if (claim instanceof JsonNumber number) {
      return Optional.of(Instant.ofEpochSecond(number.longValue()));
    }
    if (claim instanceof Number number) {
      return Optional.of(Instant.ofEpochSecond(number.longValue()));
    }
    return Optional.empty();
  }
}
