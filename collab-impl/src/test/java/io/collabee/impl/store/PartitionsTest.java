package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** On PostgreSQL the history of one organisation is spread over all partitions. */
final class PartitionsTest {
  private static final int DOCUMENTS = 10_000;
  private static final int AT_ONCE = 1_000;
  private static final int PARTITIONS = 8;

  @Test
  void theDocumentsOfOneOrganisationAreInAllPartitions() throws SQLException {
    DataSource database = TestDatabases.postgres();
    try (JpaStore store = JpaStore.open(database, Schema.CREATE, Clock.systemUTC())) {
      for (int first = 0; first < DOCUMENTS; first += AT_ONCE) {
        append(store.operationLog(), first);
      }
    }
    // Snapshots and chunks are partitioned in the same way, by the same key.
    execute(
        database,
        "insert into collab_snapshot (document_key, version, committed, sources, content)"
            + " select document_key, 1, current_timestamp, '{}', 'null' from collab_document");

    execute(database, "insert into collab_chunk select * from collab_diff");

    assertSpread(database, "collab_diff");
    assertSpread(database, "collab_snapshot");
    assertSpread(database, "collab_chunk");
  }

  private static void append(OperationLog log, int first) {
    SortedSet<DocumentId> documents = new TreeSet<>();
    for (int number = first; number < first + AT_ONCE; number++) {
      documents.add(new DocumentId("the-hot-one", "minutes", "meeting-" + number));
    }
    LoggedOperation operation =
        new LoggedOperation(0, "source", 1, "ann", Instant.EPOCH, "\"create\":{\"type\":\"t\"}");
    try (Append append = log.append(documents)) {
      documents.forEach(document -> append.write(document, List.of(operation), Optional.of("t")));
      append.commit();
    }
  }

  private static void assertSpread(DataSource database, String table) throws SQLException {
    List<Long> counts = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select count(*) from " + table + " group by tableoid")) {
      while (rows.next()) {
        counts.add(rows.getLong(1));
      }
    }
    double even = (double) DOCUMENTS / PARTITIONS;
    // Six standard deviations of a random spread: a hash that clusters is far outside.
    double tolerance = 6 * Math.sqrt(even);
    assertThat(counts)
        .as(table)
        .hasSize(PARTITIONS)
        .allSatisfy(
            count -> assertThat((double) count).isBetween(even - tolerance, even + tolerance));
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(DOCUMENTS);
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
