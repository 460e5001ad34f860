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
        if (show(connection, setting).equals("off")) {
          LOG.log(
              System.Logger.Level.WARNING,
              "PostgreSQL has {0} = off: operations that were acknowledged may be lost when the"
                  + " database crashes.",
              setting);
        }
      }
    }
  };

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
                "The database is " + product + "; supported are H2 and PostgreSQL"));
  }

  /** Where its scripts are, beside {@link Migrations}. */
  String folder() {
    return folder;
  }

  /** Sees to it that a commit is durable; what cannot be had is logged. */
  abstract void prepare(Connection connection) throws SQLException;

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("show " + setting)) {
      return result.next() ? result.getString(1) : "";
    }
  }
}
