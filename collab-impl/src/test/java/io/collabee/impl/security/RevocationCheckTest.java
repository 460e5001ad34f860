package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RevocationCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration OLDEST = Duration.ofSeconds(5);
  private static final Login ANN =
      new Login(
          "s",
          Caller.named("ann"),
          new Credential(Optional.of("t"), NOW, Optional.empty(), Optional.empty()));
  private static final Revocation REVOCATION =
      new Revocation(Subject.of(Kind.USER, "ann"), NOW, NOW.plusSeconds(60));

  private final TestClock clock = new TestClock(NOW);
  private final RevokedLogins known = new RevokedLogins(clock);
  private final InMemoryShelf shelf = new InMemoryShelf(clock);
  private final OneLog log = new OneLog();
  private Duration age = Duration.ZERO;

  private RevocationCheck check(Shelf asked, boolean readsOn) {
    return new RevocationCheck(
        known, log, () -> asked, () -> age, new RevocationCheck.Terms(OLDEST, readsOn));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(CollabException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void whatThisNodeKnowsIsEnoughToRefuse() {
    known.add(REVOCATION);
    log.away = true;

    assertRefused(ErrorCode.ERR_LOGIN_REVOKED, () -> check(Shelf.NONE, true).require(ANN));
    assertRefused(ErrorCode.ERR_LOGIN_REVOKED, () -> check(Shelf.NONE, true).requireSurely(ANN));
  }

  @Test
  void theShelfIsAskedBeforeTheLog() {
    log.away = true;
    assertThatCode(() -> check(shelf, true).requireSurely(ANN)).doesNotThrowAnyException();

    RevocationCheck.put(REVOCATION, shelf, clock);

    assertThatCode(() -> check(shelf, true).require(ANN)).doesNotThrowAnyException();
    assertRefused(ErrorCode.ERR_LOGIN_REVOKED, () -> check(shelf, true).requireSurely(ANN));
    assertRefused(ErrorCode.ERR_LOGIN_REVOKED, () -> check(shelf, true).require(ANN));
  }

  @Test
  void theLogIsAskedWhileTheShelfIsAwayOrDoesNotAnswer() {
    Login other = new Login("other", Caller.named("bob"), ANN.credential());
    log.record(REVOCATION);
    assertThatCode(() -> check(Shelf.NONE, true).requireSurely(other)).doesNotThrowAnyException();

    assertRefused(ErrorCode.ERR_LOGIN_REVOKED, () -> check(Shelf.NONE, true).requireSurely(ANN));
    shelf.away(true);
    known.purge();
    assertRefused(ErrorCode.ERR_LOGIN_REVOKED, () -> check(shelf, true).requireSurely(ANN));
    assertRefused(
        ErrorCode.ERR_LOGIN_REVOKED, () -> check(new SilentShelf(), true).requireSurely(ANN));
  }

  @Test
  void whatNobodyKnowsIsRefused() {
    log.away = true;

    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> check(Shelf.NONE, true).requireSurely(ANN));
    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> check(shelfAway(), true).requireSurely(ANN));
  }

  private Shelf shelfAway() {
    shelf.away(true);
    return shelf;
  }

  @Test
  void nobodyHasNothingThatCouldBeRevoked() {
    log.away = true;
    Login nobody = new Login("s", Caller.ANONYMOUS, Credential.ofServer(NOW));

    assertThatCode(() -> check(Shelf.NONE, true).requireSurely(nobody)).doesNotThrowAnyException();
  }

  @Test
  void readingGoesOnOrNotWhileWhatIsKnownIsTooOldAndTheShelfAway() {
    age = OLDEST;
    assertThat(check(Shelf.NONE, false).isReadable()).isTrue();

    age = OLDEST.plusMillis(1);
    assertThat(check(Shelf.NONE, false).isReadable()).isFalse();
    assertThat(check(shelf, false).isReadable()).isTrue();
    assertThat(check(Shelf.NONE, true).isReadable()).isTrue();
    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> check(Shelf.NONE, false).require(ANN));
    assertThatCode(() -> check(Shelf.NONE, true).require(ANN)).doesNotThrowAnyException();
  }

  @Test
  void whoReadsIsRefusedAsSoonAsAnybodyKnowsAndElseReadsOnOrNot() {
    log.away = true;
    assertThatCode(() -> check(Shelf.NONE, false).requireToRead(ANN)).doesNotThrowAnyException();
    age = OLDEST.plusMillis(1);
    assertThatCode(() -> check(Shelf.NONE, true).requireToRead(ANN)).doesNotThrowAnyException();
    assertRefused(ErrorCode.ERR_UNAVAILABLE, () -> check(Shelf.NONE, false).requireToRead(ANN));

    log.away = false;
    log.record(REVOCATION);

    assertRefused(ErrorCode.ERR_LOGIN_REVOKED, () -> check(Shelf.NONE, true).requireToRead(ANN));
  }

  @Test
  void whatIsOverIsNotPutOnTheShelf() {
    clock.set(NOW.plusSeconds(60));

    RevocationCheck.put(REVOCATION, shelf, clock);

    clock.set(NOW);
    assertThatCode(() -> check(shelf, true).requireSurely(ANN)).doesNotThrowAnyException();
  }

  /** A log that may be away. */
  private static final class OneLog implements RevocationLog {
    private final RevocationLog log = new InMemoryRevocationLog();
    private boolean away;

    private RevocationLog log() {
      if (away) {
        throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "away");
      }
      return log;
    }

    @Override
    public void record(Revocation revocation) {
      log().record(revocation);
    }

    @Override
    public Instant since(Instant time, Consumer<Revocation> each) {
      return log().since(time, each);
    }

    @Override
    public Collection<Revocation> of(Set<Subject> subjects) {
      return log().of(subjects);
    }

    @Override
    public int purge(Instant before) {
      return log().purge(before);
    }
  }

  /** A shelf that never answers. */
  private static final class SilentShelf implements Shelf {
    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> remove(String name) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Set<String>> members(String group) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> join(String group, String member, Duration life) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> leave(String group, String member) {
      return new CompletableFuture<>();
    }
  }
}
