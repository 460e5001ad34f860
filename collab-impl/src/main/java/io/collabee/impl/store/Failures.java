package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.lang.System.Logger.Level;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the database and its driver throw into what callers expect.
 *
 * <p>A driver's message may quote a statement with its values, so it goes neither into ours nor
 * into the log, unless it is about the connection.
 */
final class Failures {
  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  private Failures() {}

  /**
   * Logs a failure and gives what to throw for it.
   *
   * @param attempt what could not be done, as in "could not {@code read operations}"
   */
  static CollabException unavailable(String attempt, Throwable failure) {
    if (failure instanceof CollabException told) {
      return told;
    }
    LOG.log(Level.WARNING, "The database could not " + attempt + ": " + describe(failure));
    LOG.log(Level.DEBUG, () -> trace(failure));
    return new CollabException(
        ErrorCode.ERR_STORE_UNAVAILABLE, "The database could not " + attempt);
  }

  /** Class, state and code of the failure's root, with its message only if that is harmless. */
  static String describe(Throwable failure) {
    @Nullable SQLException sql = rootSql(failure);
    if (sql == null) {
      return root(failure).getClass().getName();
    }
    String facts =
        sql.getClass().getName()
            + ", SQL state "
            + sql.getSQLState()
            + ", code "
            + sql.getErrorCode();
    return isAboutTheConnection(sql) ? facts + ": " + sql.getMessage() : facts;
  }

  /** Connection failures, wrong logins, and the server's own trouble carry no values. */
  private static boolean isAboutTheConnection(SQLException sql) {
    String state = sql.getSQLState();
    return !(sql instanceof BatchUpdateException)
        && (state == null || state.matches("(08|28|3D|53|57|58).*"));
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static @Nullable SQLException rootSql(Throwable failure) {
    @Nullable SQLException found = null;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql) {
        // The driver hangs the statement's own failure behind the batch's.
        found =
            sql instanceof BatchUpdateException && sql.getNextException() != null
                ? sql.getNextException()
                : sql;
      }
    }
    return found;
  }

  private static String trace(Throwable failure) {
    StringBuilder trace = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      trace.append(each.getClass().getName()).append('\n');
      for (StackTraceElement frame : each.getStackTrace()) {
        trace.append("\tat ").append(frame).append('\n');
      }
    }
    return trace.toString();
  }
}
