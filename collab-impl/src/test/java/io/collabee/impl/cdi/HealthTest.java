package io.collabee.impl.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.NodeStatus;
import io.collabee.event.BusChanged;
import io.collabee.event.BusChanged.Carrier;
import io.collabee.event.BusChanged.Circuit;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aNodeWithoutABusIsReady() {
    Health health = Health.of(node(Optional.empty()), true);

    assertThat(health.isReady()).isTrue();
    assertThat(health.texts())
        .containsEntry("state", "ready")
        .containsEntry("database", "up")
        .containsEntry("bus", "none")
        .doesNotContainKey("circuit");
    assertThat(health.numbers())
        .containsEntry("connections", 3L)
        .containsEntry("documents", 2L)
        .containsEntry("operations", 60L)
        .containsEntry("transactions", 20L);
  }

  @Test
  void aNodeWhoseBusIsAwayIsReadyAndSaysSo() {
    Health health = Health.of(node(bus(Carrier.DATABASE, Circuit.HALF_OPEN)), true);

    assertThat(health.isReady()).isTrue();
    assertThat(health.texts())
        .containsEntry("state", "degraded")
        .containsEntry("bus", "database")
        .containsEntry("circuit", "half-open")
        .containsEntry("bus-since", "2026-01-01T12:00:00Z");
  }

  @Test
  void aNodeWithoutItsDatabaseIsNotReady() {
    Health health = Health.of(node(bus(Carrier.REDIS, Circuit.CLOSED)), false);

    assertThat(health.isReady()).isFalse();
    assertThat(health.texts())
        .containsEntry("state", "no database")
        .containsEntry("database", "down");
  }

  @Test
  void aNodeThatStopsIsNotReady() {
    assertThat(Health.STOPPING.isReady()).isFalse();
    assertThat(Health.STOPPING.texts()).containsEntry("state", "stopping");
  }

  private static Optional<BusChanged> bus(Carrier carrier, Circuit circuit) {
    return Optional.of(new BusChanged(carrier, circuit, NOON));
  }

  private static NodeStatus node(Optional<BusChanged> bus) {
    return new NodeStatus("id", NOON, 3, 2, 60, 20, bus);
  }
}
