package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PurgeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final UUID OLD = UUID.randomUUID();
  private static final UUID YOUNG = UUID.randomUUID();

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void whatExpiredAnHourAgoIsDeletedAgainAndAgainWhateverElseFails() {
    InMemorySpentTickets spent = new InMemorySpentTickets();
    assertThat(spent.spend(OLD, NOW.minusSeconds(3_601))).isTrue();
    assertThat(spent.spend(YOUNG, NOW.minusSeconds(3_599))).isTrue();
    AtomicInteger failures = new AtomicInteger();
    List<Purge.Of> all =
        List.of(
            new Purge.Of(
                "failures",
                before -> {
                  failures.incrementAndGet();
                  throw new IllegalStateException("the store is away");
                }),
            new Purge.Of("tickets", spent::purge));

    Purge purge = new Purge(all, clock, Duration.ofMillis(5), Thread::new);
    await().until(() -> failures.get() > 3);
    purge.close();

    assertThat(spent.spend(OLD, NOW)).isTrue();
    assertThat(spent.spend(YOUNG, NOW)).isFalse();
  }
}
