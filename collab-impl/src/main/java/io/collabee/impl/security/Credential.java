package io.collabee.impl.security;

import io.collabee.impl.binary.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
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
 * @param isToken whether it is a token
 */
public record Credential(
    Optional<String> tokenId,
    Instant issuedAt,
    Optional<Instant> expires,
    Optional<Instant> authenticatedAt,
    boolean isToken) {

  /** A token if it has an id or an end, and else the server's own login. */
  public Credential(
      Optional<String> tokenId,
      Instant issuedAt,
      Optional<Instant> expires,
      Optional<Instant> authenticatedAt) {
    this(tokenId, issuedAt, expires, authenticatedAt, tokenId.isPresent() || expires.isPresent());
  }

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
    return authenticatedAt.or(() -> isToken ? Optional.of(issuedAt) : Optional.empty());
  }

  /** Whether it has ended. */
  public boolean isExpired(Instant now) {
    return expires.isPresent() && !now.isBefore(expires.get());
  }

  /** The same with another end. */
  Credential until(Instant end) {
    return new Credential(tokenId, issuedAt, Optional.of(end), authenticatedAt, isToken);
  }

  /** Writes it, to be {@link #read}; times to the millisecond. */
  void write(ByteArrayOutputStream out) {
    Fields.write(tokenId, out, Fields::write);
    Fields.write(issuedAt, out);
    Fields.write(expires, out, Fields::write);
    Fields.write(authenticatedAt, out, Fields::write);
    Fields.write(isToken, out);
  }

  static Credential read(ByteBuffer in) {
    return new Credential(
        Fields.optional(in, Fields::text),
        Fields.instant(in),
        Fields.optional(in, Fields::instant),
        Fields.optional(in, Fields::instant),
        Fields.isSo(in));
  }
}
