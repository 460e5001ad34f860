package io.collabee.impl.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.ErrorCode;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.StoredSnapshot;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers see when the database breaks, and that they are served again when it is back. */
final class StoreFailureTest {
  private static final Instant TIME = Instant.parse("2026-11-24T08:00:00Z");
  private static final Optional<String> TYPE = Optional.of("t");
  private static final DocumentId DOCUMENT = DocumentId.of("failures", "one");
  private static final SortedSet<DocumentId> ONE = new TreeSet<>(List.of(DOCUMENT));

  private static List<LoggedOperation> run(long version, String text) {
    return List.of(
        new LoggedOperation(version, "s", version + 1, "ann", TIME, "\"op\":[\"" + text + "\"]"));
  }

  private static void append(OperationLog log, String text) {
    try (Append append = log.append(ONE)) {
      append.write(DOCUMENT, run(append.head(DOCUMENT), text), TYPE);
      append.commit();
    }
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ERR_STORE_UNAVAILABLE);
              assertThat(e.getMessage().toLowerCase(java.util.Locale.ROOT))
                  .doesNotContain("select", "insert", "collab_", "jdbc");
            });
  }

  private static boolean terminateConnections(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }
  }

  @Test
  void aTransactionWhoseConnectionDiesStoresNothingAndTheNextOneWorks() throws SQLException {
    DataSource dataSource = TestDatabases.postgres();
    try (JpaStore store = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC())) {
      OperationLog log = store.operationLog();
      append(log, "first");

      try (Append append = log.append(ONE)) {
        append.write(DOCUMENT, run(1, "lost"), TYPE);
        await().ignoreExceptions().until(() -> terminateConnections(dataSource));
        assertUnavailable(append::commit);
      }
      try (Append append = await().ignoreExceptions().until(() -> log.append(ONE), a -> true)) {
        assertThat(append.head(DOCUMENT)).isEqualTo(1);
        await().ignoreExceptions().until(() -> terminateConnections(dataSource));
        assertUnavailable(() -> append.operations(DOCUMENT, 0));
      }

      await().ignoreExceptions().until(() -> log.operations(DOCUMENT, 0, 9).size() == 1);
      await().ignoreExceptions().untilAsserted(() -> append(log, "second"));
      assertThat(log.operations(DOCUMENT, 0, 9)).hasSize(2);
    }
  }

  @Test
  void whatADatabaseLostWhenItFailedIsNotReferredToAfterwards() throws SQLException {
    DataSource dataSource = TestDatabases.h2();
    try (JpaStore store = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC())) {
      OperationLog log = store.operationLog();
      append(log, "lost");
      // A row where the next one should go makes the append fail.
      execute(
          dataSource,
          "insert into collab_diff select document_key, 1, committed, 1, payload from collab_diff");
      assertUnavailable(() -> append(log, "lost too"));
      loseEverything(dataSource);

      append(log, "kept");
    }
    try (JpaStore later = JpaStore.open(dataSource, Schema.VALIDATE, Clock.systemUTC())) {
      assertThat(later.operationLog().operations(DOCUMENT, 0, 9)).isEqualTo(run(0, "kept"));
    }
  }

  @Test
  void operationsWhoseSourceIsLostAreReadWithoutAuthor() throws SQLException {
    DataSource dataSource = TestDatabases.h2();
    try (JpaStore store = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC())) {
      append(store.operationLog(), "a");
      execute(dataSource, "delete from collab_source");
    }
    try (JpaStore later = JpaStore.open(dataSource, Schema.VALIDATE, Clock.systemUTC())) {
      List<LoggedOperation> operations = later.operationLog().operations(DOCUMENT, 0, 9);

      assertThat(operations)
          .extracting(LoggedOperation::payload)
          .containsExactly(run(0, "a").get(0).payload());
      assertThat(operations).extracting(LoggedOperation::author).containsExactly("");
    }
  }

  private static void loseEverything(DataSource dataSource) throws SQLException {
    execute(dataSource, "delete from collab_diff");
    execute(dataSource, "delete from collab_source");
    execute(dataSource, "delete from collab_document");
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      var unused = statement.executeUpdate(sql);
    }
  }

  @Test
  void aDatabaseThatIsDownIsToldOnEveryCallAndUsedWhenItIsBack(@TempDir Path data)
      throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    EmbeddedPostgres server = server(data, port);
    try (JpaStore store =
        JpaStore.open(TestDatabases.pool(server, "postgres"), Schema.CREATE, Clock.systemUTC())) {
      OperationLog log = store.operationLog();
      append(log, "first");
      byte[] secret = store.secrets().secret("known");

      server.close();

      assertUnavailable(() -> log.append(ONE));
      assertUnavailable(() -> log.operations(DOCUMENT, 0, 9));
      assertUnavailable(() -> log.heads(List.of(DOCUMENT)));
      assertUnavailable(() -> log.snapshot(DOCUMENT, 9));
      assertUnavailable(() -> log.versionAt(DOCUMENT, TIME));
      assertUnavailable(() -> log.list(DocumentQuery.of("failures"), "", 10));
      assertUnavailable(
          () -> log.save(DOCUMENT, new StoredSnapshot(1, TYPE, "\"\"", TIME, Map.of())));
      assertUnavailable(() -> store.secrets().secret("new"));
      assertThat(store.secrets().secret("known")).isEqualTo(secret);

      server = server(data, port);

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> log.operations(DOCUMENT, 0, 9).size() == 1);
      await().ignoreExceptions().untilAsserted(() -> append(log, "second"));
    } finally {
      server.close();
    }
  }

  private static EmbeddedPostgres server(Path data, int port) throws Exception {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  @Test
  void aClosedStoreIsUnavailable() {
    JpaStore store = JpaStore.open(TestDatabases.h2(), Schema.CREATE, Clock.systemUTC());
    store.close();

    assertUnavailable(() -> append(store.operationLog(), "late"));
  }

  @Test
  void aDatabaseThatIsDownAtStartStopsIt() {
    DataSource nowhere = TestDatabases.h2("/nowhere/at/all;IFEXISTS=TRUE");

    assertUnavailable(() -> JpaStore.open(nowhere, Schema.CREATE, Clock.systemUTC()));
  }

  @Test
  void whatDocumentsSayIsNotLogged() throws SQLException {
    List<String> logged = new ArrayList<>();
    Handler handler = keep(logged);
    Logger.getLogger("").addHandler(handler);
    DataSource dataSource = TestDatabases.postgres();
    try (JpaStore store = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC())) {
      append(store.operationLog(), "first");
      // A row where the next one should go makes the batch fail.
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "insert into collab_diff select document_key, 1, committed, 1, payload"
                + " from collab_diff");
      }

      assertUnavailable(() -> append(store.operationLog(), "nobody's business"));
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }

    String payload = java.util.HexFormat.of().formatHex("nobody's business".getBytes(UTF_8));
    assertThat(logged).anySatisfy(line -> assertThat(line).contains("23505"));
    assertThat(logged)
        .allSatisfy(line -> assertThat(line).doesNotContain(payload, "nobody's business"));
  }

  @Test
  void aDatabaseThatIsDownIsLoggedOnceAndOnceThatItWorksAgain() {
    List<String> logged = Collections.synchronizedList(new ArrayList<>());
    Handler handler = keep(logged);
    handler.setLevel(Level.INFO);
    AtomicReference<String> failure = new AtomicReference<>("");
    DataSource dataSource = failing(TestDatabases.h2(), failure);
    try (JpaStore store = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC())) {
      OperationLog log = store.operationLog();
      append(log, "first");
      Logger.getLogger("").addHandler(handler);

      failure.set("08001");
      for (int i = 0; i < 20; i++) {
        assertUnavailable(() -> append(log, "lost"));
        assertUnavailable(() -> log.operations(DOCUMENT, 0, 9));
      }
      failure.set("57P03");
      assertUnavailable(() -> append(log, "lost"));
      failure.set("");
      append(log, "second");
      append(log, "third");
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }

    assertThat(logged)
        .satisfiesExactly(
            line -> assertThat(line).contains("WARNING", "08001"),
            line -> assertThat(line).contains("WARNING", "57P03"),
            line -> assertThat(line).contains("The database works again"));
  }

  /** Gives no connection while there is an SQL state of a failure. */
  private static DataSource failing(DataSource dataSource, AtomicReference<String> state) {
    return (DataSource)
        Proxy.newProxyInstance(
            StoreFailureTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              String failure = String.valueOf(state.get());
              if (!failure.isEmpty()) {
                throw new SQLException("The database is away", failure);
              }
              return method.invoke(dataSource, arguments);
            });
  }

  private static Handler keep(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        if (!isLoggable(record)) {
          return;
        }
        // Formatted as a server would, with the traces of what was thrown.
        logged.add(new SimpleFormatter().format(record));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
