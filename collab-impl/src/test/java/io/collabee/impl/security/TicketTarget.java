package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.impl.binary.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Tickets that a client makes up; and such as another release may have sealed. */
public final class TicketTarget {
  private static final Sealer SEALER = new Sealer(SealingKeys.of(new byte[SealingKeys.LENGTH]));
  private static final byte VERSION = 2;
  private static final Tickets TICKETS =
      new Tickets(
          SEALER,
          new InMemorySpentTickets(),
          new Roles(Set.of("editor")),
          Duration.ofSeconds(30),
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  private TicketTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
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
  public static byte[] seed() {
    Credential credential =
        new Credential(
            Optional.of("token"),
            Instant.EPOCH,
            Optional.of(Instant.EPOCH.plusSeconds(60)),
            Optional.of(Instant.EPOCH));
    Login login =
        new Login(
            "session",
            new Caller("ann", Set.of("editor")::contains),
            credential,
            Optional.of(new Login.Continued("hash", Instant.EPOCH, Optional.of(Instant.EPOCH))));
    ByteBuffer ticket = ByteBuffer.wrap(Base64.getUrlDecoder().decode(TICKETS.issue(login).text()));
    ticket.get();
    String keyId = Fields.text(ticket);
    byte[] sealed = new byte[ticket.remaining()];
    ticket.get(sealed);
    return SEALER.open(new Sealer.Sealed(keyId, sealed), Tickets.ABOUT).orElseThrow();
  }

  private static byte[] sealed(byte[] content) {
    Sealer.Sealed sealed = SEALER.seal(content, Tickets.ABOUT);
    ByteArrayOutputStream ticket = new ByteArrayOutputStream();
    ticket.write(VERSION);
    Fields.write(sealed.keyId(), ticket);
    ticket.writeBytes(sealed.bytes());
    return ticket.toByteArray();
  }
}
