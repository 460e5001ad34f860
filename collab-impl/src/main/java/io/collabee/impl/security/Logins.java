package io.collabee.impl.security;

import io.collabee.Caller;
import java.security.Principal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds out who is there. Thread-safe. */
public final class Logins {
  private static final int SESSION_BYTES = 16;

  private final Roles roles;
  private final TokenReader tokens;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param tokens reads what the server verified
   */
  public Logins(Roles roles, TokenReader tokens, Clock clock) {
    this.roles = roles;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Who the server says is there; nobody if the token is good no more or not yet.
   *
   * @param principal null for nobody
   * @param isInRole asked at once and not kept
   */
  public Login ofServer(@Nullable Principal principal, Predicate<String> isInRole) {
    if (principal == null) {
      return login(Caller.ANONYMOUS, Credential.ofServer(clock.instant()));
    }
    Credential credential =
        tokens.read(principal).orElseGet(() -> Credential.ofServer(clock.instant()));
    if (credential.isExpired(clock.instant())) {
      return login(Caller.ANONYMOUS, Credential.ofServer(clock.instant()));
    }
    return login(roles.caller(principal.getName(), roles.held(isInRole)), credential);
  }

  private Login login(Caller caller, Credential credential) {
    return login(caller, credential, random);
  }

  static Login login(Caller caller, Credential credential, SecureRandom random) {
    byte[] session = new byte[SESSION_BYTES];
    random.nextBytes(session);
    return new Login(
        Base64.getUrlEncoder().withoutPadding().encodeToString(session), caller, credential);
  }
}
