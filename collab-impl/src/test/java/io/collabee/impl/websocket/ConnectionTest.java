package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.protocol.CloseReason;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.TestLogins;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int MISSED = 3;

  private final LiveDocuments live = TestServices.documents(new InMemoryOperationLog());

  @AfterEach
  void stop() {
    live.close();
  }

  @Test
  void aClientIsPingedOnceAnInterval() {
    FakeWire wire = new FakeWire(true);
    Connection connection = connection(wire);

    beat(connection, 9);
    assertThat(wire.pings()).isZero();

    beat(connection, 10);
    beat(connection, 11);
    assertThat(wire.pings()).isEqualTo(1);

    beat(connection, 20);
    assertThat(wire.pings()).isEqualTo(2);
    assertThat(wire.closedFor()).isNull();
  }

  @Test
  void aClientThatIsSilentIsClosedEvenIfAFrameIsStuck() {
    FakeWire wire = new FakeWire(false);
    Connection connection = connection(wire);
    connection.opened();

    connection.pong(seconds(5));
    beat(connection, 35);
    assertThat(wire.closedFor()).isNull();

    beat(connection, 36);
    assertThat(wire.closedFor()).isEqualTo(CloseReason.SILENT);
  }

  @Test
  void whoIsToBeClosedIsClosedByTheNextBeatIfAFrameIsStuckHoweverMuchHeSends() {
    FakeWire wire = new FakeWire(false);
    Connection connection = connection(wire);
    connection.opened();
    connection.binary();
    assertThat(wire.closedFor()).isNull();

    connection.text("{\"a\":\"pp\"}", true, seconds(1));
    beat(connection, 1);

    assertThat(wire.closedFor()).isEqualTo(CloseReason.BINARY);
  }

  private static void beat(Connection connection, int second) {
    connection.beat(seconds(second), INTERVAL, MISSED);
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private Connection connection(Wire wire) {
    return new Connection(
        TestLogins.of("ann"),
        Route.UNKNOWN,
        new Connection.Wishes(false, false),
        wire,
        Runnable::run,
        SocketSettings.DEFAULT,
        TestServices.of(live, () -> 0));
  }
}
