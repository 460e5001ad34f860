package io.collabee.impl.security;

import io.collabee.Caller;
import java.security.Principal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds out who is there. Thread-safe. */
public final class Logins {
  private static final int SESSION_BYTES = 16;
  private static final String FIRST_HEARD = "io.collabee.first-heard";

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

  /** What a server remembers as long as it remembers a login: the attributes of an HTTP session. */
  public interface Attributes {

    /** Those of a login that the server does not remember. */
    Attributes NONE =
        new Attributes() {
          @Override
          public @Nullable Object get(String name) {
            return null;
          }

          @Override
          public void set(String name, String value) {}
        };

    /** The value of this name; null if there is none. */
    @Nullable Object get(String name);

    /** Gives a name a value. */
    void set(String name, String value);
  }

  /**
   * As {@link #ofServer(Principal, Predicate, Attributes)}, of which the server remembers nothing.
   */
  public Login ofServer(@Nullable Principal principal, Predicate<String> isInRole) {
    return ofServer(principal, isInRole, Attributes.NONE);
  }

  /**
   * Who the server says is there; nobody if the token is good no more or not yet.
   *
   * @param principal null for nobody
   * @param isInRole asked at once and not kept
   * @param attributes where it is kept since when a login of the server's own is known
   */
  public Login ofServer(
      @Nullable Principal principal, Predicate<String> isInRole, Attributes attributes) {
    if (principal == null) {
      return login(Caller.ANONYMOUS, Credential.ofServer(clock.instant()));
    }
    Credential credential =
        tokens
            .read(principal)
            .orElseGet(() -> Credential.ofServer(firstHeard(principal.getName(), attributes)));
    if (credential.isExpired(clock.instant())) {
      return login(Caller.ANONYMOUS, Credential.ofServer(clock.instant()));
    }
    return login(roles.caller(principal.getName(), roles.held(isInRole)), credential);
  }

  /**
   * When we first heard of a login of which the server does not say since when it is there: what it
   * was before a revocation must not become younger by connecting again.
   */
  private Instant firstHeard(String name, Attributes attributes) {
    if (attributes.get(FIRST_HEARD) instanceof String known) {
      int end = known.indexOf(' ');
      if (known.substring(end + 1).equals(name)) {
        return Instant.ofEpochMilli(Long.parseLong(known.substring(0, end)));
      }
    }
    Instant now = clock.instant();
    attributes.set(FIRST_HEARD, now.toEpochMilli() + " " + name);
    return now;
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
