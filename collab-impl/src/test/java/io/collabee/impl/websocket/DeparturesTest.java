package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.protocol.CloseReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeparturesTest {
  private final AtomicLong now = new AtomicLong();
  private final Departures departures = new Departures(now::get);

  private void secondsPass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    departures.beat();
  }

  @Test
  void aSocketThatWasClosedIsCutWhenItHasHadItsTime() {
    FakeWire first = new FakeWire(true);
    FakeWire second = new FakeWire(true);
    FakeWire open = new FakeWire(true);
    Wire unused = departures.seenTo(open);
    departures.seenTo(first).close(CloseReason.TOO_SLOW);
    secondsPass(3);
    departures.seenTo(second).close(CloseReason.SILENT);

    assertThat(first.closedFor()).isEqualTo(CloseReason.TOO_SLOW);
    assertThat(first.isCut()).isFalse();

    secondsPass(3);
    assertThat(first.isCut()).isTrue();
    assertThat(second.isCut()).isFalse();

    secondsPass(3);
    assertThat(second.isCut()).isTrue();
    assertThat(open.isCut()).isFalse();
    assertThat(unused).isNotNull();
  }
}
