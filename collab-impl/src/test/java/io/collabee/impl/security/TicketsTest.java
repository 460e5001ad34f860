package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final byte[] KEY = new byte[32];
  private static final Credential TOKEN =
      new Credential(
          Optional.of("token-1"),
          NOW.minusSeconds(60),
          Optional.of(NOW.plusSeconds(600)),
          Optional.of(NOW.minusSeconds(3_600)));
  private static final Login ANN =
      new Login("session", new Caller("ann", Set.of("editor", "admin")::contains), TOKEN);

  private final SpentTickets spent = new InMemorySpentTickets();
  private final Tickets tickets = tickets(KEY, NOW);

  private Tickets tickets(byte[] key, Instant now) {
    return new Tickets(
        new Sealer(SealingKeys.of(key)),
        spent,
        new Roles(Set.of("editor", "clerk")),
        LIFE,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static void assertRefused(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_TICKET_REFUSED));
  }

  @Test
  void aTicketBringsTheLoginItWasIssuedForWithTheRolesThatAreAskedFor() {
    Tickets.Ticket ticket = tickets.issue(ANN);

    Login login = tickets.redeem(ticket.text());

    assertThat(ticket.expires()).isEqualTo(NOW.plus(LIFE));
    assertThat(login.caller().name()).isEqualTo("ann");
    assertThat(login.caller().isInRole("editor")).isTrue();
    assertThat(login.caller().isInRole("clerk")).isFalse();
    assertThat(login.caller().isInRole("admin")).isFalse();
    assertThat(login.credential()).isEqualTo(TOKEN);
    assertThat(login.session()).isNotEmpty().isNotEqualTo(ANN.session());
  }

  @Test
  void aLoginThatGoesOnWithASessionKeepsIt() {
    Login goingOn =
        new Login(
            "s1",
            Caller.named("ann"),
            TOKEN,
            Optional.of(
                new Login.Continued(
                    "hash", NOW.minusSeconds(100), Optional.of(NOW.plusSeconds(500)))));

    Login login = tickets.redeem(tickets.issue(goingOn).text());

    assertThat(login.session()).isEqualTo("s1");
    assertThat(login.continued()).isEqualTo(goingOn.continued());
  }

  @Test
  void aLoginWithoutATokenHasTicketsToo() {
    Login byForm = TestLogins.of("Zoë 😀");

    Login login = tickets.redeem(tickets.issue(byForm).text());

    assertThat(login.caller().name()).isEqualTo("Zoë 😀");
    assertThat(login.credential()).isEqualTo(byForm.credential());
  }

  @Test
  void aTicketIsGoodOnceOnWhateverNode() {
    Tickets otherNode = tickets(KEY, NOW);
    String ticket = tickets.issue(ANN).text();

    otherNode.redeem(ticket);

    assertRefused(() -> otherNode.redeem(ticket));
    assertRefused(() -> tickets.redeem(ticket));
  }

  @Test
  void aTicketThatWasLookedAtIsStillGood() {
    String ticket = tickets.issue(ANN).text();

    tickets.check(ticket);

    assertThat(tickets.redeem(ticket).caller().name()).isEqualTo("ann");
    assertRefused(() -> tickets.check(ticket + "A"));
  }

  @Test
  void aTicketExpires() {
    String ticket = tickets.issue(ANN).text();

    Tickets late = tickets(KEY, NOW.plus(LIFE));
    assertRefused(() -> late.redeem(ticket));
    assertRefused(() -> late.check(ticket));

    Tickets justInTime = tickets(KEY, NOW.plus(LIFE).minusMillis(1));
    assertThat(justInTime.redeem(ticket).caller().name()).isEqualTo("ann");
  }

  @Test
  void aTicketEndsWithItsTokenIfThatIsSooner() {
    Instant end = NOW.plusSeconds(5);
    Login soonOver =
        new Login(
            "session",
            Caller.named("ann"),
            new Credential(Optional.empty(), NOW, Optional.of(end), Optional.empty()));

    assertThat(tickets.issue(soonOver).expires()).isEqualTo(end);
    assertRefused(() -> tickets(KEY, end).issue(soonOver));
  }

  @Test
  void aTicketOfAnotherKeyIsRefused() {
    byte[] other = new byte[32];
    other[31] = 1;

    assertRefused(() -> tickets.redeem(tickets(other, NOW).issue(ANN).text()));
  }

  @Test
  void aTicketWithAnyBitChangedIsRefused() {
    byte[] ticket = Base64.getUrlDecoder().decode(tickets.issue(ANN).text());

    for (int bit = 0; bit < ticket.length * 8; bit++) {
      byte[] tampered = ticket.clone();
      tampered[bit / 8] ^= (byte) (1 << bit % 8);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(tampered);
      assertRefused(() -> tickets.redeem(text));
    }
  }

  @Test
  void aTicketCutOffAnywhereIsRefused() {
    String ticket = tickets.issue(ANN).text();
    byte[] bytes = Base64.getUrlDecoder().decode(ticket);

    for (int length = 0; length < bytes.length; length++) {
      String cut =
          Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length));
      assertRefused(() -> tickets.redeem(cut));
    }
    assertRefused(() -> tickets.redeem(ticket + ticket));
  }

  @Test
  void whatIsNoTicketIsRefused() {
    for (String text : new String[] {"", " ", "null", "ä", "a.b.c", "A".repeat(100_000)}) {
      assertRefused(() -> tickets.redeem(text));
    }
  }

  @Test
  void aTicketTellsNothing() {
    Tickets.Ticket ticket = tickets.issue(ANN);

    String bytes =
        new String(
            Base64.getUrlDecoder().decode(ticket.text()),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain("ann").doesNotContain("editor").doesNotContain("token-1");
    assertThat(ticket.toString()).doesNotContain(ticket.text());
    assertThat(tickets.issue(ANN).text()).isNotEqualTo(ticket.text());
  }

  @Test
  void whatIsTooLongForAUrlIsNotIssued() {
    Login longName = TestLogins.of("x".repeat(5_000));

    assertThatThrownBy(() -> tickets.issue(longName))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_LIMIT_EXCEEDED));
  }

  @Test
  void nobodyHasNoTickets() {
    assertThatThrownBy(() -> tickets.issue(TestLogins.of(Caller.ANONYMOUS)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
