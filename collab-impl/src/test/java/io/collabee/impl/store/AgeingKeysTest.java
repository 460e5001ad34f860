package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.security.SealingKeys;
import io.collabee.impl.security.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes; a key seals for a day. */
class AgeingKeysTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-24T20:00:00Z"));
  private final InMemorySecrets secrets = new InMemorySecrets(clock);
  private final SealingKeys node = secrets.keys("tickets", DAY, clock);
  private final SealingKeys otherNode = secrets.keys("tickets", DAY, clock);

  @Test
  void nodesHaveTheSameKeys() {
    String id = node.current();

    assertThat(otherNode.current()).isEqualTo(id);
    assertThat(otherNode.key(id)).contains(node.key(id).orElseThrow());
    assertThat(node.key(id).orElseThrow()).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(node.key("99")).isEmpty();
    assertThat(node.key("x")).isEmpty();
  }

  @Test
  void keysOfOnePurposeAreNoneOfAnother() {
    SealingKeys sessions = secrets.keys("sessions", DAY, clock);

    assertThat(sessions.key(sessions.current()).orElseThrow())
        .isNotEqualTo(node.key(node.current()).orElseThrow());
  }

  @Test
  void afterItsTimeAKeyIsFollowedByAnotherAndStillOpens() {
    String first = node.current();
    byte[] key = node.key(first).orElseThrow();

    clock.advance(DAY.minusSeconds(1));
    assertThat(node.current()).isEqualTo(first);
    clock.advance(Duration.ofSeconds(1));
    String second = node.current();

    assertThat(second).isNotEqualTo(first);
    assertThat(otherNode.current()).isEqualTo(second);
    assertThat(otherNode.key(first)).contains(key);
  }

  @Test
  void aKeyThatAnotherNodeHasJustMadeIsFound() {
    otherNode.current();
    clock.advance(Duration.ofSeconds(1));
    node.current();
    secrets.make("tickets", 2);
    clock.advance(Duration.ofSeconds(1));

    assertThat(otherNode.key("2")).isPresent();
  }

  @Test
  void whatIsPurgedOpensNoMoreButTheCurrentKeyStays() {
    String first = node.current();
    clock.advance(DAY);
    String second = node.current();

    assertThat(secrets.purge("tickets", clock.instant().plusSeconds(1))).isOne();

    clock.advance(Duration.ofMinutes(1));
    assertThat(node.key(first)).isEmpty();
    assertThat(node.key(second)).isPresent();
    assertThat(node.current()).isEqualTo(second);
  }

  @Test
  void whileTheDatabaseIsAwayKnownKeysAreGood() {
    AwaySecrets away = new AwaySecrets();
    SealingKeys keys = away.keys("tickets", DAY, clock);
    assertThatThrownBy(keys::current)
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_STORE_UNAVAILABLE));

    away.isThere = true;
    clock.advance(Duration.ofMinutes(1));
    String id = keys.current();
    away.isThere = false;
    clock.advance(DAY);

    assertThat(keys.current()).isEqualTo(id);
    assertThat(keys.key(id)).isPresent();
    away.isThere = true;
    assertThat(keys.current()).isNotEqualTo(id);
  }

  /** Deleting them is an operator's way to have new keys at once. */
  @Test
  void deletedKeysAreFollowedByOneOfAnotherNumber() {
    AwaySecrets kept = new AwaySecrets();
    kept.isThere = true;
    SealingKeys keys = kept.keys("tickets", DAY, clock);
    String first = keys.current();

    kept.inner = new InMemorySecrets(clock);
    clock.advance(Duration.ofMinutes(1));

    assertThat(keys.key(first)).isEmpty();
    assertThat(keys.current()).isNotEqualTo(first);
  }

  /** Secrets of a database that may be away. */
  private final class AwaySecrets implements Secrets {
    private InMemorySecrets inner = new InMemorySecrets(clock);
    private boolean isThere;

    private InMemorySecrets inner() {
      if (!isThere) {
        throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "away");
      }
      return inner;
    }

    @Override
    public byte[] secret(String name) {
      return inner().secret(name);
    }

    @Override
    public List<Numbered> numbered(String purpose) {
      return inner().numbered(purpose);
    }

    @Override
    public void make(String purpose, int number) {
      inner().make(purpose, number);
    }

    @Override
    public int purge(String purpose, Instant before) {
      return inner().purge(purpose, before);
    }
  }
}
