package io.collabee.impl.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.config.Configuration;
import io.collabee.spi.Access;
import jakarta.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The module as a whole, without a server. */
class NodeTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "n");

  private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
  private final List<OperationsCommitted> events = Collections.synchronizedList(new ArrayList<>());
  private final JdbcDataSource database = database();

  private Node start() {
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, "unnamed");
          threads.add(thread);
          return thread;
        };
    return new Node(
        Configuration.read(List.of()),
        new Node.Surroundings(
            database,
            factory,
            Clock.systemUTC(),
            List.of(),
            (caller, document) -> Access.WRITE,
            Optional.of(events::add)));
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
}
