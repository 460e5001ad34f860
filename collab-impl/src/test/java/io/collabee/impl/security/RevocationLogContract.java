package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link RevocationLog} promises, asked of every one there is. */
public abstract class RevocationLogContract {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LATER = Instant.parse("9000-01-01T00:00:00Z");

  /** The log as one node sees it. */
  protected abstract RevocationLog node();

  /** The same as another node sees it; the same object where there is only one node. */
  protected abstract RevocationLog otherNode();

  private static Revocation revocation(Instant issuedBefore, Instant expires) {
    return new Revocation(
        Subject.of(Kind.USER, UUID.randomUUID().toString()), issuedBefore, expires);
  }

  private static List<Revocation> since(RevocationLog log, Instant time) {
    List<Revocation> found = new ArrayList<>();
    log.since(time, found::add);
    return found;
  }

  @Test
  void whatOneNodeRecordsOthersRead() {
    Revocation user = revocation(NOON, LATER);
    Revocation token = new Revocation(Subject.of(Kind.TOKEN, "t"), NOON, LATER);
    Revocation session = new Revocation(Subject.of(Kind.SESSION, "t"), NOON, LATER);

    node().record(user);
    node().record(token);
    node().record(session);

    assertThat(since(otherNode(), Instant.EPOCH)).contains(user, token, session);
    assertThat(otherNode().of(user.subject())).contains(user);
    assertThat(otherNode().of(Set.of(token.subject(), session.subject(), missing())))
        .containsExactlyInAnyOrder(token, session);
    assertThat(otherNode().of(missing())).isEmpty();
  }

  private static Subject missing() {
    return Subject.of(Kind.SESSION, "missing");
  }

  @Test
  void whatIsRecordedAfterAReadIsInTheNext() {
    Instant next = otherNode().since(Instant.EPOCH, each -> {});
    Revocation first = revocation(NOON, LATER);
    node().record(first);
    List<Revocation> found = new ArrayList<>();
    Instant afterFirst = otherNode().since(next, found::add);
    assertThat(found).contains(first);

    Revocation second = revocation(NOON, LATER);
    node().record(second);
    node().record(revocation(NOON, NOON.plusSeconds(1)));

    assertThat(since(otherNode(), afterFirst)).contains(second);
  }

  @Test
  void theTimesOfASubjectOnlyGrow() {
    Revocation first = revocation(NOON, NOON.plusSeconds(3600 * 24 * 365 * 100L));
    node().record(first);

    node().record(new Revocation(first.subject(), NOON.minusSeconds(1), LATER));
    assertThat(otherNode().of(first.subject()))
        .contains(new Revocation(first.subject(), NOON, LATER));

    otherNode().record(new Revocation(first.subject(), NOON.plusSeconds(1), NOON.plusSeconds(2)));
    assertThat(node().of(first.subject()))
        .contains(new Revocation(first.subject(), NOON.plusSeconds(1), LATER));
  }

  @Test
  void manyMayRecordTheSameAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      for (int round = 0; round < 10; round++) {
        Revocation base = revocation(NOON, LATER);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> attempts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          RevocationLog log = i % 2 == 0 ? node() : otherNode();
          Revocation mine = new Revocation(base.subject(), NOON.plusSeconds(i), LATER);
          attempts.add(
              threads.submit(
                  () -> {
                    go.await();
                    log.record(mine);
                    return mine;
                  }));
        }

        go.countDown();
        for (Future<?> each : attempts) {
          each.get(30, TimeUnit.SECONDS);
        }

        assertThat(node().of(base.subject()))
            .contains(new Revocation(base.subject(), NOON.plusSeconds(5), LATER));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatHasExpiredIsForgotten() {
    Instant end = Instant.parse("2600-01-01T00:00:00Z");
    node().purge(end);
    Revocation old = revocation(NOON, end);
    Revocation young = revocation(NOON, end.plusSeconds(1));
    node().record(old);
    node().record(young);

    assertThat(otherNode().purge(end.plusMillis(500))).isEqualTo(1);

    assertThat(node().of(old.subject())).isEmpty();
    assertThat(node().of(young.subject())).contains(young);
  }
}
