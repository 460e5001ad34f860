package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final AtomicLong now = new AtomicLong();
  private final Rates rates = new Rates(new Allowance(2, 4), now::get);

  private void secondsPass(double seconds) {
    now.addAndGet((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
  }

  private int taken(String name) {
    int taken = 0;
    while (taken < 100 && rates.take(name)) {
      taken++;
    }
    return taken;
  }

  @Test
  void eachMayDoItSoOftenAtOnceAndSoOftenASecondFromThenOn() {
    assertThat(taken("ann")).isEqualTo(4);
    assertThat(taken("bob")).isEqualTo(4);

    secondsPass(1);

    assertThat(taken("ann")).isEqualTo(2);
    secondsPass(60);
    assertThat(taken("ann")).isEqualTo(4);
  }

  @Test
  void whoeverHasHisWholeAllowanceAgainIsForgotten() {
    for (int i = 0; i < 100; i++) {
      taken("name " + i);
    }
    secondsPass(1.5);
    taken("ann");
    assertThat(rates.size()).isEqualTo(101);

    secondsPass(0.5);
    rates.take("bob");

    assertThat(rates.size()).isEqualTo(2);
    assertThat(taken("ann")).isEqualTo(1);
  }

  @Test
  void howeverManyThereAreABoundedNumberIsRemembered() {
    for (int i = 0; i < 20_000; i++) {
      rates.take("name " + i);
      rates.take("ann");
    }

    assertThat(rates.size()).isEqualTo(10_000);
    assertThat(rates.take("ann")).isFalse();
  }

  @Test
  void zeroIsNoLimitAndRemembersNobody() {
    Rates unlimited = new Rates(Allowance.of(0), now::get);

    for (int i = 0; i < 1_000; i++) {
      assertThat(unlimited.take("ann")).isTrue();
    }

    assertThat(unlimited.size()).isZero();
  }

  @Test
  void anAllowanceIsNotNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(1, 0));
    assertThat(Allowance.of(7)).isEqualTo(new Allowance(7, 70));
  }
}
