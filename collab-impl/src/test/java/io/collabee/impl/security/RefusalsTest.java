package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final String REASON = "Came from a page of another site";

  private final List<String> told = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final Refusals refusals =
      new Refusals(
          (kind, subject, reason) ->
              told.add(
                  kind
                      + " '"
                      + subject.caller()
                      + "' "
                      + subject.address().orElse("-")
                      + " "
                      + reason),
          now::get);

  private static Route from(String address) {
    return new Route(address, Optional.empty(), true);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
    refusals.tellOlder();
  }

  @Test
  void theFirstIsToldAtOnceAndTheOthersOfAMinuteAsOne() {
    for (int i = 0; i < 5; i++) {
      refusals.tell(Caller.ANONYMOUS, from("192.0.2.1"), REASON, ": https://evil" + i + ".example");
    }
    assertThat(told).containsExactly("REFUSED '' 192.0.2.1 " + REASON + ": https://evil0.example");
    told.clear();

    pass(Refusals.TOGETHER.minusNanos(1));
    assertThat(told).isEmpty();
    pass(Duration.ofNanos(1));
    assertThat(told)
        .containsExactly(
            "REFUSED '' 192.0.2.1 " + REASON + ": https://evil0.example (4 times more)");
    pass(Refusals.TOGETHER);
    assertThat(told).hasSize(1);
    refusals.tell(Caller.ANONYMOUS, from("192.0.2.1"), REASON);
    assertThat(told).hasSize(2).endsWith("REFUSED '' 192.0.2.1 " + REASON);
  }

  @Test
  void whoGoesOnIsToldOfOnceAMinuteAndNothingIsLost() {
    int all = 100_000;
    for (int i = 0; i < all; i++) {
      refusals.tell(Caller.ANONYMOUS, from("192.0.2.1"), REASON);
      now.addAndGet(Duration.ofMillis(6).toNanos());
    }
    refusals.close();

    // Ten minutes.
    assertThat(told).hasSize(11);
    assertThat(told.stream().mapToLong(RefusalsTest::times).sum()).isEqualTo(all);
  }

  private static long times(String line) {
    return line.endsWith(" times more)")
        ? Long.parseLong(line.replaceAll(".*\\((\\d+) times more\\)", "$1"))
        : 1;
  }

  @Test
  void callersReasonsAndAddressesAreToldApartButNotTheAddressesOfOneNetwork() {
    refusals.tell(Caller.named("ann"), from("192.0.2.1"), REASON);
    refusals.tell(Caller.named("ben"), from("192.0.2.1"), REASON);
    refusals.tell(Caller.named("ann"), from("192.0.2.2"), REASON);
    refusals.tell(Caller.named("ann"), from("192.0.2.1"), "Another");
    assertThat(told).hasSize(4);

    refusals.tell(Caller.ANONYMOUS, from("2001:db8::1"), REASON);
    refusals.tell(Caller.ANONYMOUS, from("2001:db8::2"), REASON);
    assertThat(told).hasSize(5);
  }

  @Test
  void whoHasAnyNumberOfAddressesFillsNoLogAndIsCounted() {
    for (int i = 0; i < 3 * Refusals.MOST; i++) {
      refusals.tell(Caller.ANONYMOUS, from("192.0." + i / 250 + "." + i % 250), REASON);
    }
    assertThat(told).hasSize(Refusals.MOST);

    pass(Refusals.TOGETHER);

    assertThat(told)
        .hasSize(Refusals.MOST + 1)
        .endsWith(
            "REFUSED '' - Handshakes from still more addresses were refused ("
                + 2 * Refusals.MOST
                + " times more)");
    refusals.tell(Caller.ANONYMOUS, from("192.0.2.1"), REASON);
    assertThat(told).hasSize(Refusals.MOST + 2);
  }
}
