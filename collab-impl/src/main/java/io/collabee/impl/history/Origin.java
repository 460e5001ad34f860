package io.collabee.impl.history;

import io.collabee.history.Contribution;
import io.collabee.impl.document.LoggedOperation;
import java.time.Duration;
import java.time.Instant;

/**
 * Where a stretch of content comes from.
 *
 * @param version of the operation, as the log has it
 */
record Origin(long version, String author, Instant time) {

  static Origin of(LoggedOperation operation) {
    return new Origin(operation.version(), operation.author(), operation.time());
  }

  Contribution contribution() {
    return new Contribution(author, version, version + 1, time, time);
  }

  /** Whether neighbours are shown as one: the same author's, with no long pause between them. */
  static boolean isOneWork(Contribution left, Contribution right, Duration gap) {
    return left.author().equals(right.author())
        && !left.ended().plus(gap).isBefore(right.began())
        && !right.ended().plus(gap).isBefore(left.began());
  }
}
