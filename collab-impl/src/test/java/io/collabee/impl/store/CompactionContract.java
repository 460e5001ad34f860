package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.StoredSnapshot;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What compaction promises, on every database. */
abstract class CompactionContract {
  private static final DocumentId DOCUMENT = DocumentId.of("compaction", "one");
  private static final Instant START = Instant.parse("2026-11-24T08:00:00.123Z");
  private static final Duration NEVER = Duration.ofDays(10_000);

  /** When the tests run: long after all was committed. */
  private static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofDays(1)), ZoneOffset.UTC);

  private final AtomicBoolean isBreaking = new AtomicBoolean();
  private DataSource dataSource;
  private JpaStore store;
  private OperationLog log;

  abstract DataSource newDatabase();

  @BeforeEach
  final void open() {
    dataSource = newDatabase();
    store = JpaStore.open(breaking(dataSource), Schema.CREATE, CLOCK);
    log = store.operationLog();
  }

  @AfterEach
  final void close() {
    store.close();
  }

  private static CompactionSettings settings(int hot, int chunk) {
    return new CompactionSettings(hot, NEVER, chunk, 0, Duration.ofMillis(10));
  }

  /** Everything is cold. */
  private static CompactionSettings idle(int chunk) {
    return new CompactionSettings(1_000, Duration.ofHours(1), chunk, 0, Duration.ofMillis(10));
  }

  private static LoggedOperation operation(long version) {
    return new LoggedOperation(
        version,
        "source-" + version % 3,
        version + 1,
        "ann",
        START.plusSeconds(version / 2),
        "\"op\":[" + version + ",\"x\"]");
  }

  private static List<LoggedOperation> run(long from, long to) {
    List<LoggedOperation> run = new ArrayList<>();
    for (long version = from; version < to; version++) {
      run.add(operation(version));
    }
    return run;
  }

  private static SortedSet<DocumentId> one() {
    return new TreeSet<>(List.of(DOCUMENT));
  }

  /** Commits operations up to a version, in runs of so many. */
  private void commit(long to, int length) {
    long head = 0;
    while (head < to) {
      try (Append append = log.append(one())) {
        head = append.head(DOCUMENT);
        if (head < to) {
          append.write(DOCUMENT, run(head, Math.min(to, head + length)), Optional.of("type"));
          append.commit();
        }
      }
    }
  }

  private List<Long> starts(String table) throws SQLException {
    List<Long> starts = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select first_version from " + table + " order by 1")) {
      while (rows.next()) {
        starts.add(rows.getLong(1));
      }
    }
    return starts;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void assertWhole(long head) {
    assertThat(log.operations(DOCUMENT, 0, Long.MAX_VALUE)).isEqualTo(run(0, head));
  }

  @Test
  void whatIsColdBecomesFullChunksAndTheRestStays() throws SQLException {
    commit(95, 1);

    int chunks = store.compaction(settings(10, 20)).compact(DOCUMENT);

    assertThat(chunks).isEqualTo(4);
    assertThat(starts("collab_chunk")).containsExactly(0L, 20L, 40L, 60L);
    assertThat(starts("collab_diff")).hasSize(15).startsWith(80L);
    assertWhole(95);
  }

  @Test
  void longDiffsAreNeverCut() throws SQLException {
    commit(100, 7);

    store.compaction(settings(10, 20)).compact(DOCUMENT);

    assertThat(starts("collab_chunk")).containsExactly(0L, 14L, 28L, 42L, 56L);
    assertWhole(100);
  }

  @Test
  void aDiffLongerThanAChunkIsAChunk() throws SQLException {
    commit(150, 50);

    store.compaction(settings(10, 20)).compact(DOCUMENT);

    assertThat(starts("collab_chunk")).containsExactly(0L, 50L);
    assertWhole(150);
  }

  @Test
  void aDocumentThatNobodyEditsBecomesChunksAltogether() throws SQLException {
    commit(90, 1);

    store.compaction(idle(40)).compact(DOCUMENT);

    assertThat(starts("collab_chunk")).containsExactly(0L, 40L);
    assertThat(starts("collab_diff")).hasSize(10).startsWith(80L);
    assertWhole(90);
  }

  @Test
  void smallChunksAreTakenInByLaterOnes() throws SQLException {
    Compaction compaction = store.compaction(idle(1_000));
    List<Integer> counts = new ArrayList<>();
    for (int head = 20; head <= 2_000; head += 20) {
      commit(head, 5);
      assertThat(compaction.compact(DOCUMENT)).isEqualTo(1);
      counts.add(starts("collab_chunk").size());
      assertThat(starts("collab_diff")).isEmpty();
    }

    assertThat(counts).allMatch(count -> count <= 8);
    assertWhole(2_000);
  }

  @Test
  void snapshotsOfWhatIsColdAreSpacedOut() throws SQLException {
    commit(200, 1);
    for (int version = 10; version <= 190; version += 10) {
      log.save(
          DOCUMENT,
          new StoredSnapshot(version, Optional.of("type"), "\"" + version + "\"", START, Map.of()));
    }
    execute("update collab_snapshot set label = 'sent to legal' where version = 70");
    CompactionSettings settings = new CompactionSettings(20, NEVER, 20, 40, NEVER);

    int chunks = store.compaction(settings).compact(DOCUMENT);

    assertThat(chunks).isEqualTo(9);
    // Every 40; the labelled one, which counts; and those of what is not cold.
    assertThat(store.archive().snapshots(DOCUMENT)).containsExactly(40L, 70L, 110L, 150L, 190L);
    assertThat(log.snapshot(DOCUMENT, 109).orElseThrow().content()).isEqualTo("\"70\"");
    assertWhole(200);
  }

  @Test
  void snapshotThatHistoryBeginsWithAndTheNewestStay() throws SQLException {
    commit(100, 1);
    execute("delete from collab_diff where first_version < 30");
    for (int version : List.of(30, 50, 100)) {
      log.save(DOCUMENT, new StoredSnapshot(version, Optional.of("type"), "\"\"", START, Map.of()));
    }

    store.compaction(new CompactionSettings(0, NEVER, 20, 1_000, NEVER)).compact(DOCUMENT);

    assertThat(store.archive().snapshots(DOCUMENT)).containsExactly(30L, 100L);
    assertThat(starts("collab_chunk")).containsExactly(30L, 50L, 70L);
  }

  @Test
  void allReadsAreTheSameBeforeAndAfter() {
    long seed = System.nanoTime();
    System.out.println("allReadsAreTheSameBeforeAndAfter: seed " + seed);
    Random random = new Random(seed);
    for (int head = 1; head < 300; head += random.nextInt(60)) {
      commit(head, 1 + random.nextInt(9));
      long from = random.nextInt(head + 5);
      long to = from + random.nextInt(50);
      Instant time = START.plusMillis(random.nextInt(200_000));
      List<LoggedOperation> operations = log.operations(DOCUMENT, from, to);
      long version = log.versionAt(DOCUMENT, time);

      store.compaction(settings(random.nextInt(20), 1 + random.nextInt(40))).compact(DOCUMENT);

      assertThat(log.operations(DOCUMENT, from, to)).as("seed %d", seed).isEqualTo(operations);
      assertThat(log.versionAt(DOCUMENT, time)).as("seed %d", seed).isEqualTo(version);
      assertWhole(head);
    }
  }

  @Test
  void whoReadsWhileHistoryIsCompactedMissesNothing() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicBoolean isDone = new AtomicBoolean();
    List<Future<?>> others = new ArrayList<>();
    for (CompactionSettings settings : List.of(settings(3, 7), settings(5, 50), idle(400))) {
      Compaction compaction = store.compaction(settings);
      others.add(
          threads.submit(
              () -> {
                while (!isDone.get()) {
                  compaction.compact(DOCUMENT);
                }
              }));
    }
    for (int reader = 0; reader < 2; reader++) {
      Random random = new Random(reader);
      others.add(
          threads.submit(
              () -> {
                while (!isDone.get()) {
                  long head = log.versionAt(DOCUMENT, Instant.MAX);
                  long from = (long) (random.nextDouble() * head);
                  assertThat(log.operations(DOCUMENT, from, head)).isEqualTo(run(from, head));
                  assertThat(log.versionAt(DOCUMENT, operation(from).time()))
                      .isBetween(Math.min(head, from + 1), from + 2);
                }
              }));
    }

    commit(1_500, 3);
    isDone.set(true);

    for (Future<?> other : others) {
      other.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertWhole(1_500);
  }

  @Test
  void editsAreCommittedWhileAChunkIsBeingWritten() throws SQLException {
    commit(40, 1);
    try (Connection compactor = dataSource.getConnection();
        Statement statement = compactor.createStatement()) {
      // As a compaction does.
      compactor.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      compactor.setAutoCommit(false);
      statement.execute("select * from collab_diff where first_version = 0 for update");
      statement.execute("delete from collab_diff where first_version < 20");

      commit(60, 1);

      assertThat(store.compaction(settings(10, 20)).compact(DOCUMENT)).isZero();
      compactor.rollback();
    }

    assertThat(store.compaction(settings(10, 20)).compact(DOCUMENT)).isEqualTo(2);
    assertWhole(60);
  }

  @Test
  void whatDiesBetweenChunkAndDiffsLeavesTheDiffs() throws SQLException {
    commit(60, 1);
    isBreaking.set(true);
    Compaction compaction = store.compaction(settings(10, 20));

    assertThatThrownBy(() -> compaction.compact(DOCUMENT)).isInstanceOf(CollabException.class);

    assertThat(starts("collab_chunk")).isEmpty();
    assertThat(starts("collab_diff")).hasSize(60);
    isBreaking.set(false);
    await().ignoreExceptions().untilAsserted(() -> assertWhole(60));
    await().ignoreExceptions().until(() -> compaction.compact(DOCUMENT) == 2);
    assertWhole(60);
  }

  /** A database whose connections die, while they are told to, before diffs are deleted. */
  private DataSource breaking(DataSource whole) {
    return proxy(
        DataSource.class,
        whole,
        (method, result) ->
            result instanceof Connection connection ? breaking(connection) : result);
  }

  private Connection breaking(Connection whole) {
    return (Connection)
        Proxy.newProxyInstance(
            CompactionContract.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (isBreaking.get()
                  && method.getName().equals("prepareStatement")
                  && String.valueOf(arguments[0]).matches("delete .*from collab_diff.*")) {
                whole.close();
                throw new SQLException("The connection is gone", "08006");
              }
              return invoke(whole, method, arguments);
            });
  }

  private interface After {
    Object apply(java.lang.reflect.Method method, Object result);
  }

  private static <T> T proxy(Class<T> type, T whole, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            CompactionContract.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> after.apply(method, invoke(whole, method, arguments))));
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void aHistoryWithAGapIsLeftAsItIs() throws SQLException {
    commit(60, 1);
    execute("delete from collab_diff where first_version = 5");

    assertThatThrownBy(() -> store.compaction(settings(10, 20)).compact(DOCUMENT))
        .isInstanceOf(CollabException.class);

    assertThat(starts("collab_chunk")).isEmpty();
    assertThat(starts("collab_diff")).hasSize(59);
  }

  @Test
  void aDocumentNeverHeardOfIsLeftAlone() {
    assertThat(store.compaction(idle(20)).compact(DOCUMENT)).isZero();
  }

  @Test
  void allDocumentsAreCompactedInTheBackground() throws SQLException {
    for (int i = 0; i < 12; i++) {
      try (Append append =
          log.append(new TreeSet<>(List.of(DocumentId.of("compaction", "d" + i))))) {
        append.write(DocumentId.of("compaction", "d" + i), run(0, 30), Optional.of("type"));
        append.commit();
      }
    }

    store.startCompacting(idle(1_000), Thread::new);

    await().until(() -> starts("collab_chunk").size() == 12);
    assertThat(starts("collab_diff")).isEmpty();
    assertThat(log.operations(DocumentId.of("compaction", "d7"), 0, 99)).isEqualTo(run(0, 30));
  }

  @Test
  void aDamagedDocumentDoesNotKeepOthersFromBeingCompacted() throws SQLException {
    commit(30, 1);
    execute("delete from collab_diff where first_version = 5");
    DocumentId other = DocumentId.of("compaction", "other");
    try (Append append = log.append(new TreeSet<>(List.of(other)))) {
      append.write(other, run(0, 30), Optional.of("type"));
      append.commit();
    }

    store.startCompacting(idle(1_000), Thread::new);

    await().until(() -> starts("collab_chunk").size() == 1);
    assertThat(starts("collab_diff")).hasSize(29);
  }
}
