package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.config.TestConfiguration;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.security.InMemoryRevocationLog;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Revocation;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.TestLogins;
import io.collabee.impl.security.TestRevocations;
import io.collabee.impl.security.TokenReader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is refused before the handshake, and how. */
class HandshakeFilterTest {
  private static final Connection.Wishes NONE = new Connection.Wishes(false, false);
  private static final Map<String, String> PAGE =
      Map.of("Host", "example.com", "Origin", "https://example.com");

  private final LiveDocuments live = TestServices.documents(new InMemoryOperationLog());
  private final List<String> audited = new ArrayList<>();
  private final List<Connections> opened = new ArrayList<>();
  private final List<Connection> connected = new ArrayList<>();
  private final RevokedLogins revoked = new RevokedLogins(Clock.systemUTC());
  private final Logins logins =
      new Logins(new Roles(Set.of()), TokenReader.NONE, Clock.systemUTC());

  @AfterEach
  void stop() {
    connected.forEach(Connection::gone);
    opened.forEach(Connections::close);
    live.close();
  }

  private Connections connections(String... configuration) {
    Connections connections =
        new Connections(
            SocketSettings.of(TestConfiguration.of(configuration)),
            TestServices.of(
                live,
                System::nanoTime,
                revoked,
                (kind, subject, reason) ->
                    audited.add(
                        kind
                            + " "
                            + subject.caller()
                            + subject.address().orElse("")
                            + " "
                            + reason)),
            TestServices.tickets(),
            TestRevocations.of(revoked, new InMemoryRevocationLog()),
            () -> false,
            Duration.ofSeconds(30),
            Thread::new);
    opened.add(connections);
    return connections;
  }

