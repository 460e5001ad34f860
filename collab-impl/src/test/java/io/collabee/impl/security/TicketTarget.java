package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.CollabException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Tickets that a client makes up; and such as another release may have sealed. */
public final class TicketTarget {
  private static final byte[] KEY = new byte[32];
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final Tickets TICKETS =
      new Tickets(
          KEY,
          new InMemorySpentTickets(),
          new Roles(Set.of("editor")),
          Duration.ofSeconds(30),
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  private TicketTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws GeneralSecurityException {
    check(new String(input, StandardCharsets.ISO_8859_1));
    check(Base64.getUrlEncoder().withoutPadding().encodeToString(input));
    check(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed(input)));
  }

  private static void check(String ticket) {
    try {
      var unused = TICKETS.check(ticket);
    } catch (CollabException refused) {
      // As it should be.
    }
  }

  /** What is in a ticket before it is sealed. */
  public static byte[] seed() throws GeneralSecurityException {
    Credential credential =
        new Credential(
            Optional.of("token"),
            Instant.EPOCH,
            Optional.of(Instant.EPOCH.plusSeconds(60)),
            Optional.of(Instant.EPOCH));
    String text =
        TICKETS
            .issue(new Login("session", new Caller("ann", Set.of("editor")::contains), credential))
            .text();
    byte[] ticket = Base64.getUrlDecoder().decode(text);
    int start = 1 + NONCE_BYTES;
    return cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(ticket, 1, start))
        .doFinal(ticket, start, ticket.length - start);
  }

  private static Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(new byte[] {VERSION});
    return cipher;
  }

  private static byte[] sealed(byte[] content) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(content);
    return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
        .put(VERSION)
        .put(nonce)
        .put(sealed)
        .array();
  }
}
