package io.collabee.sample;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * A PostgreSQL of its own that writes through to the disk, as it would in production, on a free
 * port. Started again, it has the same port and data.
 */
final class Postgres implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;

  /** Starts it, with an empty database. */
  Postgres() {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
      directory = Files.createTempDirectory("collabee-postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = start();
  }

  private EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(directory.resolve("data"))
          .setCleanDataDirectory(false)
          .setPort(port)
          .setPGStartupWait(START_LIMIT)
          // Left to itself the embedded server loses what it committed when the machine stops.
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it, which breaks all connections, and starts it again. */
  void restart() {
    stop();
    startAgain();
  }

  /** Stops it, which breaks all connections. */
  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it after {@link #stop}, with all that was there. */
  void startAgain() {
    server = start();
  }

  /** Breaks all connections of others, in the midst of whatever they do. */
  void cutConnections() {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }

  /** Runs a statement as the administrator. */
  void execute(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many connections others have. */
  int connections() {
    return (int)
        number(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }

  /** What a query that has one number for its answer says. */
  long number(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The system properties that make the sample application keep everything here. */
  Map<String, String> properties() {
    return Map.of(
        "minutes.db.url",
        "jdbc:postgresql://localhost:" + port + "/postgres",
        "minutes.db.user",
        "postgres");
  }

  /** The address as PostgreSQL's own clients take it. */
  String url() {
    return "postgres://postgres@localhost:" + port + "/postgres";
  }

  /** The process all others of the database descend from. */
  long processId() {
    try {
      return Long.parseLong(
          Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      FileUtils.deleteDirectory(directory.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
