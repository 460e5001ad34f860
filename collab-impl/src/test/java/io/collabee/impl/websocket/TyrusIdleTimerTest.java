package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class TyrusIdleTimerTest {

  @Test
  void onAnotherServerNothingIsDone() {
    Session session =
        (Session)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError("touched: " + method);
                });

    assertThat(TyrusIdleTimer.switchOff(session)).isFalse();
  }
}
