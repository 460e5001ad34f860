package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevocationWatchTest {
  private static final Instant LATER = Instant.parse("9000-01-01T00:00:00Z");

  private final BrittleLog log = new BrittleLog();
  private final RevokedLogins revoked = new RevokedLogins(Clock.systemUTC());
  private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
  private final List<RevocationWatch> watches = new ArrayList<>();

  @AfterEach
  void stop() {
    log.broken = false;
    watches.forEach(RevocationWatch::close);
    assertThat(threads).noneMatch(Thread::isAlive);
  }

  private RevocationWatch watch() {
    RevocationWatch watch =
        new RevocationWatch(
            log,
            revoked,
            Duration.ofMillis(5),
            System::nanoTime,
            task -> {
              Thread thread = new Thread(task);
              threads.add(thread);
              return thread;
            });
    watches.add(watch);
    return watch;
  }

  private static Revocation session(int number) {
    return new Revocation(Subject.of(Kind.SESSION, "s" + number), Instant.EPOCH, LATER);
  }

  @Test
  void whatWasRevokedBeforeIsKnownFromTheStart() {
    for (int i = 0; i < 2_500; i++) {
      log.record(session(i));
    }

    watch();

    assertThat(revoked.count()).isEqualTo(2_500);
  }

  @Test
  void whatIsRevokedLaterIsFoundAndOldRowsAreNotReadAgain() {
    log.record(session(1));
    watch();

    log.record(session(2));

    await().until(() -> revoked.count() == 2);
    int reads = log.given.get();
    await().until(() -> log.reads.get() > 10);
    assertThat(log.given.get() - reads).isLessThanOrEqualTo(1);
  }

  @Test
  void aLogThatIsAwayIsAskedUntilItIsBackAndTheAgeTellsOfIt() {
    RevocationWatch watch = watch();
    log.broken = true;
    await().until(() -> watch.age().compareTo(Duration.ofMillis(200)) > 0);

    log.broken = false;
    log.record(session(1));

    await().until(() -> revoked.count() == 1);
    assertThat(watch.age()).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aLogThatIsAwayAtTheStartStopsIt() {
    log.broken = true;

    assertThatThrownBy(this::watch).isInstanceOf(CollabException.class);
  }

  /** A log that can be away. */
  private static final class BrittleLog implements RevocationLog {
    private final RevocationLog log = new InMemoryRevocationLog();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger given = new AtomicInteger();
    private volatile boolean broken;

    @Override
    public void record(Revocation revocation) {
      log.record(revocation);
    }

    @Override
    public Instant since(Instant time, Consumer<Revocation> each) {
      if (broken) {
        throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "broken");
      }
      reads.incrementAndGet();
      return log.since(time, each.andThen(found -> given.incrementAndGet()));
    }

    @Override
    public Collection<Revocation> of(Set<Subject> subjects) {
      return log.of(subjects);
    }

    @Override
    public int purge(Instant before) {
      return log.purge(before);
    }
  }
}
