package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.store.DiffFormat.Entry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Measures what recorded keystrokes weigh on PostgreSQL: all tables and indexes of the module after
 * {@code VACUUM}, and the write-ahead log; as they are committed, and compacted. A program, not a
 * test; arguments are how many operations a transaction has, and which traces if not all:
 *
 * <pre>mvn -q -pl collab-impl -am test-compile
 * mvn -q -pl collab-impl exec:java -Dexec.classpathScope=test \
 *   -Dexec.mainClass=io.collabee.impl.store.HistoryBenchmark -Dexec.args="1 10"</pre>
 */
final class HistoryBenchmark {
  private static final Optional<String> TYPE = Optional.of("http://sharejs.org/types/text-unicode");

  /** Late enough for whatever is in the traces to be cold. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofDays(30));

  private static final CompactionSettings COLD =
      new CompactionSettings(0, Duration.ofHours(1), 4_096, Duration.ofDays(1));

  /** As it is where nothing is configured. */
  private static final CompactionSettings USUAL =
      new CompactionSettings(2_000, Duration.ofDays(365), 4_096, Duration.ofDays(1));

  private final String name;
  private final Traces.Trace trace;
  private final DataSource dataSource;

  private HistoryBenchmark(String name, DataSource dataSource) {
    this.name = name;
    this.trace = Traces.read(name);
    this.dataSource = dataSource;
  }

  public static void main(String[] arguments) throws Exception {
    // Sizes are the same without fsync.
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_wal_size", "16GB")
            .setServerConfig("checkpoint_timeout", "1h")
            .start()) {
      List<String> wanted = List.of(arguments);
      List<String> names = Traces.NAMES.stream().filter(wanted::contains).toList();
      for (String name : names.isEmpty() ? Traces.NAMES : names) {
        for (String length : wanted.stream().filter(each -> !names.contains(each)).toList()) {
          String database = "h" + name.replace('-', '_') + length;
          execute(TestDatabases.pool(server, "postgres"), "create database " + database);
          new HistoryBenchmark(name, TestDatabases.pool(server, database))
              .run(Integer.parseInt(length));
        }
      }
    }
  }

  private void run(int length) throws Exception {
    try (JpaStore store = JpaStore.open(dataSource, Schema.CREATE, LATER)) {
      DocumentId document = DocumentId.of("benchmark", name);
      append(store, document, 0, 1, 1);
      others(store);
      execute(dataSource, "vacuum full");
      int operations = trace.operations().size() - 1;
      long size = size();
      execute(dataSource, "vacuum");
      long sizeHot = size();
      long wal = wal();

      append(store, document, 1, operations + 1, length);

      execute(dataSource, "vacuum");
      long hot = size() - sizeHot;
      long hotWal = wal() - wal;
      explain("hot", wal, operations);
      wal = wal();
      int chunks = store.compaction(COLD).compact(document);
      execute(dataSource, "vacuum");
      long coldWal = wal() - wal;
      execute(dataSource, "vacuum full");
      long cold = size() - size;
      long inUse = steady(store, length);
      System.out.printf(
          "%-16s %3d a transaction: %6d operations, hot %6.1f B, WAL %6.1f B; %3d chunks %5.2f B, WAL %5.1f B;"
              + " in all with compaction WAL %6.1f B%n",
          name,
          length,
          operations,
          (double) hot / operations,
          (double) hotWal / operations,
          chunks,
          (double) cold / operations,
          (double) coldWal / operations,
          (double) inUse / operations);
    }
  }

  /** Documents with a chunk in every partition, whose pages are there then. */
  private void others(JpaStore store) {
    for (int i = 0; i < 40; i++) {
      DocumentId other = DocumentId.of("benchmark", "other-" + i);
      append(store, other, 0, 100, 100);
      var unused = store.compaction(COLD).compact(other);
    }
  }

  /** What the records between two places of the write-ahead log are, the heaviest first. */
  private void explain(String what, long from, int operations) throws SQLException {
    execute(dataSource, "create extension if not exists pg_walinspect");
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select \"resource_manager/record_type\", count, record_size, fpi_size"
                    + " from pg_get_wal_stats('0/0'::pg_lsn + "
                    + from
                    + ", pg_current_wal_flush_lsn(), true)"
                    + " where count > 0 order by combined_size desc limit 8")) {
      while (result.next()) {
        System.out.printf(
            "    %s: %-28s %7.4f an operation, %6.1f B, page images %6.1f B%n",
            what,
            result.getString(1),
            (double) result.getLong(2) / operations,
            (double) result.getLong(3) / operations,
            (double) result.getLong(4) / operations);
      }
    }
  }

  /** Another document, compacted while it is written; what it costs in write-ahead log. */
  private long steady(JpaStore store, int length) throws SQLException {
    DocumentId document = DocumentId.of("benchmark", name + "-steady");
    append(store, document, 0, 1, 1);
    Compaction compaction = store.compaction(USUAL);
    long wal = wal();
    for (int from = 1; from < trace.operations().size(); from += 2_000) {
      append(store, document, from, Math.min(from + 2_000, trace.operations().size()), length);
      if (compaction.compact(document) > 0) {
        execute(dataSource, "vacuum collab_diff");
      }
    }
    long written = wal() - wal;
    explain("in all", wal, trace.operations().size());
    return written;
  }

  private void append(JpaStore store, DocumentId document, int from, int to, int length) {
    for (int start = from; start < to; start += length) {
      List<LoggedOperation> run =
          trace.operations().subList(start, Math.min(start + length, to)).stream()
              .map(HistoryBenchmark::logged)
              .toList();
      try (Append append = append(store.operationLog(), document, start)) {
        append.write(document, run, TYPE);
        append.commit();
      }
    }
  }

  /** As a lane does it for a document that others do not write. */
  private Append append(OperationLog log, DocumentId document, int version) {
    return version == 0
        ? log.append(new TreeSet<>(List.of(document)))
        : log.append(document, version, trace.operations().get(version - 1).time());
  }

  private static LoggedOperation logged(Entry entry) {
    return new LoggedOperation(
        entry.version(),
        "c0ffee0123456789abcdef-signature-" + entry.sourceKey(),
        entry.seq(),
        "writer-" + entry.sourceKey() + "@example.org",
        entry.time(),
        entry.payload());
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Of all tables with their indexes and what they keep elsewhere. */
  private long size() throws SQLException {
    return number(
        "select sum(pg_total_relation_size(oid)) from pg_class"
            + " where relname like 'collab%' and relkind = 'r'");
  }

  private long wal() throws SQLException {
    return number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  private long number(String query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
