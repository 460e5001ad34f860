package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.impl.config.Settings;
import io.collabee.impl.config.TestConfiguration;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LiveDocuments;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private static final HandshakeResponse RESPONSE = fake(HandshakeResponse.class, Map.of());

  private final LiveDocuments live = TestServices.documents(new InMemoryOperationLog());
  private final Connections connections =
      new Connections(
          SocketSettings.of(TestConfiguration.of(Settings.SOCKET_ROLES.key(), "editor, clerk")),
          TestServices.of(live, System::nanoTime),
          Thread::new);
  private final Handshake handshake = new Handshake(connections);

  @AfterEach
  void stop() {
    connections.close();
    live.close();
  }

  @Test
  void theCallerIsWhomTheContainerKnewAtTheHandshakeWithTheRolesThatAreAskedFor() {
    Map<String, Object> properties = new HashMap<>();

    shakeHands(properties, "ann", "editor", "admin");

    Caller caller = handshake.caller(session(null), properties);
    assertThat(caller.name()).isEqualTo("ann");
    assertThat(caller.isInRole("editor")).isTrue();
    assertThat(caller.isInRole("clerk")).isFalse();
    assertThat(caller.isInRole("admin")).isFalse();
  }

  @Test
  void aRoleThatIsNotConfiguredIsWarnedOfOnce() {
    Map<String, Object> properties = new HashMap<>();
    shakeHands(properties, "ann", "editor", "admin");
    Caller caller = handshake.caller(session(null), properties);
    List<LogRecord> logged = new ArrayList<>();
    Logger logger = Logger.getLogger(Handshake.class.getName());
    Handler handler = into(logged);
    logger.addHandler(handler);

    try {
      caller.isInRole("clerk");
      caller.isInRole("admin");
      caller.isInRole("admin");
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(logged).hasSize(1);
    assertThat(logged.get(0).getParameters()).containsExactly("admin", "collab.socket.roles");
  }

  @Test
  void whoHasNoLoginIsAnonymous() {
    Map<String, Object> properties = new HashMap<>();

    shakeHands(properties, null);

    assertThat(handshake.caller(session(null), properties).isAnonymous()).isTrue();
  }

  @Test
  void whereConnectionsShareTheirPropertiesOnlyTheSessionsOwnPrincipalCounts() {
    Map<String, Object> shared = new HashMap<>();

    shakeHands(shared, "ann", "editor");
    shakeHands(shared, "bob", "editor");

    assertThat(handshake.caller(session(null), shared).isAnonymous()).isTrue();
    assertThat(handshake.caller(session("ann"), shared).name()).isEqualTo("ann");
    assertThat(handshake.caller(session("bob"), shared).isInRole("editor")).isFalse();
  }

  @Test
  void nobodyIsTakenForSomebodyWhoShakesHandsAtTheSameTime() {
    Map<String, Object> shared =
        new HashMap<>() {
          private boolean second;

          @Override
          public @Nullable Object get(Object key) {
            if (!second) {
              second = true;
              shakeHands(this, "bob");
            }
            return super.get(key);
          }
        };
    shakeHands(shared, null);

    assertThat(handshake.caller(session(null), shared).isAnonymous()).isTrue();
  }

  private static Handler into(List<LogRecord> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        logged.add(record);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private void shakeHands(Map<String, Object> properties, @Nullable String name, String... roles) {
    ServerEndpointConfig config =
        fake(ServerEndpointConfig.class, Map.of("getUserProperties", arguments -> properties));
    HandshakeRequest request =
        fake(
            HandshakeRequest.class,
            Map.of(
                "getUserPrincipal", arguments -> principal(name),
                "isUserInRole", arguments -> List.of(roles).contains(arguments[0])));
    handshake.modifyHandshake(config, request, RESPONSE);
  }

  private static Session session(@Nullable String name) {
    return fake(Session.class, Map.of("getUserPrincipal", arguments -> principal(name)));
  }

  private static @Nullable Principal principal(@Nullable String name) {
    return name == null ? null : () -> name;
  }

  private interface Answer {
    @Nullable Object to(Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Map<String, Answer> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            HandshakeTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Answer answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answer.to(arguments);
            }));
  }
}
