package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.config.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Brings the tables to the version that this release works with, by the scripts in {@code
 * schema/<database>}.
 *
 * <p>A script is named by its version and ends by writing that into {@code collab_schema_history},
 * so it does the same whether this class runs it or a DBA. Scripts may be run by several nodes at
 * once and again after half of them failed: their statements say {@code if not exists}, and the
 * history's primary key lets one node finish. The others, whose run fails, find the version there.
 */
final class Migrations {
  private static final System.Logger LOG = System.getLogger(Migrations.class.getName());

  /** In order of their versions, 1 and up; the same names for every database. */
  private static final List<String> SCRIPTS =
      List.of("V1__documents.sql", "V2__security.sql", "V3__chunks.sql", "V4__labels.sql");

  private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "42S02", "42S04");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DataSource dataSource;
  private final Database database;
  private final Failures failures;

  Migrations(DataSource dataSource, Database database, Failures failures) {
    this.dataSource = dataSource;
    this.database = database;
    this.failures = failures;
  }

  /**
   * Does what the mode says.
   *
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if the tables are not as this
   *     release needs them then
   */
  void run(Schema mode) {
    try {
      switch (mode) {
        case CREATE -> create();
        case VALIDATE -> validate();
        case NONE -> {}
      }
    } catch (SQLException e) {
      throw failures.unavailable("bring the schema up to date", e);
    }
  }

  private void create() throws SQLException {
    for (int version = version() + 1; version <= SCRIPTS.size(); version++) {
      String script = SCRIPTS.get(version - 1);
      try {
        execute(script);
        LOG.log(Level.INFO, "The schema is now at version {0} ({1})", version, script);
      } catch (SQLException e) {
        awaitOtherNode(version, script, e);
      }
    }
    validate();
  }

  private void validate() throws SQLException {
    int version = version();
    if (version < SCRIPTS.size()) {
      throw new CollabException(
          ErrorCode.ERR_STORE_UNAVAILABLE,
          "The schema is at version %d, this release needs %d: run the scripts from %s on (folder %s), or set collab.schema to create"
              .formatted(version, SCRIPTS.size(), SCRIPTS.get(version), database.folder()));
    }
    if (version > SCRIPTS.size()) {
      throw new CollabException(
          ErrorCode.ERR_STORE_UNAVAILABLE,
          "The schema is at version %d, this release knows %d at most: it is older than the one that wrote the schema"
              .formatted(version, SCRIPTS.size()));
    }
  }

  /** The newest version in the history, 0 if there is none. */
  private int version() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select max(version) from collab_schema_history")) {
      return result.next() ? result.getInt(1) : 0;
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.contains(e.getSQLState())) {
        return 0;
      }
      throw e;
    }
  }

  private void execute(String script) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements(read(script))) {
          statement.execute(sql);
        }
        connection.commit();
      } finally {
        // Where a script is one transaction, half of it is undone.
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  private void awaitOtherNode(int version, String script, SQLException failure)
      throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // Values are not secret here: a script has none.
    LOG.log(Level.INFO, "{0} failed; perhaps another node runs it", script);
    while (version() < version) {
      if (System.nanoTime() - deadline > 0 || !pause()) {
        LOG.log(Level.ERROR, script + " failed", failure);
        throw failure;
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(200);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String read(String script) {
    String name = "schema/" + database.folder() + "/" + script;
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A statement ends with a semicolon at the end of its line; comments have lines of their own. */
  static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : script.lines().toList()) {
      if (line.isBlank() || line.startsWith("--")) {
        continue;
      }
      if (line.endsWith(";")) {
        statements.add(statement.append(line, 0, line.length() - 1).toString());
        statement.setLength(0);
      } else {
        statement.append(line).append('\n');
      }
    }
    if (!statement.isEmpty()) {
      throw new IllegalArgumentException("The last statement does not end with a semicolon");
    }
    return statements;
  }
}
