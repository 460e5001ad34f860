package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckPaceTest {
  private final CheckPace pace =
      new CheckPace(
          new CheckSettings(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofSeconds(2)));

  @Test
  void pausesGrowWhileNothingIsFound() {
    assertThat(pauses(5, false)).containsExactly(200L, 300L, 450L, 600L, 600L);
  }

  @Test
  void pausesAreShortAgainWhenSomethingIsFound() {
    pauses(5, false);

    assertThat(pauses(3, true)).containsExactly(200L, 200L, 200L);
  }

  @Test
  void aTrustedBusMakesPausesGrowLongerWhateverIsFound() {
    pauses(5, false);
    pace.trusts(true);

    assertThat(pauses(8, true)).containsExactly(200L, 300L, 450L, 675L, 1012L, 1518L, 2000L, 2000L);
  }

  @Test
  void aBusThatIsTrustedNoLongerMakesPausesShort() {
    pace.trusts(true);
    pauses(8, true);
    pace.trusts(false);

    assertThat(pauses(2, false)).containsExactly(200L, 300L);
  }

  @Test
  void questionsTakeAtMostATenthOfTheTime() {
    long asking = Duration.ofMillis(100).toNanos();

    assertThat(pace.pause(true, asking)).isEqualTo(9 * asking);
  }

  @Test
  void aDatabaseThatHungIsAskedAgainSoon() {
    long asking = Duration.ofMinutes(1).toNanos();

    assertThat(pace.pause(false, asking)).isEqualTo(Duration.ofSeconds(10).toNanos());
  }

  private List<Long> pauses(int count, boolean found) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pauses.add(Duration.ofNanos(pace.pause(found, 0)).toMillis());
    }
    return pauses;
  }
}
