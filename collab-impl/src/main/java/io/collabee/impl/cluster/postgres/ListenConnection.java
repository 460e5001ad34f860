package io.collabee.impl.cluster.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A connection that listens on one channel and notifies it. For one thread. */
final class ListenConnection implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ListenConnection.class.getName());

  private final Connection connection;
  private final PGConnection driver;
  private final String channel;
  private final boolean autoCommit;
  private final int networkTimeout;

  /**
   * Opens a connection and listens. Each statement is a transaction of its own.
   *
   * @param channel letters, digits and underscores
   * @param patience how long an answer of the database may take
   * @throws SQLException also if the connection is no PostgreSQL's, as far as this class can see
   */
  ListenConnection(DataSource dataSource, String channel, Duration patience) throws SQLException {
    this.channel = channel;
    connection = dataSource.getConnection();
    try {
      driver = connection.unwrap(PGConnection.class);
      autoCommit = connection.getAutoCommit();
      networkTimeout = connection.getNetworkTimeout();
      connection.setAutoCommit(true);
      connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
      execute("listen " + channel);
    } catch (SQLException | RuntimeException | Error e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /**
   * Whether a connection is of PostgreSQL's own driver.
   *
   * @throws LinkageError if the driver cannot be seen from here
   */
  static boolean isPossible(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Waits until something comes or the time is over; gives what came. */
  List<String> receive(Duration patience) throws SQLException {
    PGNotification[] received = driver.getNotifications((int) patience.toMillis());
    List<String> payloads = new ArrayList<>();
    if (received != null) {
      for (PGNotification notification : received) {
        payloads.add(notification.getParameter());
      }
    }
    return payloads;
  }

  /**
   * Notifies all who listen on the channel, this one too, in one transaction. That one does not
   * wait for the disk: a hint need not survive a crash, and it has a lock of the whole database
   * until it is committed.
   */
  void send(List<String> payloads) throws SQLException {
    Array values = connection.createArrayOf("text", payloads.toArray());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select set_config('synchronous_commit', 'off', true), pg_notify(?, payload)"
                + " from unnest(?) payload")) {
      statement.setString(1, channel);
      statement.setArray(2, values);
      statement.execute();
    } finally {
      values.free();
    }
  }

  /** Gives the connection back as it was. */
  @Override
  public void close() {
    try {
      execute("unlisten " + channel);
      connection.setNetworkTimeout(Runnable::run, networkTimeout);
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "The connection is broken: {0}", e.getSQLState());
      abort();
    }
    closeQuietly(connection);
  }

  /** Nobody else must get a connection that still listens: what it hears would pile up. */
  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "The connection was not aborted: {0}", e.getSQLState());
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "The connection did not close: {0}", e.getSQLState());
    }
  }
}
