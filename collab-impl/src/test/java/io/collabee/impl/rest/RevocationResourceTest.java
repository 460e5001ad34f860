package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Credential;
import io.collabee.impl.security.InMemoryRevocationLog;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Revoker;
import io.collabee.impl.security.SessionKeeper;
import io.collabee.impl.security.Shelf;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.TestSessions;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationResourceTest {
  private final Instant now = Instant.now();
  private final String later = String.valueOf(now.plusSeconds(300).toEpochMilli());

  private final Clock clock = Clock.systemUTC();
  private final RevokedLogins revoked = new RevokedLogins(clock);
  private final List<String> audited = new ArrayList<>();
  private final AuditTrail audit =
      (kind, subject, reason) -> audited.add(kind + " " + subject.caller() + ": " + reason);
  private final SessionKeeper sessions = TestSessions.keeper(clock);
  private final Revoker revoker =
      new Revoker(
          new InMemoryRevocationLog(),
          revoked,
          () -> Shelf.NONE,
          sessions,
          revocation -> {},
          audit,
          Duration.ofDays(1),
          clock);

  /** Only root may manage. */
  private final AccessPolicy policy =
      new AccessPolicy() {
        @Override
        public Access access(Caller caller, DocumentId document) {
          return Access.MANAGE;
        }

        @Override
        public Access overall(Caller caller) {
          return caller.name().equals("root") ? Access.MANAGE : Access.WRITE;
        }
      };

  private final Resource resource =
      new RevocationResource(
          revoker,
          new Gate(
              policy,
              new StepUp(Duration.ofMinutes(5), Set.of(StepUp.Action.REVOKE), true, clock, audit),
              audit));

  private Login login(String name, Instant authenticatedAt) {
    return new Login(
        "s-" + name,
        name.isEmpty() ? Caller.ANONYMOUS : Caller.named(name),
        new Credential(
            Optional.of("t-" + name),
            now.minusSeconds(60),
            Optional.of(now.plusSeconds(300)),
            Optional.of(authenticatedAt)));
  }

  private Asked asked(Login login, String body) {
    return new Asked(
        login,
        "user " + login.caller().name(),
        Map.of(),
        name -> Optional.empty(),
        name -> name.equals("Content-Type") ? Optional.of("application/json") : Optional.empty(),
        () -> body);
  }

  private Answer ask(String name, String body) {
    return resource.answer(asked(login(name, now), body.replace('\'', '"')));
  }

  private void assertRefused(String name, String body, ErrorCode code) {
    assertThatThrownBy(() -> ask(name, body))
        .isInstanceOfSatisfying(CollabException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(revoked.count()).isZero();
  }

  @Test
  void everybodyMaySignHimselfOutEverywhere() {
    assertThat(ask("ann", "{'user':'ann'}").status()).isEqualTo(204);

    assertThat(revoked.isRevoked(login("ann", now))).isTrue();
    assertThat(audited).containsExactly("REVOKED ann: All logins were revoked by ann");
  }

  @Test
  void everybodyMayRevokeTheTokenHeComesWith() {
    assertThat(ask("ann", "{'token':'t-ann','expires':" + later + "}").status()).isEqualTo(204);

    assertThat(revoked.isRevoked(login("ann", now))).isTrue();
    assertThat(revoked.isRevoked(login("bob", now))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'user':'bob'}", "{'session':'s-bob'}", "{'token':'t-bob','expires':later}"})
  void othersLoginsAreEndedByWhoMayManageOnly(String template) {
    String body = template.replace("later", later);
    assertRefused("ann", body, ErrorCode.ERR_WRITE_FORBIDDEN);

    assertThat(ask("root", body).status()).isEqualTo(204);
    assertThat(revoked.isRevoked(login("bob", now))).isTrue();
    assertThat(revoked.isRevoked(login("ann", now))).isFalse();
  }

  @Test
  void whoEndsOthersLoginsHasToHaveProvedLatelyThatItIsHe() {
    Asked asked = asked(login("root", now.minusSeconds(3600)), "{\"user\":\"bob\"}");

    assertThatThrownBy(() -> resource.answer(asked))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_STEP_UP_REQUIRED));
    Answer own = resource.answer(asked(login("ann", now.minusSeconds(3600)), "{\"user\":\"ann\"}"));

    assertThat(own.status()).isEqualTo(204);
    assertThat(revoked.isRevoked(login("bob", now))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "nothing",
        "{'user':'ann','session':'s'}",
        "{'user':1}",
        "{'user':''}",
        "{'token':'t-ann'}",
        "{'token':'t-ann','expires':'soon'}",
        "{'token':'t-ann','expires':1e99}",
        "{'token':'t-ann','expires':9223372036854775807}",
        "{'token':'t-ann','expires':-9223372036854775808}",
        "{'session':'s\\u0000'}"
      })
  void whatIsNoRevocationIsRefused(String body) {
    assertRefused("ann", body, ErrorCode.ERR_MESSAGE_BADLY_FORMED);
  }

  @Test
  void nobodyMayRevokeNothing() {
    assertThat(ask("", "{'user':''}").status()).isEqualTo(401);
  }

  @Test
  void whoSignsOutEndsHisTokenAndNoOther() {
    Resource signOut = new SignOutResource(revoker, TestSessions.resumption(sessions));
    Answer answer = signOut.answer(asked(login("ann", now), ""));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(revoked.isRevoked(login("ann", now))).isTrue();
    assertThat(revoked.isRevoked(login("bob", now))).isFalse();
    assertThat(audited).containsExactly("SIGNED_OUT ann: Signed out");
    assertThat(signOut.answer(asked(login("", now), "")).status()).isEqualTo(401);
  }
}
