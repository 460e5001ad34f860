package io.collabee.impl.document;

import io.collabee.CollabException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is known to be committed to a document and is not in its memory yet, and who waits for it.
 * Touched by the document's lane only.
 */
final class Ahead {
  private static final int KEPT = 1_000;

  private final NavigableMap<Long, LoggedOperation> operations = new TreeMap<>();
  private final List<Awaited> awaited = new ArrayList<>();
  private long head;
  private boolean reading;
  private boolean inDoubt;

  private record Awaited(long version, Lane.Waiting waiting) {}

  /** The highest version heard of. */
  long head() {
    return head;
  }

  /** The document is at this version or past it. */
  void hear(long version) {
    head = Math.max(head, version);
  }

  /** Keeps operations; not those furthest ahead, if they are many. */
  void keep(List<LoggedOperation> committed) {
    for (LoggedOperation operation : committed) {
      operations.put(operation.version(), operation);
      hear(operation.version() + 1);
    }
    while (operations.size() > KEPT) {
      operations.pollLastEntry();
    }
  }

  /** Takes out those kept operations that are older than a version. */
  List<LoggedOperation> takeOlder(long version) {
    if (operations.isEmpty()) {
      return List.of();
    }
    Map<Long, LoggedOperation> older = operations.headMap(version);
    List<LoggedOperation> taken = List.copyOf(older.values());
    older.clear();
    return taken;
  }

  /**
   * Takes out those kept operations that follow a version without a gap, in order.
   *
   * @param version with none older kept
   */
  List<LoggedOperation> takeNext(long version) {
    List<LoggedOperation> next = new ArrayList<>();
    while (!operations.isEmpty() && operations.firstKey() == version + next.size()) {
      next.add(operations.pollFirstEntry().getValue());
    }
    return next;
  }

  /** Forgets what was heard: the log does not have it. */
  void disbelieve() {
    head = 0;
    operations.clear();
  }

  boolean isReading() {
    return reading;
  }

  void reading(boolean now) {
    reading = now;
  }

  /** What was heard contradicts what was seen; the log is to tell. */
  void doubt() {
    inDoubt = true;
  }

  /** Whether there is a doubt, which is thereby taken care of. */
  boolean takeDoubt() {
    boolean was = inDoubt;
    inDoubt = false;
    return was;
  }

  void await(long version, Lane.Waiting waiting) {
    awaited.add(new Awaited(version, waiting));
  }

  /** Whether anybody waits, or the log is being read. */
  boolean isInUse() {
    return reading || !awaited.isEmpty();
  }

  /** Takes out those who wait for this version or one before it. */
  List<Lane.Waiting> takeReached(long version) {
    if (awaited.isEmpty()) {
      return List.of();
    }
    List<Lane.Waiting> reached = new ArrayList<>();
    awaited.removeIf(each -> each.version() <= version && reached.add(each.waiting()));
    return reached;
  }

  void failAll(CollabException reason) {
    takeReached(Long.MAX_VALUE).forEach(waiting -> waiting.fail(reason));
  }
}
