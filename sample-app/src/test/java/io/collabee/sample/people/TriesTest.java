package io.collabee.sample.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TriesTest {
  private final Hands clock = new Hands();
  private final Tries tries = new Tries(2, Duration.ofMinutes(5), clock);

  @Test
  void eachKeyHasItsOwnTries() {
    tries.use("ann");
    tries.use("ann");

    assertThat(tries.use("ann")).isFalse();
    assertThat(tries.use("ben")).isTrue();
  }

  @Test
  void thereAreNewOnesWhenTheTimeIsOver() {
    tries.use("ann");
    clock.now = clock.now.plus(Duration.ofMinutes(4));
    tries.use("ann");
    clock.now = clock.now.plus(Duration.ofMinutes(1));

    assertThat(tries.use("ann")).isTrue();
    assertThat(tries.use("ann")).isTrue();
    assertThat(tries.use("ann")).isFalse();
  }

  @Test
  void someOrAllAreGivenBack() {
    tries.use("ann");
    tries.use("ann");

    tries.giveBack("ann");
    assertThat(tries.use("ann")).isTrue();
    assertThat(tries.use("ann")).isFalse();

    tries.forget("ann");
    assertThat(tries.use("ann")).isTrue();
  }

  @Test
  void theOldestKeyIsForgottenWhenThereAreVeryMany() {
    tries.use("ann");
    tries.use("ann");

    for (int i = 0; i < 10_000; i++) {
      tries.use("user " + i);
    }

    assertThat(tries.use("ann")).isTrue();
  }

  private static final class Hands extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
