package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.TestLogins;
import io.collabee.impl.security.TestRevocations;
import io.collabee.impl.security.TokenReader;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private static final HandshakeResponse RESPONSE = fake(HandshakeResponse.class, Map.of());

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
  private final Handshake handshake =
      new Handshake(
          connections,
          new Logins(new Roles(Set.of("editor", "clerk")), TokenReader.NONE, Clock.systemUTC()));

  @AfterEach
  void stop() {
    connections.close();
    live.close();
  }

  @Test
  void theCallerIsWhomTheContainerKnewAtTheHandshakeWithTheRolesThatAreAskedFor() {
    Map<String, Object> properties = new HashMap<>();

    shakeHands(properties, "ann", "editor", "admin");

    Caller caller = caller(session(null), properties);
    assertThat(caller.name()).isEqualTo("ann");
    assertThat(caller.isInRole("editor")).isTrue();
    assertThat(caller.isInRole("clerk")).isFalse();
    assertThat(caller.isInRole("admin")).isFalse();
  }

  @Test
  void whoHasNoLoginIsAnonymous() {
    Map<String, Object> properties = new HashMap<>();

    shakeHands(properties, null);

    assertThat(caller(session(null), properties).isAnonymous()).isTrue();
  }

  @Test
  void whereConnectionsShareTheirPropertiesOnlyTheSessionsOwnPrincipalCounts() {
    Map<String, Object> shared = new HashMap<>();

    shakeHands(shared, "ann", "editor");
    shakeHands(shared, "bob", "editor");

    assertThat(caller(session(null), shared).isAnonymous()).isTrue();
    assertThat(caller(session("ann"), shared).name()).isEqualTo("ann");
    assertThat(caller(session("bob"), shared).isInRole("editor")).isFalse();
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

    assertThat(caller(session(null), shared).isAnonymous()).isTrue();
  }

  @Test
  void aTicketTellsWhoItIsWhateverTheServerKnows() {
    connections.redeemed().leave("ticket", TestLogins.of("ann"));
    Map<String, Object> properties = new HashMap<>();
    shakeHands(properties, "bob");
    Session session = session("bob", Map.of("ticket", List.of("ticket")));

    assertThat(caller(session, properties).name()).isEqualTo("ann");
    assertThat(caller(session, properties).name()).isEqualTo("bob");
  }

  private Caller caller(Session session, Map<String, Object> properties) {
    return handshake.login(session, properties).caller();
  }

  private void shakeHands(Map<String, Object> properties, @Nullable String name, String... roles) {
    ServerEndpointConfig config =
        fake(ServerEndpointConfig.class, Map.of("getUserProperties", arguments -> properties));
    HandshakeRequest request =
        fake(
            HandshakeRequest.class,
            Map.of(
                "getHeaders",
                arguments -> Map.of("sec-websocket-key", List.of(String.valueOf(name))),
                "getUserPrincipal",
                arguments -> principal(name),
                "getHttpSession",
                arguments -> null,
                "isUserInRole",
                arguments -> List.of(roles).contains(arguments[0])));
    handshake.modifyHandshake(config, request, RESPONSE);
  }

  private static Session session(@Nullable String name) {
    return session(name, Map.of());
  }

  private static Session session(@Nullable String name, Map<String, List<String>> parameters) {
    return fake(
        Session.class,
        Map.of(
            "getUserPrincipal",
            arguments -> principal(name),
            "getRequestParameterMap",
            arguments -> parameters));
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
