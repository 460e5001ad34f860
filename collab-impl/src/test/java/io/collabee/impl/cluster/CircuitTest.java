package io.collabee.impl.cluster;

import static io.collabee.impl.cluster.Carrier.Trust.AWAY;
import static io.collabee.impl.cluster.Carrier.Trust.RECOVERING;
import static io.collabee.impl.cluster.Carrier.Trust.TRUSTED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.cluster.Carrier.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofMillis(500);

  private final List<String> beats = new ArrayList<>();
  private final Map<Integer, Long> under = new HashMap<>();
  private final List<Runnable> checks = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private long now = 1;

  @Test
  void nothingIsTrustedBeforeItWasProven() {
    Circuit circuit = circuit(1);

    assertThat(circuit.trust()).isEqualTo(AWAY);
    circuit.tick();
    assertThat(circuit.trust()).isEqualTo(AWAY);
    assertThat(beats).containsExactly("0");
  }

  @Test
  void aBeatThatIsBackLeadsToACheckAndThatToTrust() {
    Circuit circuit = circuit(1);
    circuit.tick();

    bringBack(circuit, 0);
    assertThat(circuit.trust()).isEqualTo(RECOVERING);
    assertThat(checks).hasSize(1);

    checks.get(0).run();
    assertThat(circuit.trust()).isEqualTo(TRUSTED);
    assertThat(changes).containsExactly("AWAY RECOVERING", "RECOVERING TRUSTED");
  }

  @Test
  void aCheckThatIsDoneAtOnceIsADoneCheck() {
    Circuit circuit = circuit(1, Runnable::run);
    circuit.tick();

    bringBack(circuit, 0);

    assertThat(circuit.trust()).isEqualTo(TRUSTED);
    assertThat(changes).containsExactly("AWAY RECOVERING", "RECOVERING TRUSTED");
  }

  @Test
  void everyLineIsProvenBeforeTheCheckBegins() {
    Circuit circuit = circuit(65);
    circuit.tick();
    assertThat(beats).containsExactly("0");

    bringBack(circuit, 0);
    assertThat(under.keySet()).hasSize(64);
    IntStream.rangeClosed(1, 63).forEach(line -> bringBack(circuit, line));
    assertThat(checks).isEmpty();

    bringBack(circuit, 64);
    assertThat(checks).hasSize(1);
  }

  @Test
  void aLineThatStaysSilentWhileRecoveringLeadsBack() {
    Circuit circuit = circuit(3);
    circuit.tick();
    bringBack(circuit, 0);
    bringBack(circuit, 1);

    for (int i = 0; i < 20 && circuit.trust() == RECOVERING; i++) {
      tick(circuit);
      bringBack(circuit, 0);
    }

    assertThat(circuit.trust()).isEqualTo(AWAY);
    assertThat(checks).isEmpty();
  }

  @Test
  void aTrustedBusIsBeatenOnEveryLineInTurn() {
    Circuit circuit = trusted(65);
    Set<Integer> beaten = new HashSet<>();

    for (int i = 0; i < 8; i++) {
      tick(circuit);
      assertThat(under).containsKey(0).hasSize(9);
      beaten.addAll(under.keySet());
      Set.copyOf(under.keySet()).forEach(line -> bringBack(circuit, line));
    }

    assertThat(beaten).hasSize(65);
    assertThat(circuit.trust()).isEqualTo(TRUSTED);
  }

  @Test
  void threeMissesInARowEndTheTrust() {
    Circuit circuit = trusted(1);
    Duration silence = Duration.ZERO;

    while (circuit.trust() == TRUSTED) {
      tick(circuit);
      silence = silence.plus(TICK);
    }

    assertThat(circuit.trust()).isEqualTo(AWAY);
    assertThat(beats).hasSize(3);
    assertThat(silence).isBetween(PATIENCE.multipliedBy(3), PATIENCE.multipliedBy(5));
  }

  @Test
  void oneDeadLineEndsTheTrustAlthoughAllOthersAnswer() {
    Circuit circuit = trusted(65);
    Duration silence = Duration.ZERO;

    while (circuit.trust() == TRUSTED) {
      tick(circuit);
      silence = silence.plus(TICK);
      Set.copyOf(under.keySet()).stream()
          .filter(line -> line != 17)
          .forEach(line -> bringBack(circuit, line));
    }

    assertThat(circuit.trust()).isEqualTo(AWAY);
    assertThat(silence).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aMissThatIsFollowedByAnAnswerIsForgiven() {
    Circuit circuit = trusted(1);

    for (int i = 0; i < 100; i++) {
      missOne(circuit);
      missOne(circuit);
      tick(circuit);
      bringBack(circuit, 0);
    }

    assertThat(circuit.trust()).isEqualTo(TRUSTED);
  }

  private void missOne(Circuit circuit) {
    circuit.tick();
    assertThat(under).containsKey(0);
    under.remove(0);
    now += PATIENCE.plusMillis(1).toNanos();
  }

  @Test
  void answersThatAreSlowAreMisses() {
    Circuit circuit = trusted(1);

    for (int i = 0; i < 3; i++) {
      circuit.tick();
      long late = requireNonNull(under.remove(0));
      now += PATIENCE.plusMillis(1).toNanos();
      circuit.heard(0, late);
      circuit.tick();
      circuit.heard(0, late);
    }

    assertThat(circuit.trust()).isEqualTo(AWAY);
  }

  @Test
  void answersThatAreJustInTimeAreNone() {
    Circuit circuit = trusted(1);

    for (int i = 0; i < 10; i++) {
      circuit.tick();
      now += PATIENCE.toNanos();
      bringBack(circuit, 0);
    }

    assertThat(circuit.trust()).isEqualTo(TRUSTED);
  }

  @Test
  void threeFailuresInARowEndTheTrust() {
    Circuit circuit = trusted(1);

    circuit.failed();
    circuit.failed();
    circuit.succeeded();
    circuit.failed();
    circuit.failed();
    assertThat(circuit.trust()).isEqualTo(TRUSTED);

    circuit.failed();
    assertThat(circuit.trust()).isEqualTo(AWAY);
  }

  @Test
  void threeFailuresWhileRecoveringLeadBack() {
    Circuit circuit = circuit(1);
    circuit.tick();
    bringBack(circuit, 0);

    circuit.failed();
    circuit.failed();
    circuit.failed();

    assertThat(circuit.trust()).isEqualTo(AWAY);
    checks.get(0).run();
    assertThat(circuit.trust()).isEqualTo(AWAY);
  }

  @Test
  void aBusThatIsAwayIsTriedMoreAndMoreSeldom() {
    Circuit circuit = circuit(65);
    List<Long> tried = new ArrayList<>();

    for (int i = 0; i < 60; i++) {
      int before = beats.size();
      tick(circuit);
      if (beats.size() > before) {
        tried.add(Duration.ofNanos(now).toSeconds());
      }
    }

    assertThat(beats).allMatch("0"::equals);
    assertThat(beats).hasSizeBetween(7, 10);
    assertThat(tried.get(tried.size() - 1) - tried.get(tried.size() - 2)).isBetween(4L, 6L);
  }

  @Test
  void aHintThatItWorksAgainMakesItTriedAtOnce() {
    Circuit circuit = circuit(1);
    for (int i = 0; i < 60; i++) {
      tick(circuit);
    }
    int before = beats.size();

    circuit.retry();
    circuit.tick();
    assertThat(beats).hasSize(before + 1);

    circuit.interrupted(0);
    circuit.tick();
    assertThat(beats).hasSize(before + 2);
    assertThat(circuit.trust()).isEqualTo(AWAY);
  }

  @Test
  void aBeatThatCouldNotBePublishedIsNotWaitedFor() {
    Circuit circuit = new Circuit(1, Duration.ofHours(1), () -> now, effects(checks::add));

    for (int i = 0; i < 3; i++) {
      now += Duration.ofSeconds(10).toNanos();
      circuit.tick();
      circuit.failed();
    }

    assertThat(beats).hasSize(3);
  }

  @Test
  void aLateAnswerDoesNotBringATrustBack() {
    Circuit circuit = circuit(1);
    circuit.tick();
    now += PATIENCE.plusMillis(1).toNanos();

    bringBack(circuit, 0);

    assertThat(circuit.trust()).isEqualTo(AWAY);
  }

  @Test
  void anInterruptedLineIsProvenAndEverythingCheckedAgain() {
    Circuit circuit = trusted(3);
    under.clear();

    circuit.interrupted(2);
    assertThat(circuit.trust()).isEqualTo(RECOVERING);
    assertThat(under.keySet()).contains(2);
    assertThat(checks).hasSize(1);

    bringBack(circuit, 2);
    assertThat(checks).hasSize(2);
    checks.get(1).run();
    assertThat(circuit.trust()).isEqualTo(TRUSTED);
  }

  @Test
  void aCheckBeganBeforeAnInterruptionDoesNotCount() {
    Circuit circuit = circuit(2);
    circuit.tick();
    bringBack(circuit, 0);
    bringBack(circuit, 1);
    assertThat(checks).hasSize(1);

    circuit.interrupted(1);
    checks.get(0).run();
    assertThat(circuit.trust()).isEqualTo(RECOVERING);

    bringBack(circuit, 1);
    assertThat(checks).hasSize(2);
    checks.get(1).run();
    assertThat(circuit.trust()).isEqualTo(TRUSTED);
  }

  @Test
  void aCheckOfAnEarlierRecoveryDoesNotCount() {
    Circuit circuit = circuit(1);
    circuit.tick();
    bringBack(circuit, 0);
    circuit.failed();
    circuit.failed();
    circuit.failed();
    circuit.retry();
    tick(circuit);
    bringBack(circuit, 0);
    assertThat(circuit.trust()).isEqualTo(RECOVERING);

    checks.get(0).run();
    assertThat(circuit.trust()).isEqualTo(RECOVERING);

    checks.get(1).run();
    assertThat(circuit.trust()).isEqualTo(TRUSTED);
  }

  @Test
  void aBusThatDiesDuringTheCheckIsAway() {
    Circuit circuit = circuit(1);
    circuit.tick();
    bringBack(circuit, 0);

    for (int i = 0; i < 10; i++) {
      tick(circuit);
    }

    assertThat(circuit.trust()).isEqualTo(AWAY);
  }

  @Test
  void beatsThatWereNotSentNowAreNotBelieved() {
    Circuit circuit = circuit(1);
    circuit.tick();
    long old = requireNonNull(under.get(0));
    now += PATIENCE.plusMillis(1).toNanos();
    tick(circuit);

    circuit.heard(0, old);
    circuit.heard(0, 0);
    circuit.heard(0, 12345);

    assertThat(circuit.trust()).isEqualTo(AWAY);
  }

  @Test
  void anEffectThatCallsBackIsNoTrouble() {
    List<Trust> seen = new ArrayList<>();
    Circuit[] circuit = new Circuit[1];
    circuit[0] =
        new Circuit(
            1,
            PATIENCE,
            () -> now,
            new Circuit.Effects() {
              @Override
              public void beat(int line, long number) {
                circuit[0].heard(line, number);
              }

              @Override
              public void check(Runnable done) {
                done.run();
              }

              @Override
              public void changed(Trust before, Trust now) {
                seen.add(now);
              }
            });

    circuit[0].tick();

    assertThat(seen).containsExactly(RECOVERING, TRUSTED);
  }

  private Circuit trusted(int lines) {
    Circuit circuit = circuit(lines);
    circuit.tick();
    IntStream.range(0, lines).forEach(line -> bringBack(circuit, line));
    checks.get(0).run();
    assertThat(circuit.trust()).isEqualTo(TRUSTED);
    beats.clear();
    return circuit;
  }

  private void tick(Circuit circuit) {
    now += TICK.toNanos();
    circuit.tick();
  }

  private void bringBack(Circuit circuit, int line) {
    Long beat = under.remove(line);
    if (beat != null) {
      circuit.heard(line, beat);
    }
  }

  private Circuit circuit(int lines) {
    return circuit(lines, checks::add);
  }

  private Circuit circuit(int lines, Consumer<Runnable> check) {
    return new Circuit(lines, PATIENCE, () -> now, effects(check));
  }

  private Circuit.Effects effects(Consumer<Runnable> check) {
    return new Circuit.Effects() {
      @Override
      public void beat(int line, long number) {
        beats.add(String.valueOf(line));
        under.put(line, number);
      }

      @Override
      public void check(Runnable done) {
        check.accept(done);
      }

      @Override
      public void changed(Trust before, Trust now) {
        changes.add(before + " " + now);
      }
    };
  }
}
