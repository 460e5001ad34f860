package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Keeping;
import io.collabee.history.Label;
import io.collabee.history.Verification.Kind;
import io.collabee.history.Verification.Problem;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.StoredSnapshot;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link Keeping} promises of a database. */
@SuppressWarnings("NullAway.Init") // Opened before each test.
abstract class JpaKeepingContract extends KeepingContract {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final CompactionSettings COLD =
      new CompactionSettings(0, Duration.ofMillis(1), 200, 100, Duration.ofDays(1));

  private static final CompactionSettings SMALL =
      new CompactionSettings(0, Duration.ofMillis(1), 100, 0, Duration.ofDays(1));

  /** After how many uses the connection breaks. */
  private final AtomicInteger left = new AtomicInteger(NEVER);

  private DataSource dataSource;
  private JpaStore store;

  /** Another node. */
  private JpaStore other;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Gate gate = new Gate("nothing");

  abstract DataSource newDatabase();

  @Override
  OperationLog openLog(Clock clock) {
    dataSource = newDatabase();
    store = JpaStore.open(breaking(dataSource), Schema.CREATE, clock);
    other = JpaStore.open(breaking(dataSource), Schema.VALIDATE, clock);
    return store.operationLog();
  }

  @Override
  Archive archive() {
    return store.archive();
  }

  @Override
  void compact(DocumentId document) {
    var unused = store.compaction(COLD).compact(document);
  }

  @AfterEach
  void closeStore() {
    threads.shutdownNow();
    other.close();
    store.close();
  }

  @Test
  void whatIsDamagedIsFound() throws SQLException {
    type(900);
    compact(DOCUMENT);
    type(DocumentId.of("keeping", "other"), 0, 10);
    var unusedFirst = keeping.label(DOCUMENT, 300, "a");
    var unusedSecond = keeping.label(DOCUMENT, 500, "b");
    var unusedThird = keeping.label(DOCUMENT, 850, "c");
    assertThat(keeping.verify(DOCUMENT).isSound()).isTrue();
    assertThat(keeping.verify(DOCUMENT).snapshots()).isEqualTo(3);

    execute("update collab_snapshot set content = '\"nonsense\"' where version = 300");
    execute("delete from collab_chunk where first_version > 500 and first_version <= 650");
    execute(
        "update collab_chunk set committed = committed + interval '1' second"
            + " where first_version > 700 and operations > 100");

    List<Problem> problems = keeping.verify(DOCUMENT).problems();
    assertThat(problems).hasSizeBetween(3, 4);
    assertThat(problems)
        .extracting(Problem::kind)
        .contains(Kind.SNAPSHOT_DIFFERS, Kind.MISSING, Kind.UNREADABLE);
    assertThat(problems.get(0)).isEqualTo(new Problem(300, Kind.SNAPSHOT_DIFFERS));
  }

  private void type(DocumentId document, int from, int operations) {
    try (OperationLog.Append append = log.append(new TreeSet<>(List.of(document)))) {
      append.write(
          document,
          LongStream.range(from, from + operations)
              .mapToObj(v -> new LoggedOperation(v, "s", v + 1, "ann", Instant.EPOCH, ""))
              .toList(),
          Optional.of(TEXT));
      append.commit();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
    }
  }

  @Test
  void whenTheConnectionBreaksAllIsAsItWas() {
    allOrNothing(keeping -> assertThat(keeping.thin(DOCUMENT, Instant.MAX)).isPositive());
    allOrNothing(
        keeping -> assertThat(keeping.drop(DOCUMENT, lastTime().minusSeconds(3_600))).isPositive());
    allOrNothing(keeping -> assertThat(keeping.redact(DOCUMENT, head(), 5, 25)).isNotNegative());
    allOrNothing(keeping -> assertThat(keeping.purge(DOCUMENT)).isTrue());
  }

  private long head() {
    return keeping.kept(DOCUMENT).orElseThrow().head();
  }

  private Instant lastTime() {
    long head = head();
    return log.operations(DOCUMENT, head - 1, head).get(0).time();
  }

