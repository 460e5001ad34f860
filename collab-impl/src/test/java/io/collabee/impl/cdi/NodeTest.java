package io.collabee.impl.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.NodeStatus;
import io.collabee.event.BusChanged;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.config.TestConfiguration;
import io.collabee.impl.redis.RedisProcess;
import io.collabee.impl.store.TestDatabases;
import io.collabee.spi.Access;
import jakarta.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The module as a whole, without a server. */
class NodeTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "n");

  private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
  private final List<OperationsCommitted> events = Collections.synchronizedList(new ArrayList<>());
  private final List<BusChanged> changes = Collections.synchronizedList(new ArrayList<>());
  private final JdbcDataSource database = database();

  private Node start(String... keysAndValues) {
    return start(database, keysAndValues);
  }

  private Node start(DataSource database, String... keysAndValues) {
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, "unnamed");
          threads.add(thread);
          return thread;
        };
    return new Node(
        TestConfiguration.of(keysAndValues),
        new Node.Surroundings(
            database,
            factory,
            Clock.systemUTC(),
            List.of(),
            (caller, document) -> Access.WRITE,
            Optional.of(events::add),
            changes::add,
            Optional.empty(),
            Optional.empty(),
            Optional::empty,
            Optional.empty(),
            Optional.empty()));
  }

  private static JdbcDataSource database() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:node-test;DB_CLOSE_DELAY=-1");
    return database;
  }

  private int connections() throws SQLException {
    String sql = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS";
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1) - 1;
    }
  }

  @Test
  void aStopLeavesNoThreadAndNoConnectionAndDropsNoEvent() throws SQLException {
    Node node = start();
    Documents documents = node.documents();
    documents.create(NOTES, "json0", Json.createValue(1));
    AtomicInteger watched = new AtomicInteger();
    documents.watch(NOTES, operation -> watched.incrementAndGet());
    assertThat(threads).extracting(Thread::getName).doesNotContain("unnamed");

    node.close();

    await().untilAsserted(() -> assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive));
    assertThat(connections()).isZero();
    assertThat(events).hasSize(1);
    assertThatThrownBy(() -> documents.read(NOTES))
        .isInstanceOfSatisfying(
            CollabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_UNAVAILABLE));
  }

  @Test
  void aNodeTellsHowItIsDoing() {
    Node node = start();
    NodeStatus before = node.status().node();
    assertThat(before.operationsPerTransaction()).isZero();
    node.documents().create(DocumentId.of("notes", "status"), "json0", Json.createValue(1));

    await().until(() -> node.status().node().documents() == 1);
    NodeStatus after = node.status().node();

    assertThat(after)
        .isEqualTo(new NodeStatus(before.id(), before.started(), 0, 1, 1, 1, Optional.empty()));
    assertThat(after.operationsPerTransaction()).isEqualTo(1);
    assertThat(after.isDegraded()).isFalse();
    assertThat(node.health()).isEqualTo(Health.of(after, true));
    node.close();
    assertThat(node.health().isReady()).isFalse();
  }

  @Test
  void nodesHearOfEachOtherOverRedisAndCarryOnWithoutIt() throws SQLException {
    RedisProcess redis = RedisProcess.server();
    String[] seldom = {
      "collab.redis.addresses", "127.0.0.1:" + redis.port(),
      "collab.head-check.fast", "PT1M",
      "collab.head-check.slow", "PT1M",
      "collab.head-check.trusted", "PT1M"
    };
    DocumentId shared = DocumentId.of("notes", "shared");
    Node writer = start(seldom);
    Node reader = start(seldom);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> changes.stream().filter(NodeTest::isOverRedis).count() == 2);
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    writer.documents().create(shared, "json0", Json.createValue(1));
    reader.documents().watch(shared, operation -> heard.add(operation.version()));

    writer.documents().edit(shared, 1, Json.createArrayBuilder().build());
    await().untilAsserted(() -> assertThat(heard).containsExactly(1L));
    assertThat(writer.status().node().isDegraded()).isFalse();

    redis.kill();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> changes.stream().filter(NodeTest::isAway).count() == 2);
    assertThat(writer.status().node().isDegraded()).isTrue();
    assertThat(writer.status().node().bus()).get().matches(NodeTest::isAway);
    writer.documents().edit(shared, 2, Json.createArrayBuilder().build());
    assertThat(writer.documents().read(shared).orElseThrow().version()).isEqualTo(3);

    redis.start();
    // The check before Redis is trusted again finds what was missed.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(heard).containsExactly(1L, 2L));

    reader.close();
    writer.close();
    redis.close();
    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    assertThat(connections()).isZero();
  }

  @Test
  void nodesHearOfEachOtherOverPostgresIfNothingIsConfigured() {
    DataSource postgres = TestDatabases.postgres();
    assertHearOfEachOther(postgres, BusChanged.Circuit.CLOSED);
  }

  @Test
  void nodesHearOfEachOtherOverPostgresWhileThereIsNoRedis() {
    try (RedisProcess redis = RedisProcess.server()) {
      redis.kill();
      assertHearOfEachOther(
          TestDatabases.postgres(),
          BusChanged.Circuit.OPEN,
          "collab.redis.addresses",
          "127.0.0.1:" + redis.port());
    }
  }

  private void assertHearOfEachOther(
      DataSource postgres, BusChanged.Circuit circuit, String... keysAndValues) {
    List<String> settings = new ArrayList<>(List.of(keysAndValues));
    for (String pause : List.of("fast", "slow", "trusted")) {
      settings.addAll(List.of("collab.head-check." + pause, "PT1M"));
    }
    Node writer = start(postgres, settings.toArray(String[]::new));
    Node reader = start(postgres, settings.toArray(String[]::new));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                changes.stream()
                        .filter(change -> change.carrier() == BusChanged.Carrier.DATABASE)
                        .filter(change -> change.circuit() == circuit)
                        .count()
                    == 2);
    writer.documents().create(NOTES, "json0", Json.createValue(1));
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    reader.documents().watch(NOTES, operation -> heard.add(operation.version()));

    writer.documents().edit(NOTES, 1, Json.createArrayBuilder().build());

    await().untilAsserted(() -> assertThat(heard).containsExactly(1L));
    reader.close();
    writer.close();
    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    assertThat(((JdbcConnectionPool) postgres).getActiveConnections()).isZero();
  }

  @Test
  void aBusThatIsNotWantedIsNotThere() {
    DataSource postgres = TestDatabases.postgres();

    Node node = start(postgres, "collab.bus", "none");

    assertThat(threads).extracting(Thread::getName).doesNotContain("collab-notify");
    assertThat(((JdbcConnectionPool) postgres).getActiveConnections()).isZero();
    node.close();
    assertThat(changes).isEmpty();
  }

  @Test
  void aBusThatIsWantedAndCannotBeStopsTheStart() throws SQLException {
    assertThatThrownBy(() -> start("collab.bus", "redis"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "collab.bus is redis, but collab.redis.addresses has no address and the application no"
                + " bean of RedissonClient");
    assertThatThrownBy(() -> start("collab.bus", "database"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("collab.bus is database, but the data source is none of Postgre");

    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    assertThat(connections()).isZero();
  }

  private static boolean isOverRedis(BusChanged change) {
    return change.carrier() == BusChanged.Carrier.REDIS
        && change.circuit() == BusChanged.Circuit.CLOSED;
  }

  private static boolean isAway(BusChanged change) {
    return change.carrier() == BusChanged.Carrier.NONE
        && change.circuit() == BusChanged.Circuit.OPEN;
  }
}
