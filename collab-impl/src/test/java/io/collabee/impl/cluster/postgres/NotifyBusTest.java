package io.collabee.impl.cluster.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.DocumentId;
import io.collabee.impl.cluster.BusMessage;
import io.collabee.impl.cluster.BusMessage.Head;
import io.collabee.impl.cluster.BusMessage.Operations;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Carrier.Trust;
import io.collabee.impl.cluster.Envelope;
import io.collabee.impl.cluster.NodeId;
import io.collabee.impl.cluster.SealedFrame;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.store.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bus on a real PostgreSQL. */
class NotifyBusTest {
  private static final byte[] SECRET = "a secret that nodes share".getBytes(UTF_8);
  private static final DocumentId DOCUMENT = DocumentId.of("c", "d");

  private final List<Member> members = new ArrayList<>();

  /** A node with the bus, ticking. */
  private final class Member implements Carrier.Home, AutoCloseable {
    final NodeId id = NodeId.random();
    final Queue<BusMessage> heard = new ConcurrentLinkedQueue<>();
    final Map<DocumentId, Long> heads = new ConcurrentHashMap<>();
    final Carrier bus;
    private final java.util.concurrent.ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor();

    Member(DataSource dataSource) {
      this(dataSource, Executors.defaultThreadFactory());
    }

    Member(DataSource dataSource, ThreadFactory threads) {
      bus = NotifyBus.on(dataSource, SECRET, threads).orElseThrow().open(this);
      var unused =
          ticks.scheduleAtFixedRate(bus::tick, 0, 100, java.util.concurrent.TimeUnit.MILLISECONDS);
      members.add(this);
    }

    @Override
    public NodeId node() {
      return id;
    }

    @Override
    public void checkAll(Runnable done) {
      done.run();
    }

    @Override
    public void changed() {}

    @Override
    public void accept(Envelope envelope) {
      heard.add(envelope.message());
      if (envelope.message() instanceof Head head) {
        heads.merge(head.document(), head.version(), Math::max);
      }
    }

    void says(BusMessage message) {
      bus.publish(new Envelope(id, message));
    }

    void awaitTrust() {
      await().atMost(Duration.ofSeconds(40)).until(() -> bus.trust() == Trust.TRUSTED);
    }

    @Override
    public void close() {
      ticks.shutdownNow();
      bus.close();
    }
  }

  @AfterEach
  void stop() {
    members.forEach(Member::close);
  }

  private static Operations operations(DocumentId document, long version) {
    return new Operations(
        document, List.of(new LoggedOperation(version, "s", 1, "ann", Instant.EPOCH, "secret")));
  }

