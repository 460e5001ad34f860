package io.collabee.impl.document;

import java.util.List;

/** What every store asks of the operations it is given. */
public final class Runs {
  private Runs() {}

  /**
   * Checks that operations continue a document.
   *
   * @param head the version of the first
   * @throws IllegalArgumentException if there are none, or one is not of the version after the one
   *     before
   */
  public static void requireToFollow(List<LoggedOperation> run, long head) {
    if (run.isEmpty()) {
      throw new IllegalArgumentException("A run without operations");
    }
    long expected = head;
    for (LoggedOperation operation : run) {
      if (operation.version() != expected) {
        throw new IllegalArgumentException(
            "An operation of version " + operation.version() + " where " + expected + " is next");
      }
      expected++;
    }
  }
}
