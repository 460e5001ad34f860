package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Keeping;
import io.collabee.history.Verification.Kind;
import io.collabee.history.Verification.Problem;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
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
      new CompactionSettings(0, Duration.ofMillis(1), 200, Duration.ofDays(1));

  /** After how many uses the connection breaks. */
  private final AtomicInteger left = new AtomicInteger(NEVER);

  private DataSource dataSource;
  private JpaStore store;
  private OperationLog log;

  abstract DataSource newDatabase();

  @Override
  OperationLog openLog(Clock clock) {
    dataSource = newDatabase();
    store = JpaStore.open(breaking(dataSource), Schema.CREATE, clock);
    log = store.operationLog();
    return log;
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
    store.close();
  }

  @Test
  void whatIsDamagedIsFound() throws SQLException {
    type(900);
    compact(DOCUMENT);
    type(DocumentId.of("keeping", "other"), 10);
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

  private void type(DocumentId document, int operations) {
    try (OperationLog.Append append = log.append(new TreeSet<>(List.of(document)))) {
      append.write(
          document,
          LongStream.range(0, operations)
              .mapToObj(v -> new LoggedOperation(v, "s", v + 1, "ann", Instant.EPOCH, ""))
              .toList(),
          Optional.empty());
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
            use(whole);
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
