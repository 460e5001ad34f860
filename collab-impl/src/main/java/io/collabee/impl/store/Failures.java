package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns what the database and its driver throw into what callers expect, and tells operators: once
 * for each kind of failure when it begins, and once when the database works again. A database that
 * is down fails hundreds of times a second. Thread-safe.
 */
final class Failures {
  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  /** The kinds of failures that were told since the database last worked. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final AtomicLong count = new AtomicLong();

  /**
   * Logs a failure and gives what to throw for it.
   *
   * @param attempt what could not be done, as in "could not {@code read operations}"
   */
  CollabException unavailable(String attempt, Throwable failure) {
    if (failure instanceof CollabException known) {
      return known;
    }
    count.incrementAndGet();
    Level level = told.add(kind(failure)) ? Level.WARNING : Level.DEBUG;
    LOG.log(level, () -> "The database could not " + attempt + ": " + describe(failure));
    LOG.log(Level.DEBUG, () -> trace(failure));
    return new CollabException(
        ErrorCode.ERR_STORE_UNAVAILABLE, "The database could not " + attempt);
  }

  /**
   * How many failures there were. After each the database may be another, a standby perhaps that
   * lacks what was last committed.
   */
  long count() {
    return count.get();
  }

  /** A transaction was committed. */
  void succeeded() {
    if (!told.isEmpty()) {
      told.clear();
      LOG.log(Level.INFO, "The database works again");
    }
  }

  private static String kind(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof SQLException sql && sql.getSQLState() != null
        ? sql.getSQLState()
        : root.getClass().getName();
  }

  /** The failure's root in one line: class, state, code and message of a database's failure. */
  static String describe(Throwable failure) {
    Throwable root = root(failure);
    if (root instanceof UnreadableRow) {
      return String.valueOf(root.getMessage());
    }
    return root instanceof SQLException sql
        ? "%s (SQL state %s, code %d)"
            .formatted(sql.getMessage(), sql.getSQLState(), sql.getErrorCode())
        : root.getClass().getName();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null
        && !(root instanceof SQLException)
        && !(root instanceof UnreadableRow)) {
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
