package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private final AtomicLong now = new AtomicLong();
  private final Handover<String> handover = new Handover<>(now::get);

  @Test
  void aHandshakeFindsOnceWhatWasLeftForIt() {
    handover.leave("k1", "a");
    handover.leave("k2", "b");

    assertThat(handover.take("k2")).contains("b");
    assertThat(handover.take("k1")).contains("a");
    assertThat(handover.take("k1")).isEmpty();
  }

  @Test
  void aHandshakeWithoutAKeyFindsNothing() {
    assertThat(handover.take(null)).isEmpty();
  }

  @Test
  void whatNobodyTakesIsForgotten() {
    handover.leave("old", "a");
    now.addAndGet(Duration.ofSeconds(31).toNanos());

    handover.leave("new", "b");

    assertThat(handover.take("old")).isEmpty();
    assertThat(handover.take("new")).contains("b");
  }

  @Test
  void aBoundedNumberIsRemembered() {
    for (int i = 0; i < 20_000; i++) {
      handover.leave("k" + i, "a");
    }

    assertThat(handover.take("k9999")).isEmpty();
    assertThat(handover.take("k10000")).contains("a");
  }
}
