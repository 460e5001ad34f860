package io.collabee.impl.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases for tests. PostgreSQL and MariaDB are started once for all tests of this JVM. */
public final class TestDatabases {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabases() {}

  /** A new, empty H2 database in memory, with a pool. */
  public static DataSource h2() {
    return h2("mem:store-" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
  }

  /** An H2 database, with a pool. */
  public static DataSource h2(String url) {
    JdbcDataSource source = new JdbcDataSource();
    source.setUrl("jdbc:h2:" + url);
    source.setUser("sa");
    source.setPassword("");
    return pool(JdbcConnectionPool.create(source));
  }

  /** A new, empty PostgreSQL database, with a pool. */
  public static DataSource postgres() {
    String name = "store" + NUMBER.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return pool(Server.RUNNING, name);
  }

  /** A database of a server, with a pool. */
  public static DataSource pool(EmbeddedPostgres server, String database) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName(database);
    source.setUser("postgres");
    source.setPassword("postgres");
    return pool(JdbcConnectionPool.create(source));
  }

  /** A new, empty MariaDB database, with a pool. */
  public static DataSource mariaDb() {
    String name = "store" + NUMBER.incrementAndGet();
    MariaDb.RUNNING.create(name);
    try {
      return new MariaDbPoolDataSource(
          MariaDb.RUNNING.url(name) + "?user=root&maxPoolSize=40&minPoolSize=1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same PostgreSQL database without the pool, which keeps connections that are broken. */
  public static DataSource withoutPool(DataSource postgres) {
    try (Connection connection = postgres.getConnection()) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(connection.getMetaData().getURL());
      source.setUser("postgres");
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JdbcConnectionPool pool(JdbcConnectionPool pool) {
    pool.setMaxConnections(40);
    return pool;
  }

  private static final class MariaDb {
    // Sessions' time is not UTC, and no commit waits for the disk.
    static final MariaDbServer RUNNING =
        new MariaDbServer("--default-time-zone=+05:00", "--innodb-flush-log-at-trx-commit=0");
  }

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres started = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(started)));
        return started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void close(EmbeddedPostgres started) {
      try {
        started.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
