package io.collabee.impl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.event.BusChanged;
import io.collabee.event.BusChanged.Circuit;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Envelope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusEventsTest {
  private final Instant now = Instant.parse("2026-11-25T03:00:00Z");
  private final List<BusChanged> told = new CopyOnWriteArrayList<>();
  private final BusEvents events =
      new BusEvents(told::add, Clock.fixed(now, ZoneOffset.UTC), Thread::new);

  @AfterEach
  void close() {
    events.close();
  }

  @Test
  void whatCarriesIsTheFirstThatIsTrustedAndOnlyChangesAreTold() {
    events.changed(List.of(redis(Carrier.Trust.TRUSTED), database(Carrier.Trust.TRUSTED)));
    events.changed(List.of(redis(Carrier.Trust.TRUSTED), database(Carrier.Trust.AWAY)));
    events.changed(List.of(redis(Carrier.Trust.AWAY), database(Carrier.Trust.TRUSTED)));
    events.changed(List.of(redis(Carrier.Trust.RECOVERING), database(Carrier.Trust.AWAY)));

    await().until(() -> told.size() == 3);
    assertThat(told)
        .containsExactly(
            new BusChanged(BusChanged.Carrier.REDIS, Circuit.CLOSED, now),
            new BusChanged(BusChanged.Carrier.DATABASE, Circuit.OPEN, now),
            new BusChanged(BusChanged.Carrier.NONE, Circuit.HALF_OPEN, now));
    assertThat(events.current()).isEqualTo(told.get(2));
  }

  @Test
  void nobodyIsToldAfterTheEnd() {
    events.close();

    events.changed(List.of(redis(Carrier.Trust.TRUSTED)));

    assertThat(events.current().circuit()).isEqualTo(Circuit.CLOSED);
    assertThat(told).isEmpty();
  }

  private static Carrier redis(Carrier.Trust trust) {
    return new Still(Carrier.Kind.REDIS, trust);
  }

  private static Carrier database(Carrier.Trust trust) {
    return new Still(Carrier.Kind.DATABASE, trust);
  }

  /** A carrier that carries nothing. */
  private record Still(Kind kind, Trust trust) implements Carrier {
    @Override
    public void publish(Envelope message) {}

    @Override
    public void tick() {}

    @Override
    public void close() {}
  }
}
