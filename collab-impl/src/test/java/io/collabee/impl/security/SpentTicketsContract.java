package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link SpentTickets} promises, asked of every one there is. */
public abstract class SpentTicketsContract {
  private static final Instant EXPIRES = Instant.parse("2026-11-24T08:00:30Z");

  /** The tickets as one node sees them. */
  protected abstract SpentTickets node();

  /** The same as another node sees them; the same object where there is only one node. */
  protected abstract SpentTickets otherNode();

  @Test
  void aTicketIsSpentOnce() {
    UUID ticket = UUID.randomUUID();

    assertThat(node().spend(ticket, EXPIRES)).isTrue();

    assertThat(node().spend(ticket, EXPIRES)).isFalse();
    assertThat(otherNode().spend(ticket, EXPIRES)).isFalse();
    assertThat(otherNode().spend(UUID.randomUUID(), EXPIRES)).isTrue();
  }

  @Test
  void ofManyWhoSpendATicketAtOnceOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      for (int round = 0; round < 20; round++) {
        UUID ticket = UUID.randomUUID();
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          SpentTickets tickets = i % 2 == 0 ? node() : otherNode();
          attempts.add(
              threads.submit(
                  () -> {
                    go.await();
                    return tickets.spend(ticket, EXPIRES);
                  }));
        }
        go.countDown();

        int successes = 0;
        for (Future<Boolean> each : attempts) {
          successes += each.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(successes).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatHasExpiredIsForgotten() {
    node().purge(Instant.parse("9000-01-01T00:00:00Z"));
    UUID old = UUID.randomUUID();
    UUID young = UUID.randomUUID();
    node().spend(old, EXPIRES);
    node().spend(young, EXPIRES.plusSeconds(1));

    assertThat(otherNode().purge(EXPIRES.plusMillis(500))).isEqualTo(1);

    assertThat(node().spend(old, EXPIRES)).isTrue();
    assertThat(node().spend(young, EXPIRES)).isFalse();
  }
}
