package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.lang.System.Logger.Level;
import java.sql.SQLException;

/** Turns what the database and its driver throw into what callers expect. */
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

  /** The failure's root in one line: class, state, code and message of a database's failure. */
  static String describe(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof SQLException sql
        ? "%s (SQL state %s, code %d)"
            .formatted(sql.getMessage(), sql.getSQLState(), sql.getErrorCode())
        : root.getClass().getName();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof SQLException)) {
      root = root.getCause();
    }
    return root;
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