  private int status(Connections connections, @Nullable String user, Map<String, String> headers)
      throws Exception {
    HttpServletRequest request =
        fake(
            HttpServletRequest.class,
            Map.of(
                "getRemoteAddr",
                arguments -> "192.0.2.1",
                "isSecure",
                arguments -> false,
                "getParameter",
                arguments -> headers.get("?" + arguments[0]),
                "getUserPrincipal",
                arguments -> principal(user),
                "getSession",
                arguments -> null,
                "getHeader",
                arguments -> headers.get(arguments[0]),
                "getHeaders",
                arguments ->
                    Collections.enumeration(
                        headers.containsKey(arguments[0])
                            ? List.of(headers.get(arguments[0]))
                            : List.of())));
    AtomicInteger status = new AtomicInteger(200);
    HttpServletResponse response =
        fake(
            HttpServletResponse.class,
            Map.of(
                "setStatus",
                arguments -> {
                  status.set((Integer) arguments[0]);
                  return null;
                }));
    AtomicInteger passed = new AtomicInteger();
    FilterChain chain = (toRequest, toResponse) -> passed.incrementAndGet();

    new HandshakeFilter(connections, logins).doFilter(request, response, chain);

    assertThat(passed.get()).isEqualTo(status.get() == 200 ? 1 : 0);
    return status.get();
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
            HandshakeFilterTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Answer answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answer.to(arguments);
            }));
  }

  private void connect(Connections connections, String user) {
    connected.add(connections.open(TestLogins.of(user), Route.UNKNOWN, NONE, new FakeWire(true)));
  }

  @Test
  void ourOwnPageMayConnectWithALogin() throws Exception {
    Connections connections = connections();

    assertThat(status(connections, "ann", PAGE)).isEqualTo(200);
    assertThat(status(connections, "ann", Map.of())).isEqualTo(200);
    assertThat(status(connections, null, PAGE)).isEqualTo(401);
  }

  @Test
  void whoseLoginWasRevokedIsRefused() throws Exception {
    Connections connections = connections();
    revoked.add(
        new Revocation(
            Revocation.Subject.of(Revocation.Kind.USER, "ann"),
            Instant.now().plusSeconds(1),
            Instant.now().plusSeconds(60)));

    assertThat(status(connections, "ann", PAGE)).isEqualTo(401);
    assertThat(status(connections, "bob", PAGE)).isEqualTo(200);
  }

  @Test
  void anotherSitesPageMayNotEvenWithALogin() throws Exception {
    Map<String, String> other = Map.of("Host", "example.com", "Origin", "https://evil.example");

    assertThat(status(connections(), "ann", other)).isEqualTo(403);
    assertThat(status(connections("collab.anonymous-access", "write"), null, other)).isEqualTo(403);
  }

  @Test
  void aUserWithTooManyConnectionsIsRefused() throws Exception {
    Connections connections = connections("collab.user.connections", "1");
    connect(connections, "ann");

    assertThat(status(connections, "ann", PAGE)).isEqualTo(429);
    assertThat(status(connections, "bob", PAGE)).isEqualTo(200);
  }

  @Test
  void whoeverComesTooOftenWithoutALoginIsRefusedBeforeAnythingElseIsAsked() throws Exception {
    Connections connections = connections("collab.address.handshakes", "1");

    for (int i = 0; i < 10; i++) {
      assertThat(status(connections, null, PAGE)).isEqualTo(401);
    }

    assertThat(status(connections, null, PAGE)).isEqualTo(429);
    assertThat(status(connections, "ann", PAGE)).isEqualTo(200);
  }

  @Test
  void whoIsRefusedIsAuditedOnceForMany() throws Exception {
    Connections connections =
        connections("collab.address.handshakes", "1", "collab.user.connections", "1");
    connect(connections, "ann");
    Map<String, String> other =
        Map.of("Host", "example.com", "Origin", "https://evil.example/" + "x".repeat(1_000));
    audited.clear();

    for (int i = 0; i < 50; i++) {
      assertThat(status(connections, "ann", other)).isEqualTo(403);
      assertThat(status(connections, "ann", PAGE)).isEqualTo(429);
      status(connections, null, PAGE);
    }

    String page = "https://evil.example/" + "x".repeat(179);
    assertThat(audited)
        .containsExactly(
            "REFUSED ann192.0.2.1 Came from a page of another site: " + page + "…",
            "REFUSED ann192.0.2.1 There would be more than collab.user.connections allows",
            "REFUSED 192.0.2.1 There would be more than collab.address.handshakes allows");
    connections.close();
    assertThat(audited)
        .filteredOn(line -> line.endsWith("times more)"))
        .hasSize(3)
        .anyMatch(line -> line.endsWith("collab.user.connections allows (49 times more)"));
  }

  @Test
  void aNodeThatIsFullRefuses() throws Exception {
    Connections connections = connections("collab.socket.connections", "1");
    connect(connections, "ann");

    assertThat(status(connections, "bob", PAGE)).isEqualTo(503);
  }

  @Test
  void theAddressIsLeftForTheEndpoint() throws Exception {
    Connections connections = connections();

    status(connections, "ann", Map.of(Handshake.KEY, "random"));

    assertThat(connections.routes().take("random").orElseThrow().address()).isEqualTo("192.0.2.1");
  }

  @Test
  void aTicketStandsForALoginOnceAndWinsOverTheServersOwn() throws Exception {
    Connections connections = connections();
    String ticket = connections.tickets().issue(TestLogins.of("ann")).text();
    Map<String, String> request = Map.of("Host", "example.com", "?ticket", ticket);

    assertThat(status(connections, "bob", request)).isEqualTo(200);
    assertThat(status(connections, "bob", request)).isEqualTo(401);

    assertThat(connections.redeemed().take(ticket).orElseThrow().caller().name()).isEqualTo("ann");
    assertThat(connections.redeemed().take(ticket)).isEmpty();
    assertThat(audited).singleElement().asString().startsWith("REFUSED ann192.0.2.1 The ticket");
  }

  @Test
  void whatIsNoTicketIsRefusedEvenWhereEverybodyMayConnect() throws Exception {
    Connections connections = connections("collab.anonymous-access", "write");

    assertThat(status(connections, "ann", Map.of("?ticket", "nonsense"))).isEqualTo(401);
    assertThat(status(connections, null, Map.of("?ticket", ""))).isEqualTo(401);
  }

  @Test
  void aUserWithTooManyConnectionsKeepsHisTicket() throws Exception {
    Connections connections = connections("collab.user.connections", "1");
    connect(connections, "ann");
    String ticket = connections.tickets().issue(TestLogins.of("ann")).text();

    assertThat(status(connections, null, Map.of("?ticket", ticket))).isEqualTo(429);

    assertThat(connections.tickets().redeem(ticket).caller().name()).isEqualTo("ann");
  }
}
