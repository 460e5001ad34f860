package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.binary.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes and takes tickets: each stands for one login, and is good for one use within seconds, on
 * any node. So it may be in a URL, which a token must not. Thread-safe.
 *
 * <p>A ticket holds the login itself, {@linkplain Sealer sealed} with a key that the nodes share:
 * to give one out nothing is stored. Its use is stored, by its random id, which makes it the last.
 *
 * <p>It is in URL-safe Base64: a version byte, the id of the key, and sealed a {@link Content}.
 */
public final class Tickets {
  private static final byte VERSION = 2;

  /** What is authenticated with a ticket. */
  static final String ABOUT = "ticket " + VERSION;

  /** A request's first line has to hold it, and servers take 8 KB of headers. */
  private static final int LONGEST = 4_096;

  private final Sealer sealer;
  private final SpentTickets spent;
  private final Roles roles;
  private final Duration life;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param sealer the same on all nodes
   * @param life how long a ticket may wait for its use
   */
  public Tickets(Sealer sealer, SpentTickets spent, Roles roles, Duration life, Clock clock) {
    this.sealer = sealer;
    this.spent = spent;
    this.roles = roles;
    this.life = life;
    this.clock = clock;
  }

  /**
   * A ticket as it is given to a client.
   *
   * @param text for the client alone, until it is used
   * @param expires when it is good no more
   */
  public record Ticket(String text, Instant expires) {
    @Override
    public String toString() {
      return "a ticket until " + expires;
    }
  }

  /**
   * What is in a ticket.
   *
   * @param session that the login goes on with; a new one if empty
   */
  private record Content(
      UUID id,
      Instant expires,
      String name,
      Set<String> roles,
      Credential credential,
      Optional<Session> session) {

    byte[] written() {
      ByteArrayOutputStream out = new ByteArrayOutputStream(128);
      out.writeBytes(
          ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
      Fields.write(expires, out);
      Fields.write(name, out);
      Fields.write(roles, out);
      credential.write(out);
      Fields.write(session, out, Session::write);
      return out.toByteArray();
    }

    static Content read(ByteBuffer in) {
      return new Content(
          new UUID(in.getLong(), in.getLong()),
          Fields.instant(in),
          Fields.text(in),
          Fields.texts(in),
          Credential.read(in),
          Fields.optional(in, Session::read));
    }
  }

  private record Session(String id, Login.Continued continued) {

    void write(ByteArrayOutputStream out) {
      Fields.write(id, out);
      continued.write(out);
    }

    static Session read(ByteBuffer in) {
      return new Session(Fields.text(in), Login.Continued.read(in));
    }
  }

  /**
   * A new ticket for a login. Never good for longer than the login's credential.
   *
   * @throws IllegalArgumentException if nobody is logged in
   * @throws CollabException {@link ErrorCode#ERR_TICKET_REFUSED} if the credential has expired;
   *     {@link ErrorCode#ERR_LIMIT_EXCEEDED} if names are too long to be in a URL
   */
  public Ticket issue(Login login) {
    if (login.caller().isAnonymous()) {
      throw new IllegalArgumentException("There are no tickets for nobody");
    }
    Instant now = clock.instant();
    Credential credential = login.credential();
    if (credential.isExpired(now)) {
      throw refused("The token has expired");
    }
    Instant end = now.plus(life);
    Instant expires = credential.expires().filter(ends -> ends.isBefore(end)).orElse(end);
    String text = encrypted(content(login, Instant.ofEpochMilli(expires.toEpochMilli())));
    if (text.length() > LONGEST) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The ticket would have " + text.length() + " characters, allowed are " + LONGEST);
    }
    return new Ticket(text, expires);
  }

  private Content content(Login login, Instant expires) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    ByteBuffer bits = ByteBuffer.wrap(id);
    return new Content(
        new UUID(bits.getLong(), bits.getLong()),
        expires,
        login.caller().name(),
        roles.held(login.caller()::isInRole),
        login.credential(),
        login.continued().map(continued -> new Session(login.session(), continued)));
  }

  /**
   * Uses a ticket up.
   *
   * @throws CollabException {@link ErrorCode#ERR_TICKET_REFUSED} if it is none of ours, has
   *     expired, or was used before; {@link ErrorCode#ERR_STORE_UNAVAILABLE} if it is not known
   *     whether it was used
   */
  public Login redeem(String text) {
    Content content = decrypted(text);
    if (!spent.spend(content.id(), content.expires())) {
      throw refused("The ticket was used before");
    }
    Caller caller = roles.caller(content.name(), content.roles());
    return content
        .session()
        .map(
            session ->
                new Login(
                    session.id(), caller, content.credential(), Optional.of(session.continued())))
        .orElseGet(() -> Logins.login(caller, content.credential(), random));
  }

  /**
   * Looks at a ticket without using it up.
   *
   * @return whose it is
   * @throws CollabException {@link ErrorCode#ERR_TICKET_REFUSED} if it is none of ours or has
   *     expired
   */
  public Caller check(String text) {
    Content content = decrypted(text);
    return roles.caller(content.name(), content.roles());
  }

  private String encrypted(Content content) {
    Sealer.Sealed sealed = sealer.seal(content.written(), ABOUT);
    ByteArrayOutputStream ticket = new ByteArrayOutputStream(256);
    ticket.write(VERSION);
    Fields.write(sealed.keyId(), ticket);
    ticket.writeBytes(sealed.bytes());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(ticket.toByteArray());
  }

  private Content decrypted(String text) {
    Content content;
    try {
      ByteBuffer in =
          ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.length() > LONGEST ? "" : text));
      if (in.get() != VERSION) {
        throw refused("It is no ticket");
      }
      content = Content.read(ByteBuffer.wrap(opened(in)));
    } catch (IllegalArgumentException
        | ArithmeticException
        | BufferUnderflowException
        | DateTimeException e) {
      // Nothing of it goes into a log.
      throw refused("It is no ticket");
    }
    if (!clock.instant().isBefore(content.expires())) {
      throw refused("The ticket has expired");
    }
    return content;
  }

  private byte[] opened(ByteBuffer in) {
    String keyId = Fields.text(in);
    byte[] sealed = new byte[in.remaining()];
    in.get(sealed);
    return sealer
        .open(new Sealer.Sealed(keyId, sealed), ABOUT)
        .orElseThrow(() -> refused("It is no ticket"));
  }

  private static CollabException refused(String message) {
    return new CollabException(ErrorCode.ERR_TICKET_REFUSED, message);
  }
}
