package io.collabee.dropin;

import jakarta.security.enterprise.CallerPrincipal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Somebody with a token that says when he proved who he is. */
final class Named extends CallerPrincipal implements JsonWebToken {
  private final Map<String, Object> claims;

  Named(String name, Instant now, long provenSecondsAgo) {
    super(name);
    this.claims =
        Map.of(
            "iat",
            now.getEpochSecond(),
            "exp",
            now.getEpochSecond() + 3_600,
            "auth_time",
            now.getEpochSecond() - provenSecondsAgo);
  }

  @Override
  public Set<String> getClaimNames() {
    return claims.keySet();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As it is inherited.
  public <T> @Nullable T getClaim(String claim) {
    return (T) claims.get(claim);
  }
}
