package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.event.Audited;
import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RevokerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration LIFE = Duration.ofDays(30);

  private final InMemoryRevocationLog log = new InMemoryRevocationLog();
  private final TestClock clock = new TestClock(NOW);
  private final RevokedLogins revoked = new RevokedLogins(clock);
  private final InMemoryShelf shelf = new InMemoryShelf(clock);
  private final SessionKeeper sessions =
      TestSessions.keeper(new InMemoryStoredSessions(), () -> shelf, clock);
  private final List<Revocation> told = new ArrayList<>();
  private final List<String> audited = new ArrayList<>();

  private Revoker revoker(RevocationLog to) {
    return new Revoker(
        to,
        revoked,
        () -> shelf,
        sessions,
        revocation -> {
          assertThat(log.of(revocation.subject())).isPresent();
          told.add(revocation);
        },
        this::audit,
        LIFE,
        clock);
  }

  private void audit(Audited.Kind kind, AuditTrail.Subject subject, String reason) {
    audited.add(kind + " " + subject.caller() + subject.session().orElse("") + ": " + reason);
  }

  private static Login login(String session, String token) {
    return new Login(
        session,
        Caller.named("ann"),
        new Credential(
            Optional.of(token), NOW, Optional.of(NOW.plusSeconds(300)), Optional.empty()));
  }

  @Test
  void aUserIsRevokedInTheLogOnThisNodeAndOnOthers() {
    revoker(log).revokeUser("ann");

    Revocation expected = new Revocation(Subject.of(Kind.USER, "ann"), NOW, NOW.plus(LIFE));
    assertThat(log.of(expected.subject())).contains(expected);
    assertThat(revoked.isRevoked(login("s", "t"))).isTrue();
    assertThat(told).containsExactly(expected);
    RevocationCheck elsewhere =
        new RevocationCheck(
            new RevokedLogins(clock),
            new AwayLog(),
            () -> shelf,
            () -> Duration.ZERO,
            new RevocationCheck.Terms(Duration.ZERO, true));
    assertThatThrownBy(() -> elsewhere.requireSurely(login("s", "t"))).isNotNull();
    assertThat(audited).containsExactly("REVOKED ann: All logins were revoked by the application");
  }

  @Test
  void aTokenIsRevokedUntilItExpiresAndItsIdIsNotTold() {
    Instant expires = NOW.plusSeconds(300);
    revoker(log).revokeToken("secret-id", expires, "by bob");

    assertThat(told)
        .containsExactly(new Revocation(Subject.of(Kind.TOKEN, "secret-id"), NOW, expires));
    assertThat(audited).containsExactly("REVOKED : A token was revoked by bob");
  }

  @Test
  void aTokenThatHasExpiredNeedsNoRevocation() {
    revoker(log).revokeToken("t", NOW);

    assertThat(told).isEmpty();
    assertThat(audited).isEmpty();
  }

  @Test
  void aSessionIsEndedAndItsTokenStaysGood() {
    revoker(log).endSession("s1");

    assertThat(revoked.isRevoked(login("s1", "t"))).isTrue();
    assertThat(revoked.isRevoked(login("s2", "t"))).isFalse();
    assertThat(audited).containsExactly("REVOKED s1: The session was ended by the application");
  }

  private String kept(String session) {
    String secret = sessions.newSecret(session);
    sessions.save(
        List.of(
            new KeptSession(
                session,
                SessionKeeper.hash(secret),
                "ann",
                Set.of(),
                login(session, "t").credential(),
                NOW,
                NOW,
                NOW.plusSeconds(60),
                Optional.empty(),
                Optional.empty(),
                Set.of())),
        true);
    assertThat(sessions.find(secret)).isPresent();
    return secret;
  }

  @Test
  void whatIsEndedCannotBeTakenUpAgain() {
    String first = kept("s1");
    String second = kept("s2");
    String third = kept("s3");

    revoker(log).endSession("s1");
    revoker(log).signOut(login("s2", "t"));

    assertThat(sessions.find(first)).isEmpty();
    assertThat(sessions.find(second)).isEmpty();
    assertThat(sessions.find(third)).isPresent();
    revoker(log).revokeUser("ann");
    assertThat(sessions.find(third)).isEmpty();
  }

  @Test
  void whoSignsOutEndsTheTokenToo() {
    revoker(log).signOut(login("s1", "t"));

    assertThat(revoked.isRevoked(login("s1", "other"))).isTrue();
    assertThat(revoked.isRevoked(login("s2", "t"))).isTrue();
    assertThat(revoked.isRevoked(login("s2", "other"))).isFalse();
    assertThat(audited).containsExactly("SIGNED_OUT anns1: Signed out");
  }

  @Test
  void whatIsNotStoredIsNotRevoked() {
    Revoker revoker = revoker(new AwayLog());

    assertThatThrownBy(() -> revoker.revokeUser("ann"))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_STORE_UNAVAILABLE));

    assertThat(told).isEmpty();
    assertThat(audited).isEmpty();
    assertThat(revoked.count()).isZero();
  }

  /** A log whose database is away. */
  private static final class AwayLog implements RevocationLog {
    private static CollabException away() {
      return new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "away");
    }

    @Override
    public void record(Revocation revocation) {
      throw away();
    }

    @Override
    public Instant since(Instant time, Consumer<Revocation> each) {
      throw away();
    }

    @Override
    public Collection<Revocation> of(Set<Subject> subjects) {
      throw away();
    }

    @Override
    public int purge(Instant before) {
      throw away();
    }
  }
}
