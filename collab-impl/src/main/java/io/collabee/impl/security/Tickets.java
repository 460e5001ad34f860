package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.binary.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and takes tickets: each stands for one login, and is good for one use within seconds, on
 * any node. So it may be in a URL, which a token must not. Thread-safe.
 *
 * <p>A ticket holds the login itself, encrypted and authenticated with AES-256-GCM under a key that
 * the nodes share: nobody can read one, change one or make one up, and to give one out nothing is
 * stored. Its use is stored, by its random id, which makes it the last.
 *
 * <p>It is in URL-safe Base64: a version byte, which is authenticated too, 12 random bytes (GCM's
 * nonce), and encrypted a {@link Content}. With random nonces a key is good for some four thousand
 * million tickets (NIST SP 800-38D, section 8.3).
 */
public final class Tickets {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /** A request's first line has to hold it, and servers take 8 KB of headers. */
  private static final int LONGEST = 4_096;

  private final SecretKeySpec key;
  private final SpentTickets spent;
  private final Roles roles;
  private final Duration life;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key 32 bytes, secret, the same on all nodes
   * @param life how long a ticket may wait for its use
   */
  public Tickets(byte[] key, SpentTickets spent, Roles roles, Duration life, Clock clock) {
    if (key.length != 32) {
      throw new IllegalArgumentException("The key has not 32 bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
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

  /** What is in a ticket. */
  private record Content(
      UUID id, Instant expires, String name, Set<String> roles, Credential credential) {

    byte[] written() {
      ByteArrayOutputStream out = new ByteArrayOutputStream(128);
      out.writeBytes(
          ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
      write(expires, out);
      write(name, out);
      Varint.write(roles.size(), out);
      roles.forEach(role -> write(role, out));
      write(credential.tokenId().isPresent(), out);
      credential.tokenId().ifPresent(tokenId -> write(tokenId, out));
      write(credential.issuedAt(), out);
      write(credential.expires().isPresent(), out);
      credential.expires().ifPresent(at -> write(at, out));
      write(credential.authenticatedAt().isPresent(), out);
      credential.authenticatedAt().ifPresent(at -> write(at, out));
      return out.toByteArray();
    }

    static Content read(ByteBuffer in) {
      UUID id = new UUID(in.getLong(), in.getLong());
      Instant expires = instant(in);
      String name = text(in);
      Set<String> roles = new HashSet<>();
      for (long left = Varint.read(in); left > 0; left--) {
        roles.add(text(in));
      }
      Optional<String> tokenId = isPresent(in) ? Optional.of(text(in)) : Optional.empty();
      Instant issuedAt = instant(in);
      Optional<Instant> ends = isPresent(in) ? Optional.of(instant(in)) : Optional.empty();
      Optional<Instant> authenticatedAt =
          isPresent(in) ? Optional.of(instant(in)) : Optional.empty();
      return new Content(
          id, expires, name, roles, new Credential(tokenId, issuedAt, ends, authenticatedAt));
    }

    private static void write(boolean isPresent, ByteArrayOutputStream out) {
      out.write(isPresent ? 1 : 0);
    }

    private static boolean isPresent(ByteBuffer in) {
      return in.get() == 1;
    }

    private static void write(Instant time, ByteArrayOutputStream out) {
      Varint.write(time.toEpochMilli(), out);
    }

    private static Instant instant(ByteBuffer in) {
      return Instant.ofEpochMilli(Varint.read(in));
    }

    private static void write(String text, ByteArrayOutputStream out) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Varint.write(bytes.length, out);
      out.writeBytes(bytes);
    }

    private static String text(ByteBuffer in) {
      long length = Varint.read(in);
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] bytes = new byte[(int) length];
      in.get(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
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
        login.credential());
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
    return Logins.login(
        roles.caller(content.name(), content.roles()), content.credential(), random);
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
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] ticket;
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(content.written());
      ticket =
          ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
              .put(VERSION)
              .put(nonce)
              .put(sealed)
              .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES-GCM", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(ticket);
  }

  private Content decrypted(String text) {
    Content content;
    try {
      byte[] ticket = Base64.getUrlDecoder().decode(text.length() > LONGEST ? "" : text);
      // What is shorter makes the JDK throw what no caller of GCM expects.
      if (ticket.length <= 1 + NONCE_BYTES + TAG_BYTES || ticket[0] != VERSION) {
        throw refused("It is no ticket");
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(ticket, 1, 1 + NONCE_BYTES));
      int start = 1 + NONCE_BYTES;
      content = Content.read(ByteBuffer.wrap(cipher.doFinal(ticket, start, ticket.length - start)));
    } catch (GeneralSecurityException
        | IllegalArgumentException
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

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(new byte[] {VERSION});
    return cipher;
  }

  private static CollabException refused(String message) {
    return new CollabException(ErrorCode.ERR_TICKET_REFUSED, message);
  }
}
