package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.TestConfiguration;
import io.collabee.impl.security.Allowance;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketSettingsTest {

  @Test
  void whatIsNotConfiguredIsTheDefault() {
    SocketSettings settings = SocketSettings.of(Configuration.read(List.of()));

    assertThat(settings).usingRecursiveComparison().isEqualTo(SocketSettings.DEFAULT);
  }

  @Test
  void limitsAreConfigured() {
    SocketSettings settings =
        SocketSettings.of(
            TestConfiguration.of(
                "collab.socket.connections", "1",
                "collab.user.connections", "2",
                "collab.address.connections", "3",
                "collab.address.handshakes", "4",
                "collab.socket.operation-rate", "5",
                "collab.socket.presence-rate", "6",
                "collab.socket.presence-size", "7k",
                "collab.socket.rate", "8",
                "collab.socket.burst", "9"));

    assertThat(settings.visitors()).isEqualTo(new VisitorLimits(1, 2, 3, Allowance.of(4)));
    assertThat(settings.session().operations()).isEqualTo(Allowance.of(5));
    assertThat(settings.session().presenceUpdates()).isEqualTo(Allowance.of(6));
    assertThat(settings.session().presenceSize()).isEqualTo(7 * 1024);
    assertThat(settings.session().messages()).isEqualTo(new Allowance(8, 9));
  }

  @Test
  void whatIsNoOriginAndNoProxyIsNamedWithItsKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SocketSettings.of(TestConfiguration.of("collab.socket.origins", "app.example.com")))
        .withMessageContainingAll("collab.socket.origins", "app.example.com");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SocketSettings.of(TestConfiguration.of("collab.socket.trusted-proxies", "proxy")))
        .withMessageContainingAll("collab.socket.trusted-proxies", "proxy");
  }
}
