package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/**
 * Measures the log on PostgreSQL with fsync on, and on an H2 file: operations a second, latency,
 * processor time in this JVM (all of it, the database's too, for H2), bytes of write-ahead log and
 * of tables per operation. A program, not a test:
 *
 * <pre>mvn -q -pl collab-impl -am test-compile
 * mvn -q -pl collab-impl exec:java -Dexec.classpathScope=test \
 *   -Dexec.mainClass=io.collabee.impl.store.StoreBenchmark</pre>
 */
final class StoreBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration MEASURED = Duration.ofSeconds(8);
  private static final Optional<String> TYPE = Optional.of("http://sharejs.org/types/text-unicode");

  private final String database;
  private final DataSource dataSource;
  private final OperationLog log;
  private final LongAdder cpuNanos = new LongAdder();

  private StoreBenchmark(String database, DataSource dataSource, OperationLog log) {
    this.database = database;
    this.dataSource = dataSource;
    this.log = log;
  }

  /**
   * One way to load the log.
   *
   * @param lanes threads, each with documents of its own
   * @param documents of each append
   * @param operations of each document in an append
   */
  private record Load(String name, int lanes, int documents, int operations) {}

  public static void main(String[] arguments) throws Exception {
    List<Load> loads =
        List.of(
            new Load("lone keystrokes", 1, 1, 1),
            new Load("batches of 10", 1, 1, 10),
            new Load("batches of 50", 1, 1, 50),
            new Load("4 lanes, lone", 4, 1, 1),
            new Load("4 lanes, 10 documents, 5 each", 4, 10, 5));
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start()) {
      run("PostgreSQL", TestDatabases.pool(server, "postgres"), loads);
    }
    Path file = Files.createTempDirectory("collab-h2").resolve("log");
    run("H2", TestDatabases.h2("file:" + file), loads);
  }

  private static void run(String database, DataSource dataSource, List<Load> loads)
      throws Exception {
    try (JpaStore store = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC())) {
      StoreBenchmark benchmark = new StoreBenchmark(database, dataSource, store.operationLog());
      for (Load load : loads) {
        benchmark.run(load, WARM_UP);
        benchmark.measure(load);
      }
    }
  }

  private void measure(Load load) throws Exception {
    cpuNanos.reset();
    long[] before = sizes();
    long[] nanos = run(load, MEASURED);
    long[] after = sizes();
    long operations = (long) nanos.length * load.documents() * load.operations();
    Arrays.sort(nanos);
    System.out.printf(
        "%-10s %-30s %6d appends/s %7d operations/s  p50 %5.2f ms  p99 %5.2f ms"
            + "  CPU %4d us/append  WAL %4d B/op  tables %4d B/op%n",
        database,
        load.name(),
        nanos.length / MEASURED.toSeconds(),
        operations / MEASURED.toSeconds(),
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        cpuNanos.sum() / 1000 / nanos.length,
        (after[0] - before[0]) / operations,
        (after[1] - before[1]) / operations);
  }

  /** Appends for a time; gives how long each took. */
  private long[] run(Load load, Duration time) throws Exception {
    ExecutorService lanes = Executors.newFixedThreadPool(load.lanes());
    long end = System.nanoTime() + time.toNanos();
    List<Future<List<Long>>> running = new ArrayList<>();
    for (int lane = 0; lane < load.lanes(); lane++) {
      String collection = load.name() + " " + lane;
      running.add(lanes.submit(() -> appendUntil(end, load, collection)));
    }
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> each : running) {
      all.addAll(each.get());
    }
    lanes.shutdown();
    return all.stream().mapToLong(Long::longValue).toArray();
  }

  private List<Long> appendUntil(long end, Load load, String collection) {
    Random random = new Random(load.hashCode());
    SortedSet<DocumentId> documents = new TreeSet<>();
    for (int i = 0; i < load.documents(); i++) {
      documents.add(DocumentId.of(collection, "document-" + i));
    }
    List<Long> nanos = new ArrayList<>();
    long seq = System.nanoTime() >>> 30;
    while (System.nanoTime() - end < 0) {
      long start = System.nanoTime();
      try (Append append = log.append(documents)) {
        for (DocumentId document : documents) {
          append.write(
              document, run(random, append.head(document), load.operations(), ++seq), TYPE);
        }
        append.commit();
      }
      nanos.add(System.nanoTime() - start);
    }
    cpuNanos.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    return nanos;
  }

  private static List<LoggedOperation> run(Random random, long head, int length, long seq) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<LoggedOperation> run = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int writer = random.nextInt(10);
      run.add(
          new LoggedOperation(
              head + i,
              "c0ffee0123456789abcdef-signature-" + writer,
              seq,
              "writer-" + writer + "@example.org",
              now,
              "\"op\":[" + (1000 + random.nextInt(9000)) + ",\"x\"]"));
    }
    return run;
  }

  /** Written to the log so far, and held by the tables with their indexes; 0 where unknown. */
  private long[] sizes() throws SQLException {
    if (!database.equals("PostgreSQL")) {
      return new long[2];
    }
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select pg_current_wal_lsn() - '0/0'::pg_lsn,"
                    + " (select sum(pg_total_relation_size(oid)) from pg_class"
                    + "  where relname like 'collab%' and relkind = 'r')")) {
      result.next();
      return new long[] {result.getLong(1), result.getLong(2)};
    }
  }
}
