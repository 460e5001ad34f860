package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RevokedLoginsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LATER = NOON.plus(Duration.ofDays(1));

  private final RevokedLogins revoked = new RevokedLogins(Clock.fixed(NOON, ZoneOffset.UTC));
  private final AtomicInteger news = new AtomicInteger();

  private static Login login(String session, String name, String token, Instant issuedAt) {
    return new Login(
        session,
        Caller.named(name),
        new Credential(Optional.of(token), issuedAt, Optional.empty(), Optional.empty()));
  }

  private static Revocation revocation(Kind kind, String name, Instant issuedBefore) {
    return new Revocation(Subject.of(kind, name), issuedBefore, LATER);
  }

  @Test
  void aTokenIsRevokedByItsId() {
    revoked.add(revocation(Kind.TOKEN, "t1", NOON));

    assertThat(revoked.isRevoked(login("s1", "ann", "t1", NOON.plusSeconds(9)))).isTrue();
    assertThat(revoked.isRevoked(login("s1", "ann", "t2", NOON))).isFalse();
    assertThat(revoked.isRevoked(login("t1", "t1", "t2", NOON))).isFalse();
  }

  @Test
  void aSessionIsRevokedByItsName() {
    revoked.add(revocation(Kind.SESSION, "s1", NOON));

    assertThat(revoked.isRevoked(login("s1", "ann", "t1", NOON.plusSeconds(9)))).isTrue();
    assertThat(revoked.isRevoked(login("s2", "ann", "t1", NOON))).isFalse();
  }

  @Test
  void ofAUsersLoginsThoseIssuedUntilThenAreRevoked() {
    revoked.add(revocation(Kind.USER, "ann", NOON.plusMillis(700)));

    assertThat(revoked.isRevoked(login("s", "ann", "t", NOON.minusSeconds(99)))).isTrue();
    // A token that was issued after the revocation and within its second: nobody can tell.
    assertThat(revoked.isRevoked(login("s", "ann", "t", NOON))).isTrue();
    assertThat(revoked.isRevoked(login("s", "ann", "t", NOON.plusMillis(700)))).isTrue();
    assertThat(revoked.isRevoked(login("s", "ann", "t", NOON.plusSeconds(1)))).isFalse();
    assertThat(revoked.isRevoked(login("s", "bob", "t", NOON))).isFalse();
  }

  @Test
  void nobodyIsNoUser() {
    revoked.add(revocation(Kind.USER, "", NOON));

    assertThat(
            revoked.isRevoked(
                new Login("s", Caller.ANONYMOUS, Credential.ofServer(NOON.minusSeconds(1)))))
        .isFalse();
  }

  @Test
  void laterRevocationsOfAUserCountAndEarlierOnesTakeNothingBack() {
    revoked.add(revocation(Kind.USER, "ann", NOON.plusSeconds(10)));
    revoked.add(revocation(Kind.USER, "ann", NOON));

    assertThat(revoked.isRevoked(login("s", "ann", "t", NOON.plusSeconds(5)))).isTrue();
    assertThat(revoked.count()).isEqualTo(1);
  }

  @Test
  void whatIsNewIsToldOnce() {
    revoked.observe(news::incrementAndGet);
    Revocation user = revocation(Kind.USER, "ann", NOON);

    revoked.add(user);
    revoked.add(user);
    revoked.addAll(List.of(user));
    assertThat(news).hasValue(1);

    revoked.addAll(
        List.of(user, revocation(Kind.USER, "bob", NOON), revocation(Kind.USER, "cid", NOON)));
    assertThat(news).hasValue(2);

    revoked.add(revocation(Kind.USER, "ann", NOON.plusSeconds(1)));
    assertThat(news).hasValue(3);
  }

  @Test
  void whatHasExpiredDoesNotCountAndIsForgotten() {
    TestClock clock = new TestClock(NOON);
    RevokedLogins known = new RevokedLogins(clock);
    known.add(revocation(Kind.TOKEN, "t1", NOON));
    Login login = login("s1", "ann", "t1", NOON);
    assertThat(known.isRevoked(login)).isTrue();

    clock.set(LATER);
    assertThat(known.isRevoked(login)).isFalse();
    assertThat(known.count()).isEqualTo(1);
    known.purge();
    assertThat(known.count()).isZero();
    known.add(revocation(Kind.TOKEN, "t1", NOON));
    assertThat(known.count()).isZero();
  }
}