  /** Breaks the connection at the first use, at the second, and so on, until it goes through. */
  private void allOrNothing(Consumer<Keeping> work) {
    if (keeping.kept(DOCUMENT).isEmpty()) {
      type(250);
      compact(DOCUMENT);
      var unused = keeping.label(DOCUMENT, 200, "label");
    }
    List<LoggedOperation> before = log.operations(DOCUMENT, 0, 10_000);
    List<Long> snapshots = store.archive().snapshots(DOCUMENT);
    for (int uses = 1; ; uses++) {
      left.set(uses);
      try {
        work.accept(keeping);
        left.set(NEVER);
        break;
      } catch (CollabException e) {
        left.set(NEVER);
        assertThat(log.operations(DOCUMENT, 0, 10_000)).as("after " + uses).isEqualTo(before);
        assertThat(store.archive().snapshots(DOCUMENT)).isEqualTo(snapshots);
      }
    }
    assertThat(log.operations(DOCUMENT, 0, 10_000)).isNotEqualTo(before);
    assertThat(keeping.verify(DOCUMENT).problems()).isEmpty();
  }

  // Several at one history

  /** Holds up the first transaction that writes to a table, before its commit. */
  private static final class Gate {
    private final String table;
    private volatile Optional<Thread> held = Optional.empty();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Counted down when somebody else is about to hold rows. */
    private final CountDownLatch waiting = new CountDownLatch(1);

    Gate(String table) {
      this.table = table;
    }

    synchronized void prepared(String sql) {
      boolean isOther = held.filter(thread -> thread != Thread.currentThread()).isPresent();
      if (isOther && sql.endsWith(" for update")) {
        waiting.countDown();
      } else if (held.isEmpty() && sql.matches("(insert|merge) into " + table + "\\b.*")) {
        held = Optional.of(Thread.currentThread());
      }
    }

