package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.impl.binary.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is at the other end of a connection, and what that rests on. A connection's login may be
 * {@linkplain #renewedBy renewed}.
 *
 * @param session names the login among all of all nodes; random, and no secret
 * @param continued the session as it was on an earlier connection, if it goes on with that
 */
public record Login(
    String session, Caller caller, Credential credential, Optional<Continued> continued) {

  /** One that begins a session. */
  public Login(String session, Caller caller, Credential credential) {
    this(session, caller, credential, Optional.empty());
  }

  /**
   * What is known of a session that goes on.
   *
   * @param secret the hash of what takes the session up
   * @param since when the session began
   * @param end when the session ends, if nothing but its secret speaks for the caller; empty if he
   *     has logged in anew
   */
  public record Continued(String secret, Instant since, Optional<Instant> end) {

    void write(ByteArrayOutputStream out) {
      Fields.write(secret, out);
      Fields.write(since, out);
      Fields.write(end, out, Fields::write);
    }

    static Continued read(ByteBuffer in) {
      return new Continued(
          Fields.text(in), Fields.instant(in), Fields.optional(in, Fields::instant));
    }
  }

  /** Whether nothing but the secret of a session speaks for the caller. */
  public boolean isResumed() {
    return resumedUntil().isPresent();
  }

  /** When the session ends, if nothing but its secret speaks for the caller. */
  Optional<Instant> resumedUntil() {
    return continued.flatMap(Continued::end);
  }

  /**
   * The same login on a younger credential, with the roles that the caller has by now.
   *
   * @throws IllegalArgumentException if it is somebody else's
   */
  public Login renewedBy(Login younger) {
    if (!younger.caller().name().equals(caller.name())) {
      throw new IllegalArgumentException("A login is renewed by its own caller only");
    }
    return new Login(session, younger.caller(), younger.credential(), younger.continued());
  }
}
