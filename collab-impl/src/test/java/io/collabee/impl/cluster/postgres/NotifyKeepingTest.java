package io.collabee.impl.cluster.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Keeping;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Carrier.Trust;
import io.collabee.impl.cluster.TestCluster;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.host.Watches;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.protocol.TestClient;
import io.collabee.impl.protocol.TestNode;
import io.collabee.impl.store.JpaStore;
import io.collabee.impl.store.TestDatabases;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is redacted or purged on one node of two, which hear of each other by NOTIFY, and whose head
 * checks are too seldom.
 */
@SuppressWarnings("NullAway.Init") // Started before each test.
class NotifyKeepingTest {
  private static final DocumentId DOCUMENT = DocumentId.of("c", "d");
  private static final String SECRET = "hunter2";
  private static final String BLACK = "███████";

  private final DataSource database = TestDatabases.postgres();
  private final DataSource forBuses = TestDatabases.withoutPool(database);
  private final TestCluster cluster = new TestCluster(TestCluster.NEVER);
  private final Deque<AutoCloseable> open = new ArrayDeque<>(List.of(cluster));
  private JpaStore store;
  private TestNode a;
  private TestNode b;
  private TestClient writer;
  private TestClient reader;
  private Keeping keeping;

  @BeforeEach
  void start() {
    store = openStore();
    a = start(store);
    b = start(openStore());
    for (TestNode node : List.of(a, b)) {
      await().until(() -> cluster.cluster(node).carriers().get(0).trust() == Trust.TRUSTED);
    }
    Watches watches = new Watches(a.documents(), Thread::new);
    open.addFirst(watches);
    keeping =
        cluster.keeping(a, new KeptDocuments.Store(store.operationLog(), store.archive()), watches);
    writer = a.connect("ann");
    send(
        writer,
        "'v':0,'seq':1,'create':{'type':'http://sharejs.org/types/text-unicode','data':'so: '}");
    reader = subscriber(b);
    send(writer, "'v':1,'seq':2,'op':[4,'" + SECRET + "']");
    send(writer, "'v':2,'seq':3,'op':['Oh, ']");
    assertThat(reader.next().toString()).contains(SECRET);
    assertThat(reader.next().getInt("v")).isEqualTo(2);
  }

  private JpaStore openStore() {
    JpaStore opened = JpaStore.open(database, Schema.CREATE, Clock.systemUTC());
    open.addLast(opened);
    return opened;
  }

  private TestNode start(JpaStore on) {
    Carrier.Opener bus =
        NotifyBus.on(
                forBuses,
                "a secret that nodes share".getBytes(UTF_8),
                Executors.defaultThreadFactory())
            .orElseThrow();
    return cluster.start(on.operationLog(), List.of(bus));
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

  private static void send(TestClient client, String operation) {
    client.send("{'a':'op','c':'c','d':'d','x':{}," + operation + "}");
    JsonObject answer = client.next();
    assertThat(answer.containsKey("error")).as(answer.toString()).isFalse();
  }

  private static TestClient subscriber(TestNode node) {
    TestClient client = node.connect("bob");
    client.send("{'a':'s','c':'c','d':'d'}");
    assertThat(client.next().getString("a")).isEqualTo("s");
    return client;
  }

  private String content(TestNode node) {
    return node.content(DOCUMENT)
        .content()
        .map(content -> JsonText.write(content.json()))
        .orElse("");
  }

  @Test
  void theOtherNodeAndItsClientsHaveARedactedRangeNoMore() {
    keeping.redact(DOCUMENT, 2, 4, 4 + SECRET.length());

    JsonObject told = reader.next();
    assertThat(told.getInt("v")).isEqualTo(3);
    assertThat(told.getJsonArray("op").toString())
        .isEqualTo("[8,\"" + BLACK + "\",{\"d\":" + SECRET.length() + "}]");
    assertThat(content(b)).isEqualTo("\"Oh, so: " + BLACK + "\"");
    assertThat(b.content(DOCUMENT).version()).isEqualTo(4);
    TestClient late = b.connect("eve");
    late.send("{'a':'s','c':'c','d':'d','v':1}");
    // As many as there are, in whatever order the answer comes.
    for (int message = 0; message < 4; message++) {
      assertThat(late.next().toString()).doesNotContain(SECRET);
    }
    // What somebody who was away has made of the old text still fits.
    TestClient away = b.connect("dan");
    send(away, "'v':2,'seq':1,'op':[6,'--']");
    await().untilAsserted(() -> assertThat(content(a)).isEqualTo("\"Oh, so: " + BLACK + "--\""));
    assertThat(content(b)).isEqualTo("\"Oh, so: " + BLACK + "--\"");
    assertStoredNowhere();
  }

  @Test
  void theNextSnapshotOfTheOtherNodeIsOfTheRedactedText() {
    keeping.redact(DOCUMENT, 2, 4, 4 + SECRET.length());
    TestClient bobs = b.connect("bob");

    send(bobs, "'v':4,'seq':1,'op':['" + "x".repeat(70_000) + "']");

    await().until(() -> store.archive().snapshots(DOCUMENT).equals(List.of(5L)));
    assertStoredNowhere();
  }

  private void assertStoredNowhere() {
    OperationLog log = store.operationLog();
    for (LoggedOperation operation : log.operations(DOCUMENT, 0, 100)) {
      assertThat(operation.payload()).doesNotContain(SECRET);
    }
    for (long version : store.archive().snapshots(DOCUMENT)) {
      assertThat(log.snapshot(DOCUMENT, version).orElseThrow().content()).doesNotContain(SECRET);
    }
    assertThat(keeping.verify(DOCUMENT).problems()).isEmpty();
  }

  @Test
  void theOtherNodeAndItsClientsHaveAPurgedDocumentNoMore() {
    assertThat(keeping.purge(DOCUMENT)).isTrue();

    JsonObject told = reader.next();
    assertThat(told.getInt("v")).isEqualTo(3);
    assertThat(told.getBoolean("del")).isTrue();
    assertThat(content(b)).isEmpty();
    TestClient away = b.connect("dan");
    away.send("{'a':'op','c':'c','d':'d','x':{},'v':2,'seq':1,'op':[6,'--']}");
    assertThat(away.next().getJsonObject("error").getString("code"))
        .isEqualTo("ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND");
    away.send("{'a':'s','c':'c','d':'d','v':1}");
    assertThat(away.next().toString()).contains("error").doesNotContain(SECRET);
    send(
        b.connect("bob"),
        "'v':4,'seq':1,'create':{'type':'http://sharejs.org/types/text-unicode','data':'new'}");
    await().untilAsserted(() -> assertThat(content(a)).isEqualTo("\"new\""));
    assertStoredNowhere();
  }
}
