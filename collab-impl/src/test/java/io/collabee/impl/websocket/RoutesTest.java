package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.security.Route;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final AtomicLong now = new AtomicLong();
  private final Routes routes = new Routes(now::get);

  private static Route from(String address) {
    return new Route(address, Optional.empty(), false);
  }

  @Test
  void aHandshakeFindsItsOwnRouteOnce() {
    routes.leave("k1", from("a"));
    routes.leave("k2", from("b"));

    assertThat(routes.take("k2")).isEqualTo(from("b"));
    assertThat(routes.take("k1")).isEqualTo(from("a"));
    assertThat(routes.take("k1")).isEqualTo(Routes.UNKNOWN);
  }

  @Test
  void aHandshakeWithoutAKeyComesFromNobodyKnowsWhere() {
    routes.leave(null, from("a"));

    assertThat(routes.take(null)).isEqualTo(Routes.UNKNOWN);
  }

  @Test
  void whatNobodyTakesIsForgotten() {
    routes.leave("old", from("a"));
    now.addAndGet(Duration.ofSeconds(31).toNanos());

    routes.leave("new", from("b"));

    assertThat(routes.take("old")).isEqualTo(Routes.UNKNOWN);
    assertThat(routes.take("new")).isEqualTo(from("b"));
  }

  @Test
  void aBoundedNumberIsRemembered() {
    for (int i = 0; i < 20_000; i++) {
      routes.leave("k" + i, from("a"));
    }

    assertThat(routes.take("k9999")).isEqualTo(Routes.UNKNOWN);
    assertThat(routes.take("k10000")).isEqualTo(from("a"));
  }
}
