package io.collabee.impl.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest operations of a document, kept to transform over and to send to those who missed them.
 * Consecutive versions from {@link #start()} to the head.
 */
final class Tail {
  private static final long WEIGHT_LIMIT = 4 * 1024 * 1024;
  private static final long LIGHT = 64 * 1024;
  private static final long ENTRY_WEIGHT = 32;

  private final List<Entry> entries = new ArrayList<>();
  private final int limit;
  private long start;
  private long weight;

  /**
   * @param start the version of the first entry to come
   * @param limit how many entries are kept at least, when there are more and they weigh less than 4
   *     M characters
   */
  Tail(long start, int limit) {
    this.start = start;
    this.limit = limit;
  }

  /** The oldest version held; the head if nothing is held. */
  long start() {
    return start;
  }

  /** The version after the newest held. */
  long end() {
    return start + entries.size();
  }

  void add(Entry entry) {
    if (entry.version() != end()) {
      throw new IllegalStateException(
          "Version " + entry.version() + " cannot follow " + end() + " in the tail");
    }
    entries.add(entry);
    weight += weight(entry);
  }

  /** Lets go of the oldest entries if there are too many. */
  void trim() {
    // Not before twice the limit is reached, so that the cost spreads over many additions.
    if (entries.size() <= 2 * limit && weight <= 2 * WEIGHT_LIMIT) {
      return;
    }
    int surplus = 0;
    while (entries.size() - surplus > limit || weight > WEIGHT_LIMIT) {
      weight -= weight(entries.get(surplus++));
    }
    entries.subList(0, surplus).clear();
    start += surplus;
  }

  private static int weight(Entry entry) {
    return entry.committed().operation().payload().length();
  }

  /**
   * Whether an operation that was made against a version from {@link #start()} on can be brought to
   * the head: not if history was thinned out around that version.
   */
  boolean canBuildOn(long version) {
    return version >= end() || !get(version).operation().isMerged();
  }

  /** Lets go of all entries. */
  void clear() {
    start = end();
    entries.clear();
    weight = 0;
  }

  /**
   * Puts older operations in front: consecutive versions up to {@link #start()}, later ones are
   * passed over.
   */
  void prepend(List<Entry> older) {
    ArrayDeque<Entry> missing = new ArrayDeque<>();
    for (int i = older.size() - 1; i >= 0; i--) {
      if (older.get(i).version() == start - 1 - missing.size()) {
        missing.addFirst(older.get(i));
        weight += weight(older.get(i));
      }
    }
    entries.addAll(0, missing);
    start -= missing.size();
  }

  /**
   * The entries from a version on, in order; a view that the next change makes invalid.
   *
   * @param version from {@link #start()} to {@link #end()}
   */
  List<Entry> from(long version) {
    return entries.subList(Math.toIntExact(version - start), entries.size());
  }

  /**
   * Whether walking over the entries from a version on costs little.
   *
   * @param version from {@link #start()} to {@link #end()}
   */
  boolean isLightFrom(long version) {
    long passed = 0;
    for (Entry entry : from(version)) {
      passed += ENTRY_WEIGHT + weight(entry);
      if (passed > LIGHT) {
        return false;
      }
    }
    return true;
  }

  /** The operation of a version from {@link #start()} to before {@link #end()}. */
  Committed get(long version) {
    return entries.get(Math.toIntExact(version - start)).committed();
  }

  /** The entries from one version to before another, copied. */
  List<Committed> committed(long from, long to) {
    List<Committed> committed = new ArrayList<>();
    for (Entry entry : from(from).subList(0, Math.toIntExact(to - from))) {
      committed.add(entry.committed());
    }
    return committed;
  }
}
