package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.Caller;
import io.collabee.impl.config.TestConfiguration;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.protocol.CloseReason;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Revocation;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.TestLogins;
import io.collabee.impl.security.TestRevocations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the sockets of a node end. */
class ConnectionsTest {
  private static final Connection.Wishes NONE = new Connection.Wishes(false, false);
  private static final String CREATE =
      "{\"a\":\"op\",\"c\":\"notes\",\"d\":\"n\",\"v\":0,\"seq\":1,\"create\":"
          + "{\"type\":\"http://sharejs.org/types/text-unicode\",\"data\":\"\"}}";

  private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
  private final List<String> audited = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean isBusSlow = new AtomicBoolean();
  private final CountDownLatch commits = new CountDownLatch(1);
  private final RevokedLogins revoked = new RevokedLogins(Clock.systemUTC());
  private final LiveDocuments documents =
      TestServices.documents(heldBack(new InMemoryOperationLog()));

  @AfterEach
  void stop() {
    commits.countDown();
    documents.close();
  }

  /** A log whose transactions wait until the test lets them go on. */
  private OperationLog heldBack(OperationLog log) {
    return (OperationLog)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {OperationLog.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("append")) {
                commits.await();
              }
              try {
                return method.invoke(log, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Connections connections(String patience) {
    return connections(
        SocketSettings.of(TestConfiguration.of("collab.shutdown.patience", patience)));
  }

  private Connections connections(SocketSettings settings) {
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task);
          threads.add(thread);
          return thread;
        };
    return new Connections(
        settings,
        TestServices.of(
            documents,
            System::nanoTime,
            revoked,
            (kind, subject, reason) ->
                audited.add(
                    kind + " " + subject.caller() + subject.address().orElse("") + " " + reason)),
        TestServices.tickets(),
        TestRevocations.none(),
        isBusSlow::get,
        Duration.ofMillis(50),
        factory);
  }

  /** A socket that tells when it is closed, as a server does. */
  private static final class Socket implements Wire {
    final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final Connections connections;
    private final boolean stuck;
    private final Connection connection;
    private boolean gone;
    volatile @Nullable CloseReason closedFor;

    Socket(Connections connections, boolean stuck) {
      this(connections, stuck, NONE);
    }

    Socket(Connections connections, boolean stuck, Connection.Wishes wishes) {
      this(connections, stuck, "ann", wishes);
    }

    Socket(Connections connections, boolean stuck, String name, Connection.Wishes wishes) {
      this.connections = connections;
      this.stuck = stuck;
      this.connection = connections.open(TestLogins.of(name), Route.UNKNOWN, wishes, this);
      synchronized (this) {
        if (gone) {
          connections.gone(connection);
        }
      }
    }

    void receive(String text) {
      connection.text(text, true, System.nanoTime());
    }

    @Override
    public void send(String text, Done done) {
      sent.add(text);
      if (!stuck) {
        done.done(null);
      }
    }

    @Override
    public void ping() {}

    @Override
    public void cut() {}

    @Override
    public void close(CloseReason reason) {
      closedFor = reason;
      synchronized (this) {
        gone = true;
        if (connection != null) {
          connections.gone(connection);
        }
      }
    }
  }

  @Test
  void aSocketIsClosedAfterTheAckOfWhatWasSent() throws InterruptedException {
    Connections connections = connections("PT30S");
    Socket idle = new Socket(connections, false);
    Socket busy = new Socket(connections, false);
    busy.receive(CREATE);

    Thread stopping = new Thread(connections::close);
    stopping.start();
    await().until(() -> idle.closedFor != null);
    assertThat(busy.closedFor).isNull();
    busy.receive("{\"a\":\"pp\"}");
    commits.countDown();
    stopping.join();

    assertThat(busy.sent).hasSize(2);
    assertThat(busy.sent.get(1)).startsWith("{\"a\":\"op\"").contains("\"v\":0");
    assertThat(busy.closedFor).isEqualTo(CloseReason.STOPPING);
    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
  }

  @Test
  void whoAskedIsToldWhenOthersEditsComeLateAndWhenTheyNoLongerDo() {
    Connections connections = connections("PT30S");
    isBusSlow.set(true);
    Socket asked = new Socket(connections, false, new Connection.Wishes(false, true));
    Socket unmodified = new Socket(connections, false);

    connections.busChanged();
    isBusSlow.set(false);
    connections.busChanged();
    connections.busChanged();

    await().until(() -> asked.sent.size() == 3);
    assertThat(asked.sent.get(0)).contains("init");
    assertThat(asked.sent.subList(1, 3))
        .containsExactly(
            "{\"a\":\"bus\",\"state\":\"slow\"}", "{\"a\":\"bus\",\"state\":\"live\"}");
    assertThat(unmodified.sent).hasSize(1);
    connections.close();
    assertThat(asked.sent).hasSize(3);
    assertThat(unmodified.sent).hasSize(1);
  }

  @Test
  void patienceWithTheStoreAndWithClientsEnds() {
    Connections connections = connections("PT0.1S");
    Socket unanswered = new Socket(connections, false);
    Socket stuck = new Socket(connections, true);
    unanswered.receive(CREATE);

    connections.close();

    assertThat(unanswered.closedFor).isEqualTo(CloseReason.STOPPING);
    assertThat(stuck.closedFor).isEqualTo(CloseReason.STOPPING);
    assertThat(connections.count()).isZero();
    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
  }

  @Test
  void whoeverIsTooManyIsTurnedAwayAndNothingOfHisIsTaken() {
    Connections connections =
        connections(SocketSettings.of(TestConfiguration.of("collab.user.connections", "1")));
    commits.countDown();
    Socket first = new Socket(connections, false);

    Socket second = new Socket(connections, false);
    second.receive(CREATE);

    await().untilAsserted(() -> assertThat(second.closedFor).isEqualTo(CloseReason.TOO_MANY));
    assertThat(second.sent).isEmpty();
    first.receive("{\"a\":\"f\",\"c\":\"notes\",\"d\":\"n\",\"v\":null}");
    await().untilAsserted(() -> assertThat(first.sent).hasSize(2));
    assertThat(first.sent.get(1)).contains("\"v\":0");
    first.close(CloseReason.FAULT);
    Socket third = new Socket(connections, false);
    await().untilAsserted(() -> assertThat(third.sent).hasSize(1));
    connections.close();
  }

  @Test
  void revokedSocketsAreClosedAndNewOnesTurnedAwayAndWhatWasSentBeforeIsCommitted() {
    Connections connections = connections("PT30S");
    revoked.observe(connections::revoked);
    Socket ann = new Socket(connections, false);
    Socket stuck = new Socket(connections, true);
    Socket bob = new Socket(connections, false, "bob", NONE);
    ann.receive(CREATE);

    revoked.add(
        new Revocation(
            Revocation.Subject.of(Revocation.Kind.USER, "ann"),
            Instant.now(),
            Instant.now().plusSeconds(3600)));
    await().until(() -> ann.closedFor != null);
    ann.receive("{\"a\":\"pp\"}");
    Socket again = new Socket(connections, false);
    commits.countDown();
    bob.receive("{\"a\":\"f\",\"c\":\"notes\",\"d\":\"n\"}");

    assertThat(ann.closedFor).isEqualTo(CloseReason.REVOKED);
    await().until(() -> again.closedFor == CloseReason.REVOKED);
    await().until(() -> stuck.closedFor == CloseReason.REVOKED);
    assertThat(ann.sent).noneMatch(message -> message.contains("pp"));
    await().until(() -> bob.sent.stream().anyMatch(message -> message.contains("text-unicode")));
    assertThat(bob.closedFor).isNull();
    connections.close();
    connections.revoked();
  }

  @Test
  void whoConnectsTooLateIsTurnedAway() {
    Connections connections = connections("PT30S");
    connections.close();

    Socket late = new Socket(connections, false);

    assertThat(late.closedFor).isEqualTo(CloseReason.STOPPING);
    assertThat(late.sent).isEmpty();
    assertThat(connections.isStopping()).isTrue();
  }

  @Test
  void whoConnectsUnderALoginIsAuditedAndWhetherHeTookASessionUp() {
    Connections connections = connections("PT1S");
    Login ann = TestLogins.of("ann");
    Login resumed =
        new Login(
            "s1",
            ann.caller(),
            ann.credential(),
            Optional.of(new Login.Continued("hash", Instant.EPOCH, Optional.of(Instant.MAX))));

    for (Login login : List.of(ann, resumed, TestLogins.of(Caller.ANONYMOUS))) {
      connections.gone(
          connections.open(
              login, new Route("192.0.2.1", Optional.empty(), false), NONE, new FakeWire(true)));
    }

    assertThat(audited)
        .containsExactly(
            "SIGNED_IN ann192.0.2.1 Connected", "SIGNED_IN ann192.0.2.1 Took a session up");
    connections.close();
  }
}