  private static void awaitHead(Member member, DocumentId document, long version) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> member.heads.getOrDefault(document, -1L) == version);
  }

  @Test
  void eachCommitIsHeardOfOnOtherNodesAndNotOnTheOwn() {
    DataSource dataSource = TestDatabases.postgres();
    Member first = new Member(dataSource);
    Member second = new Member(dataSource);
    first.awaitTrust();
    second.awaitTrust();

    for (int version = 0; version < 10; version++) {
      first.says(operations(DOCUMENT, version));
      awaitHead(second, DOCUMENT, version + 1);
    }

    assertThat(first.heads).isEmpty();
  }

  @Test
  void manyCommitsAreFewTransactions() throws SQLException {
    DataSource dataSource = TestDatabases.postgres();
    Member first = new Member(dataSource);
    Member second = new Member(dataSource);
    first.awaitTrust();
    second.awaitTrust();
    long before = lastTransaction(dataSource);

    long start = System.nanoTime();
    for (int i = 0; i < 2_000; i++) {
      first.says(operations(DocumentId.of("c", "d" + i % 20), i / 20));
      long due = start + i * 1_000_000L;
      while (System.nanoTime() < due) {
        Thread.onSpinWait();
      }
    }
    for (int i = 0; i < 20; i++) {
      awaitHead(second, DocumentId.of("c", "d" + i), 100);
    }
    double seconds = (System.nanoTime() - start) / 1e9;

    long transactions = lastTransaction(dataSource) - before;
    System.out.printf("NOTIFY: 2000 commits, %d transactions in %.1f s%n", transactions, seconds);
    // The beats of both are among them.
    assertThat(transactions).isLessThan((long) (seconds * (50 + 2 * 10)) + 10);
  }

  @Test
  void aBurstOfDocumentsIsHeardInAFewTransactions() throws SQLException {
    DataSource dataSource = TestDatabases.postgres();
    Member first = new Member(dataSource);
    Member second = new Member(dataSource);
    first.awaitTrust();
    second.awaitTrust();
    long before = lastTransaction(dataSource);

    for (int i = 0; i < 4_000; i++) {
      first.says(operations(DocumentId.of("c", "document " + i), i));
    }
    long start = System.nanoTime();
    await().atMost(Duration.ofSeconds(40)).until(() -> second.heads.size() == 4_000);
    double seconds = (System.nanoTime() - start) / 1e9;

    assertThat(second.heads).containsEntry(DocumentId.of("c", "document 3999"), 4_000L);
    assertThat(lastTransaction(dataSource) - before).isLessThan((long) (seconds * 70) + 20);
    assertThat(second.bus.trust()).isEqualTo(Trust.TRUSTED);
  }

  /** Only transactions that write or notify have numbers. */
  private static long lastTransaction(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select pg_snapshot_xmax(pg_current_snapshot())::text")) {
      result.next();
      return Long.parseLong(result.getString(1));
    }
  }

  @Test
  void theLongestNamesAreHeard() {
    DataSource dataSource = TestDatabases.postgres();
    Member first = new Member(dataSource);
    Member second = new Member(dataSource);
    first.awaitTrust();
    second.awaitTrust();
    String name = "\u4e00".repeat(252);

    for (int i = 100; i < 150; i++) {
      first.says(new Head(new DocumentId(name, name, name + i), i));
    }

    for (int i = 100; i < 150; i++) {
      awaitHead(second, new DocumentId(name, name, name + i), i);
    }
    assertThat(first.bus.trust()).isEqualTo(Trust.TRUSTED);
  }

  @Test
  void aConnectionThatIsCutIsOpenedAgain() throws SQLException {
    DataSource dataSource = TestDatabases.postgres();
    Member first = new Member(dataSource);
    Member second = new Member(dataSource);
    first.awaitTrust();
    second.awaitTrust();

    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    long[] version = {1};
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              first.says(new Head(DOCUMENT, version[0]++));
              return second.heads.containsKey(DOCUMENT);
            });
    first.awaitTrust();
    second.awaitTrust();
  }

  @Test
  void aDatabaseThatIsRestartedCarriesMessagesAgain(@TempDir Path data) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    EmbeddedPostgres server = server(data, port);
    try {
      Member first = new Member(TestDatabases.pool(server, "postgres"));
      Member second = new Member(TestDatabases.pool(server, "postgres"));
      first.awaitTrust();
      second.awaitTrust();

      server.close();
      await().atMost(Duration.ofSeconds(40)).until(() -> first.bus.trust() == Trust.AWAY);
      server = server(data, port);

      first.awaitTrust();
      second.awaitTrust();
      first.says(new Head(DOCUMENT, 7));
      awaitHead(second, DOCUMENT, 7);
    } finally {
      members.forEach(Member::close);
      members.clear();
      server.close();
    }
  }

  private static EmbeddedPostgres server(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  @Test
  void nothingIsLeftAfterAClose() throws SQLException {
    DataSource dataSource = TestDatabases.postgres();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Member member =
        new Member(
            dataSource,
            task -> {
              Thread thread = new Thread(task);
              threads.add(thread);
              return thread;
            });
    member.awaitTrust();
    Member other = new Member(dataSource);
    other.awaitTrust();

    member.says(new BusMessage.Leaving());
    member.close();

    assertThat(threads).hasSize(1).noneMatch(Thread::isAlive);
    assertThat(((JdbcConnectionPool) dataSource).getActiveConnections()).isEqualTo(1);
    await().until(() -> other.heard.contains(new BusMessage.Leaving()));
    other.close();
    assertThat(((JdbcConnectionPool) dataSource).getActiveConnections()).isZero();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      ResultSet settings =
          statement.executeQuery(
              "select source from pg_settings where name = 'synchronous_commit'");
      settings.next();
      assertThat(settings.getString(1)).isNotEqualTo("session");
      assertThat(statement.executeQuery("select pg_listening_channels()").next()).isFalse();
    }
  }

  @Test
  void oneConnectionAndThreadOfItsOwnSendEverything() {
    Set<String> users = ConcurrentHashMap.newKeySet();
    DataSource dataSource =
        wrapped(TestDatabases.postgres(), () -> users.add(Thread.currentThread().getName()));
    Member first = new Member(dataSource);
    first.awaitTrust();
    users.clear();
    Member second = new Member(TestDatabases.postgres());

    for (int i = 0; i < 100; i++) {
      first.says(operations(DOCUMENT, i));
    }

    first.awaitTrust();
    assertThat(users).isEmpty();
    assertThat(second.heads).isEmpty();
  }

  @Test
  void aWrappedConnectionIsUnwrapped() {
    DataSource database = TestDatabases.postgres();
    Member first = new Member(wrapped(database, () -> {}));
    Member second = new Member(database);
    first.awaitTrust();
    second.awaitTrust();

    first.says(new Head(DOCUMENT, 3));

    awaitHead(second, DOCUMENT, 3);
  }

  /** Gives connections that are of no class of the driver, as servers' pools do. */
  private static DataSource wrapped(DataSource dataSource, Runnable opened) {
    return (DataSource)
        Proxy.newProxyInstance(
            NotifyBusTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              opened.run();
              Object result = invoke(dataSource, method, arguments);
              return result instanceof Connection connection ? wrapped(connection) : result;
            });
  }

  private static Connection wrapped(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            NotifyBusTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> invoke(connection, method, arguments));
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  @Test
  void thereIsNoSuchBusOnAnotherDatabase() {
    assertThat(NotifyBus.on(TestDatabases.h2(), SECRET, Executors.defaultThreadFactory()))
        .isEmpty();
  }

  @Test
  void thereIsNoSuchBusWhereTheDriverIsNotSeen() throws Exception {
    Class<?> bus = new WithoutDriver().loadClass(NotifyBus.class.getName());

    Object opener =
        bus.getMethod("on", DataSource.class, byte[].class, ThreadFactory.class)
            .invoke(null, TestDatabases.postgres(), SECRET, Executors.defaultThreadFactory());

    assertThat(bus).isNotEqualTo(NotifyBus.class);
    assertThat((Optional<?>) opener).isEmpty();
  }

  /** Sees everything but the driver. */
  private static final class WithoutDriver extends ClassLoader {
    WithoutDriver() {
      super(NotifyBusTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.postgresql.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(NotifyBus.class.getPackageName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void whatOthersSayOnTheChannelIsPassedOver() throws SQLException {
    DataSource dataSource = TestDatabases.postgres();
    Member member = new Member(dataSource);
    member.awaitTrust();
    String channel = "collab_" + new SealedFrame(SECRET).name();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("notify " + channel);
      statement.execute("notify " + channel + ", '%&'");
      statement.execute("notify " + channel + ", 'AAAA'");
    }

    Member other = new Member(dataSource);
    other.awaitTrust();
    other.says(new Head(DOCUMENT, 1));

    awaitHead(member, DOCUMENT, 1);
    assertThat(member.bus.trust()).isEqualTo(Trust.TRUSTED);
  }
}
