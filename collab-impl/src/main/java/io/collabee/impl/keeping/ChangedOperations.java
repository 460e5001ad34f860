package io.collabee.impl.keeping;

import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.document.LoggedOperation;
import java.util.HashMap;
import java.util.Map;

/** Puts changed operations in the place of others, some at a time. */
final class ChangedOperations {
  private static final int BATCH = 5_000;

  private final Rewrite rewrite;
  private final Map<Long, LoggedOperation> changed = new HashMap<>();
  private long count;

  ChangedOperations(Rewrite rewrite) {
    this.rewrite = rewrite;
  }

  /** Notes what an operation has become; nothing if it says what it said. */
  void put(LoggedOperation before, LoggedOperation after) {
    if (!before.payload().equals(after.payload())) {
      changed.put(after.version(), after);
      count++;
      if (changed.size() >= BATCH) {
        flush();
      }
    }
  }

  void flush() {
    rewrite.replace(changed);
    changed.clear();
  }

  /** How many were changed. */
  long count() {
    return count;
  }
}
