package io.collabee.impl.security;

import java.time.Instant;
import java.util.Optional;

/**
 * What a login rests on: a token that the server verified, or the server's own login.
 *
 * @param tokenId the token's {@code jti}; empty without a token, or if the token has none
 * @param issuedAt when the token was issued; without a token, when we first heard of the login
 * @param expires when it ends; empty if it does not by itself
 * @param authenticatedAt when the caller last proved who he is, as by a password; empty if nobody
 *     says
 */
public record Credential(
    Optional<String> tokenId,
    Instant issuedAt,
    Optional<Instant> expires,
    Optional<Instant> authenticatedAt) {

  /** The server's own login, of which it tells nothing more. */
  public static Credential ofServer(Instant now) {
    return new Credential(Optional.empty(), now, Optional.empty(), Optional.empty());
  }

  /**
   * When the caller last proved who he is, as far as anybody says: a token that does not say when
   * the caller was authenticated says at least when it was issued. Empty for the server's own
   * login.
   */
  public Optional<Instant> provenAt() {
    boolean isToken = tokenId.isPresent() || expires.isPresent();
    return authenticatedAt.or(() -> isToken ? Optional.of(issuedAt) : Optional.empty());
  }

  /** Whether it has ended. */
  public boolean isExpired(Instant now) {
    return expires.isPresent() && !now.isBefore(expires.get());
  }
}
