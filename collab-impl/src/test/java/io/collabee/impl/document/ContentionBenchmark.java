package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Operation;
import io.collabee.impl.config.Schema;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.store.JpaStore;
import io.collabee.impl.store.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Measures what contention costs: writers on one document of PostgreSQL (fsync on), each sending
 * the next operation a moment after the last was acknowledged, all on one node or spread over
 * several, in turns. A program, not a test:
 *
 * <pre>mvn -q -pl collab-impl -am test-compile
 * mvn -q -pl collab-impl exec:java -Dexec.classpathScope=test \
 *   -Dexec.mainClass=io.collabee.impl.document.ContentionBenchmark</pre>
 */
final class ContentionBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration MEASURED = Duration.ofSeconds(6);
  private static final AtomicInteger DOCUMENT = new AtomicInteger();

  /** How long an acknowledgement and the next operation are on their way. */
  private static final Duration NETWORK = Duration.ofNanos(500_000);

  private ContentionBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
    int writers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start()) {
      DataSource database = TestDatabases.pool(server, "postgres");
      for (int round = 0; round < rounds; round++) {
        for (int nodes = 1; nodes <= 3; nodes++) {
          measure(database, nodes, writers);
        }
      }
    }
  }

  private static void measure(DataSource database, int count, int writers) throws Exception {
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      machines.add(new Machine(database));
    }
    ScheduledExecutorService network = Executors.newScheduledThreadPool(1);
    DocumentId document =
        DocumentId.of("contended", "d" + DOCUMENT.incrementAndGet() + System.nanoTime());
    machines.get(0).create(document);
    List<Writer> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Machine machine = machines.get(i % count);
      Writer writer = new Writer(machine, document, "writer-" + i, network);
      machine.writers.add(writer);
      all.add(writer);
    }
    all.forEach(Writer::send);
    Thread.sleep(WARM_UP.toMillis());
    machines.forEach(Machine::reset);
    long start = System.nanoTime();
    Thread.sleep(MEASURED.toMillis());
    List<Integer> committed = machines.stream().map(machine -> machine.committed.get()).toList();
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Long> nanos = machines.stream().flatMap(m -> m.nanos.stream()).sorted().toList();
    all.forEach(writer -> writer.stopped = true);
    int sum = committed.stream().mapToInt(Integer::intValue).sum();
    StringBuilder shares = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Activity now = machines.get(i).documents.activity();
      Activity before = machines.get(i).before;
      shares.append(
          String.format(
              "  %d %% in batches of %.1f",
              Math.round(100.0 * committed.get(i) / sum),
              (double) (now.operations() - before.operations())
                  / (now.transactions() - before.transactions())));
    }
    System.out.printf(
        "%d nodes, %d writers: %6.0f operations/s  p50 %5.2f ms  p99 %5.2f ms %s%n",
        count,
        writers,
        sum / seconds,
        nanos.get(nanos.size() / 2) / 1e6,
        nanos.get(nanos.size() * 99 / 100) / 1e6,
        shares);
    machines.forEach(Machine::close);
    network.shutdownNow();
  }

  /** A node. */
  private static final class Machine {
    final JpaStore store;
    final LiveDocuments documents;
    final List<Writer> writers = new ArrayList<>();
    final AtomicInteger committed = new AtomicInteger();
    final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    Activity before;

    Machine(DataSource database) {
      store = JpaStore.open(database, Schema.CREATE, Clock.systemUTC());
      documents =
          new LiveDocuments(
              store.operationLog(),
              new DocumentTypes(List.of(new TextType())),
              Clock.systemUTC(),
              LaneSettings.DEFAULT,
              Executors.defaultThreadFactory(),
              CommitListener.NONE);
      before = documents.activity();
    }

    void create(DocumentId document) {
      CompletableFuture<TestNode.Ack> created = new CompletableFuture<>();
      documents.submit(
          document,
          new Submission(
              "creator",
              1,
              "ann",
              OptionalLong.of(0),
              new Operation.Create("text-unicode", JsonText.parse("\"\"")),
              TestNode.outcome(created)));
      TestNode.get(created);
    }

    void reset() {
      committed.set(0);
      nanos.clear();
      before = documents.activity();
    }

    void close() {
      documents.close();
      store.close();
    }
  }

  /** A client with one operation on its way. */
  private static final class Writer implements Submission.Outcome {
    private final Machine machine;
    private final DocumentId document;
    private final String source;
    private final ScheduledExecutorService network;
    private long seq;
    private volatile long version = 1;
    private volatile long sent;
    volatile boolean stopped;

    Writer(Machine machine, DocumentId document, String source, ScheduledExecutorService network) {
      this.machine = machine;
      this.document = document;
      this.source = source;
      this.network = network;
    }

    void send() {
      sent = System.nanoTime();
      seq++;
      machine.documents.submit(
          document,
          new Submission(
              source,
              seq,
              source,
              OptionalLong.of(version),
              new Operation.Edit(JsonText.parse("[\"x\"]")),
              this));
    }

    @Override
    public void committed(Committed operation, List<Committed> missed) {
      version = operation.version() + 1;
      machine.committed.incrementAndGet();
      machine.nanos.add(System.nanoTime() - sent);
      if (!stopped) {
        var unused = network.schedule(this::send, NETWORK.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public void refused(CollabException reason) {
      if (!stopped) {
        reason.printStackTrace();
      }
    }
  }
}