    void commits() throws InterruptedException {
      if (held.filter(thread -> thread == Thread.currentThread()).isPresent()) {
        reached.countDown();
        assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** Begins to do something, up to the commit of what it writes to a table. */
  private <T> Future<T> upToCommit(String table, Callable<T> work) throws Exception {
    gate = new Gate(table);
    Future<T> begun = threads.submit(work);
    assertThat(gate.reached.await(30, TimeUnit.SECONDS)).as("reached the commit").isTrue();
    return begun;
  }

  /** Begins to do something that waits, and lets the first go on when it does. */
  private <T> T thenAtOnce(Callable<T> work) throws Exception {
    Future<T> begun = threads.submit(work);
    assertThat(gate.waiting.await(30, TimeUnit.SECONDS)).as("waits").isTrue();
    gate.open.countDown();
    return begun.get(30, TimeUnit.SECONDS);
  }

  private Callable<Boolean> redaction() {
    return () -> {
      redactSecret();
      return true;
    };
  }

  private Callable<Boolean> saving(StoredSnapshot snapshot) {
    return () -> {
      other.operationLog().save(DOCUMENT, snapshot);
      return true;
    };
  }

  private Callable<Integer> compaction() {
    return () -> other.compaction(SMALL).compact(DOCUMENT);
  }

  @Test
  void aRedactionFindsTheSnapshotThatAnotherNodeIsSaving() throws Exception {
    typeSecret();
    commit(TEXT);
    Future<Boolean> saved = upToCommit("collab_snapshot", saving(snapshotAt(130)));

    assertThat(thenAtOnce(redaction())).isTrue();

    assertThat(saved.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(store.archive().snapshots(DOCUMENT)).containsExactly(130L);
    assertNowhere();
    assertSound();
  }

  @Test
  void aSnapshotThatAnotherNodeSavesDuringARedactionIsNotSaved() throws Exception {
    typeSecret();
    commit(TEXT);
    StoredSnapshot snapshot = snapshotAt(130);
    Future<Boolean> redacted = upToCommit("collab_diff", redaction());

    assertThat(thenAtOnce(saving(snapshot))).isTrue();

    assertThat(redacted.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(store.archive().snapshots(DOCUMENT)).isEmpty();
    assertNowhere();
    assertSound();
  }

  @Test
  void aRedactionWaitsForACompactionOfAnotherNode() throws Exception {
    typeSecret();
    commit(TEXT);
    Future<Integer> compacted = upToCommit("collab_chunk", compaction());

    assertThat(thenAtOnce(redaction())).isTrue();

    assertThat(compacted.get(30, TimeUnit.SECONDS)).isPositive();
    assertNowhere();
    assertSound();
  }

  @Test
  void aCompactionOrThinningOfAnotherNodePassesByARedaction() throws Exception {
    typeSecret();
    commit(TEXT);
    var begun = upToCommit("collab_diff", redaction());

    assertThat(threads.submit(compaction()).get(30, TimeUnit.SECONDS)).isZero();
    assertThat(keeping(other.archive()).thin(DOCUMENT, Instant.MAX)).isZero();

    gate.open.countDown();
    assertThat(begun.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(compaction().call()).isPositive();
    assertNowhere();
    assertThat(keeping(other.archive()).thin(DOCUMENT, Instant.MAX)).isPositive();
    assertSound();
  }

  @Test
  void aRedactionWaitsForAThinningOfAnotherNode() throws Exception {
    typeSecret();
    commit(TEXT);
    Future<Long> thinned =
        upToCommit(
            "collab_diff", () -> keeping(other.archive()).thin(DOCUMENT, written.get(90).time()));

    assertThat(thenAtOnce(redaction())).isTrue();

    assertThat(thinned.get(30, TimeUnit.SECONDS)).isPositive();
    for (LoggedOperation operation : log.operations(DOCUMENT, 0, 10_000)) {
      assertThat(operation.payload()).doesNotContain(SECRET);
    }
    assertSound();
  }

  @Test
  void aCompactionTakesInTheChunkThatADroppingLeaves() throws Exception {
    type(250);
    compact(DOCUMENT);
    assertThat(keeping.kept(DOCUMENT).orElseThrow().diffs()).isZero();
    Instant before = written.get(220).time();
    Future<Long> dropped =
        upToCommit("collab_chunk", () -> keeping(store.archive()).drop(DOCUMENT, before));
    type(DOCUMENT, 250, 40);

    assertThat(thenAtOnce(compaction())).isPositive();

    assertThat(dropped.get(30, TimeUnit.SECONDS)).isPositive();
    assertThat(keeping.kept(DOCUMENT).orElseThrow().first()).isEqualTo(221);
    assertSound();
  }

  @Test
  void editsDoNotWaitForALabel() throws Exception {
    type(50);
    Future<Label> label = upToCommit("collab_snapshot", () -> keeping.label(DOCUMENT, 50, "new"));

    type(DOCUMENT, 50, 1);

    assertThat(log.operations(DOCUMENT, 50, 60)).hasSize(1);
    assertThat(label.isDone()).isFalse();
    gate.open.countDown();
    assertThat(label.get(30, TimeUnit.SECONDS).version()).isEqualTo(50);
    assertSound();
  }

  private DataSource breaking(DataSource whole) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = invoke(whole, method, arguments);
          return result instanceof Connection connection ? breaking(connection) : result;
        });
  }

  private Connection breaking(Connection whole) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("commit")) {
            gate.commits();
            use(whole);
          } else if (method.getName().equals("prepareStatement")) {
            gate.prepared((String) arguments[0]);
          }
          Object result = invoke(whole, method, arguments);
          return result instanceof PreparedStatement statement
              ? breaking(statement, whole)
              : result;
        });
  }

  private PreparedStatement breaking(PreparedStatement whole, Connection connection) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            use(connection);
          }
          return invoke(whole, method, arguments);
        });
  }

  private void use(Connection connection) throws SQLException {
    if (left.get() != NEVER && left.decrementAndGet() <= 0) {
      connection.rollback();
      throw new SQLException("The connection is gone", "08006");
    }
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            JpaKeepingContract.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.of(method, arguments)));
  }

  private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
