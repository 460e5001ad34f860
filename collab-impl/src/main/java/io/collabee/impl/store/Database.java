package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;

/** The databases there are scripts for, and what each needs so that a commit is durable. */
enum Database {
  H2("H2", "h2") {
    @Override
    void prepare(Connection connection) {
      try (Statement statement = connection.createStatement()) {
        // Else a commit is in the file only half a second later, and lost if the process is killed.
        statement.execute("SET WRITE_DELAY 0");
      } catch (SQLException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "H2 refused SET WRITE_DELAY 0: operations of the last half second may be lost when the"
                + " process is killed. Give the data source's user admin rights, or add"
                + " ;WRITE_DELAY=0 to its URL. "
                + Failures.describe(e));
      }
    }
  },

  POSTGRESQL("PostgreSQL", "postgresql") {
    @Override
    void prepare(Connection connection) throws SQLException {
      for (String setting : new String[] {"fsync", "synchronous_commit"}) {
        if (show(connection, "show " + setting).equals("off")) {
          LOG.log(
              System.Logger.Level.WARNING,
              "PostgreSQL has {0} = off: operations that were acknowledged may be lost when the"
                  + " database crashes.",
              setting);
        }
      }
    }
  },

  MARIADB("MariaDB", "mariadb") {
    @Override
    Connection ready(Connection connection) throws SQLException {
      return ReadCommitted.connection(connection);
    }

    @Override
    Optional<String> dialect() {
      return Optional.of(MariaDbUtcDialect.class.getName());
    }

    @Override
    void prepare(Connection connection) throws SQLException {
      if (!show(connection, "select @@innodb_flush_log_at_trx_commit").equals("1")) {
        LOG.log(
            System.Logger.Level.WARNING,
            "MariaDB has innodb_flush_log_at_trx_commit other than 1: operations that were"
                + " acknowledged may be lost when the database crashes.");
      }
      long packet = Long.parseLong(show(connection, "select @@max_allowed_packet"));
      if (packet < PACKET) {
        LOG.log(
            System.Logger.Level.WARNING,
            "MariaDB has max_allowed_packet = {0}: what is larger is refused. {1} is enough for all"
                + " that collab.document.size lets in by default.",
            Long.toString(packet),
            Long.toString(PACKET));
      }
    }
  };

  /** Three bytes a character at most, and some. */
  private static final long PACKET = 64 << 20;

  private static final System.Logger LOG = System.getLogger(Database.class.getName());

  private final String product;
  private final String folder;

  Database(String product, String folder) {
    this.product = product;
    this.folder = folder;
  }

  /**
   * The database at the other end of a connection.
   *
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if there are no scripts for it
   */
  static Database of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    Optional<Database> known =
        Arrays.stream(values()).filter(each -> each.product.equals(product)).findAny();
    return known.orElseThrow(
        () ->
            new CollabException(
                ErrorCode.ERR_STORE_UNAVAILABLE,
                "The database is " + product + "; supported are H2, PostgreSQL and MariaDB"));
  }

  /** Where its scripts are, beside {@link Migrations}. */
  String folder() {
    return folder;
  }

  /** Sees to it that a commit is durable; what cannot be had is logged. */
  abstract void prepare(Connection connection) throws SQLException;

  /** A connection of it, as transactions need it. */
  Connection ready(Connection connection) throws SQLException {
    return connection;
  }

  /** The class of Hibernate's dialect, where its own choice would not do. */
  Optional<String> dialect() {
    return Optional.empty();
  }

  private static String show(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getString(1) : "";
    }
  }
}
