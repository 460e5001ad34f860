package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnderwayTest {
  private final Underway underway = new Underway(10);
  private final List<Runnable> ends = new ArrayList<>();
  private int refused;

  private void take(int length) {
    underway.run(length, ends::add, () -> refused++);
  }

  @Test
  void fourOfTheLargestAreTaken() {
    for (int i = 0; i < 5; i++) {
      take(10);
    }

    assertThat(ends).hasSize(4);
    assertThat(refused).isEqualTo(1);
  }

  @Test
  void whatIsAnsweredMakesRoomOnce() {
    for (int i = 0; i < 4; i++) {
      take(10);
    }

    ends.get(0).run();
    ends.get(0).run();
    take(10);
    take(10);

    assertThat(ends).hasSize(5);
    assertThat(refused).isEqualTo(1);
  }

  @Test
  void aLongerOneIsTakenAlone() {
    take(1000);
    take(1);

    assertThat(ends).hasSize(1);
    assertThat(refused).isEqualTo(1);
  }

  @Test
  void whatThrowsCountsAsAnswered() {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(
              () ->
                  underway.run(
                      30,
                      end -> {
                        throw new IllegalStateException("a fault");
                      },
                      () -> refused++))
          .isInstanceOf(IllegalStateException.class);
    }

    take(40);

    assertThat(refused).isZero();
  }
}
