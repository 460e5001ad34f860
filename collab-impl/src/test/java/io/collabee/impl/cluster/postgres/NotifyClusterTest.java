package io.collabee.impl.cluster.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Carrier.Kind;
import io.collabee.impl.cluster.Carrier.Trust;
import io.collabee.impl.cluster.TestCluster;
import io.collabee.impl.cluster.redisson.RedisSettings;
import io.collabee.impl.cluster.redisson.RedissonBus;
import io.collabee.impl.config.Schema;
import io.collabee.impl.config.TestConfiguration;
import io.collabee.impl.protocol.RandomClients;
import io.collabee.impl.protocol.TestClient;
import io.collabee.impl.protocol.TestNode;
import io.collabee.impl.redis.RedisProcess;
import io.collabee.impl.store.JpaStore;
import io.collabee.impl.store.TestDatabases;
import jakarta.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes whose documents hear of each other by NOTIFY, and whose head checks are too seldom. */
class NotifyClusterTest {
  private static final byte[] SECRET = "a secret that nodes share".getBytes(UTF_8);

  private final DataSource database = TestDatabases.postgres();
  private final DataSource forBuses = TestDatabases.withoutPool(database);
  private final TestCluster cluster = new TestCluster(TestCluster.NEVER);
  private final Deque<AutoCloseable> open = new ArrayDeque<>(List.of(cluster));

  private TestNode start(Carrier.Opener... carriers) {
    JpaStore store = JpaStore.open(database, Schema.CREATE, Clock.systemUTC());
    open.addLast(store);
    return cluster.start(store.operationLog(), List.of(carriers));
  }

  private Carrier.Opener notify(DataSource dataSource) {
    return NotifyBus.on(dataSource, SECRET, Executors.defaultThreadFactory()).orElseThrow();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private Carrier carrier(TestNode node, Kind kind) {
    return cluster.cluster(node).carriers().stream()
        .filter(carrier -> carrier.kind() == kind)
        .findAny()
        .orElseThrow();
  }

  private void awaitTrust(TestNode... nodes) {
    for (TestNode node : nodes) {
      await().until(() -> carrier(node, Kind.DATABASE).trust() == Trust.TRUSTED);
    }
  }

  private static TestClient creator(TestNode node) {
    TestClient client = node.connect("ann");
    client.send(
        "{'a':'op','c':'c','d':'d','v':0,'seq':1,'x':{},"
            + "'create':{'type':'http://sharejs.org/types/text-unicode','data':''}}");
    assertThat(client.next().getString("a")).isEqualTo("op");
    return client;
  }

  private static TestClient subscriber(TestNode node) {
    TestClient client = node.connect("bob");
    client.send("{'a':'s','c':'c','d':'d'}");
    assertThat(client.next().getString("a")).isEqualTo("s");
    return client;
  }

  private static void type(TestClient client, int version, String text) {
    client.send(
        "{'a':'op','c':'c','d':'d','v':%d,'seq':%d,'x':{},'op':['%s']}"
            .formatted(version, version + 1, text));
    assertThat(client.next().getString("a")).isEqualTo("op");
  }

  private static void assertHears(TestClient client, int version, String text) {
    JsonObject heard = client.next();
    assertThat(heard.getInt("v")).isEqualTo(version);
    assertThat(heard.getJsonArray("op").getString(0)).isEqualTo(text);
  }

  @Test
  void aSubscriberOfAnotherNodeHearsOfAnEdit() {
    TestNode a = start(notify(forBuses));
    TestNode b = start(notify(forBuses));
    awaitTrust(a, b);
    TestClient writer = creator(a);
    TestClient reader = subscriber(b);

    for (int version = 1; version <= 20; version++) {
      type(writer, version, "text " + version);
      assertHears(reader, version, "text " + version);
    }
  }

  @Test
  void whileRedisIsAwayTheDatabaseCarries() {
    try (RedisProcess redis = RedisProcess.server()) {
      Carrier.Opener overRedis =
          RedissonBus.configured(
              RedisSettings.of(
                  TestConfiguration.of("collab.redis.addresses", "127.0.0.1:" + redis.port())),
              SECRET,
              Executors.defaultThreadFactory());
      TestNode a = start(overRedis, notify(forBuses));
      TestNode b = start(overRedis, notify(forBuses));
      awaitTrust(a, b);
      await().until(() -> isOver(a, Kind.REDIS) && isOver(b, Kind.REDIS));
      TestClient writer = creator(a);
      TestClient reader = subscriber(b);
      type(writer, 1, "over Redis");
      assertHears(reader, 1, "over Redis");

      redis.kill();
      await().until(() -> isOver(a, Kind.DATABASE) && isOver(b, Kind.DATABASE));
      type(writer, 2, "over the database");
      assertHears(reader, 2, "over the database");

      redis.start();
      await().until(() -> isOver(a, Kind.REDIS) && isOver(b, Kind.REDIS));
      type(writer, 3, "over Redis again");
      assertHears(reader, 3, "over Redis again");
      cluster.close();
    }
  }

  private boolean isOver(TestNode node, Kind kind) {
    return cluster.cluster(node).carrier().filter(carrier -> carrier.kind() == kind).isPresent();
  }

  @Test
  void whatANodeMissedWithoutAConnectionIsFoundWhenItHasOneAgain() throws SQLException {
    Gate gate = new Gate(forBuses);
    TestNode a = start(notify(forBuses));
    TestNode b = start(notify(gate.dataSource()));
    awaitTrust(a, b);
    TestClient writer = creator(a);
    TestClient reader = subscriber(b);

    gate.isShut = true;
    cutListeners();
    await().until(() -> carrier(b, Kind.DATABASE).trust() == Trust.AWAY);
    awaitTrust(a);
    type(writer, 1, "missed");
    gate.isShut = false;

    assertHears(reader, 1, "missed");
    awaitTrust(b);
    type(writer, 2, "heard");
    assertHears(reader, 2, "heard");
  }

  @Test
  void clientsConvergeHoweverOftenConnectionsAreCut() throws Exception {
    TestNode a = start(notify(forBuses));
    TestNode b = start(notify(forBuses));
    long seed = RandomClients.seeds(1).get(0);
    Random random = new Random(seed);
    ScheduledExecutorService nemesis = Executors.newSingleThreadScheduledExecutor();
    var unused =
        nemesis.scheduleWithFixedDelay(
            () -> {
              if (random.nextInt(10) == 0) {
                cutListeners();
              }
            },
            0,
            100,
            TimeUnit.MILLISECONDS);

    for (int i = 0; i < 5; i++) {
      RandomClients.converge(
          seed, RandomClients.Kind.TEXT, DocumentId.of("c", "d" + i), List.of(a, b));
    }
    nemesis.shutdown();
    assertThat(nemesis.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

    awaitTrust(a, b);
  }

  /** Ends the connections of buses. */
  private void cutListeners() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()"
              // Those that have cut before say pg_notify too, and may be anybody's by now.
              + " and (query like 'listen %' or query like 'select set_config%pg_notify%')");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives no connections while it is shut. */
  private static final class Gate {
    private final DataSource delegate;
    private volatile boolean isShut;

    Gate(DataSource delegate) {
      this.delegate = delegate;
    }

    DataSource dataSource() {
      return (DataSource)
          Proxy.newProxyInstance(
              Gate.class.getClassLoader(),
              new Class<?>[] {DataSource.class},
              (proxy, method, arguments) -> {
                if (isShut) {
                  throw new SQLException("shut", "08001");
                }
                try {
                  return method.invoke(delegate, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
    }
  }
}
