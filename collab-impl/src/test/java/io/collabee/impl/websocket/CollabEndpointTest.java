package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.TestRevocations;
import io.collabee.impl.security.TokenReader;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollabEndpointTest {
  private static final CloseReason AWAY = new CloseReason(CloseCodes.GOING_AWAY, "");

  private final LiveDocuments live = TestServices.documents(new InMemoryOperationLog());
  private final Connections connections =
      new Connections(
          SocketSettings.DEFAULT,
          TestServices.of(live, System::nanoTime),
          TestServices.tickets(),
          TestRevocations.none(),
          () -> false,
          Duration.ofSeconds(30),
          Thread::new);
  private final CollabEndpoint endpoint =
      new CollabEndpoint(
          connections,
          new Handshake(
              connections, new Logins(new Roles(Set.of()), TokenReader.NONE, Clock.systemUTC())));

  @AfterEach
  void stop() {
    connections.close();
    live.close();
  }

  @Test
  void aConnectionIsOpenUntilItsSessionIsClosed() {
    Session session = session();

    endpoint.onOpen(session, config());
    assertThat(connections.count()).isEqualTo(1);

    endpoint.onClose(session, AWAY);
    assertThat(connections.count()).isZero();
  }

  @Test
  void aSessionThatIsClosedWhileItIsBeingOpenedIsForgotten() {
    Session session = session();

    endpoint.onClose(session, AWAY);
    endpoint.onOpen(session, config());

    assertThat(connections.count()).isZero();
  }

  private static EndpointConfig config() {
    Map<String, Object> properties = new HashMap<>();
    return fake(EndpointConfig.class, Map.of("getUserProperties", properties));
  }

  private static Session session() {
    return fake(
        Session.class,
        Map.of(
            "getRequestParameterMap",
            Map.of(),
            "getAsyncRemote",
            fake(RemoteEndpoint.Async.class, Map.of())));
  }

  /** Answers what is said, and null to everything else. */
  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            CollabEndpointTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer(answers, method.getName())));
  }

  private static @Nullable Object answer(Map<String, Object> answers, String method) {
    return answers.get(method);
  }
}
