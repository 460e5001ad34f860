package io.collabee.impl.store;

import io.collabee.entity.ChunkEntity;
import io.collabee.entity.DiffEntity;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.store.DiffFormat.Entry;
import io.collabee.impl.store.RunTable.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.StatelessSession;

/**
 * Reads the operations of one document. The older ones are in its chunks, the others in its diffs.
 *
 * <p>Operations move from diffs to chunks while they are read, in transactions of {@link
 * Compaction}, and never back. So whoever looks at the diffs first and at the chunks then finds
 * each of them: perhaps in both, and never in neither. In the other order it could be missed. Small
 * chunks become larger ones, so chunks are read by one statement. So are diffs, but to save a round
 * trip: a node that catches up holds the document's row meanwhile.
 */
final class StoredOperations {
  private final SourceKeys sources;

  StoredOperations(SourceKeys sources) {
    this.sources = sources;
  }

  /** The operations of versions {@code from} (inclusive) to {@code to} (exclusive). */
  List<LoggedOperation> operations(StatelessSession session, long key, long from, long to) {
    return from >= to ? List.of() : named(session, entries(session, key, from, to));
  }

  private static List<Entry> entries(StatelessSession session, long key, long from, long to) {
    List<DiffEntity> diffs = RunTable.DIFFS.spanning(session, key, from, to);
    long end = diffs.isEmpty() ? to : diffs.get(0).firstVersion();
    List<Entry> entries = new ArrayList<>();
    if (end > from) {
      List<ChunkEntity> chunks = RunTable.CHUNKS.spanning(session, key, from, end);
      entries.addAll(decoded(RunTable.CHUNKS, chunks, from, end));
    }
    entries.addAll(decoded(RunTable.DIFFS, diffs, from, to));
    return entries;
  }

  private static <R> List<Entry> decoded(RunTable<R> table, List<R> rows, long from, long to) {
    List<Entry> entries = new ArrayList<>();
    for (R row : rows) {
      entries.addAll(table.decode(row, from, to));
    }
    return entries;
  }

  private List<LoggedOperation> named(StatelessSession session, List<Entry> entries) {
    Set<Long> keys = new HashSet<>();
    entries.forEach(entry -> keys.add(entry.sourceKey()));
    Map<Long, SourceKeys.Source> names = sources.sources(session, keys);
    List<LoggedOperation> operations = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      // What a document says can be read even if it is lost who said it.
      SourceKeys.Source name =
          names.getOrDefault(
              entry.sourceKey(), new SourceKeys.Source("lost-" + entry.sourceKey(), ""));
      operations.add(
          new LoggedOperation(
              entry.version(),
              name.source(),
              entry.seq(),
              name.author(),
              entry.time(),
              entry.payload()));
    }
    return List.copyOf(operations);
  }

  /** The oldest version whose operation is kept; empty if none is. */
  Optional<Long> first(StatelessSession session, long key) {
    // Operations move from diffs to chunks, so that whoever looks at diffs first misses none.
    Optional<Long> diff = first(session, "Diff", key);
    return first(session, "Chunk", key).or(() -> diff);
  }

  /**
   * Whether a version is not what it was when somebody read it: it is not kept any more, or the
   * operations before it were rewritten since it was the newest.
   */
  boolean isRewritten(StatelessSession session, long key, long version) {
    if (first(session, key).filter(first -> first > version).isPresent()) {
      return true;
    }
    List<String> since =
        entries(session, key, version, Long.MAX_VALUE).stream().map(Entry::payload).toList();
    return since.stream().anyMatch(payload -> payload.endsWith(LoggedOperation.REWRITTEN))
        || (!since.isEmpty() && since.get(0).equals(LoggedOperation.MERGED));
  }

  /** The same of one table. */
  static Optional<Long> first(StatelessSession session, String rows, long key) {
    return Optional.ofNullable(
        session
            .createSelectionQuery(
                "select min(firstVersion) from " + rows + " where documentKey = :key", Long.class)
            .setParameter("key", key)
            .getSingleResult());
  }

  /**
   * How many operations were committed at or before a time: a search by halves, since times never
   * decrease and the versions have an index.
   */
  long versionAt(StatelessSession session, long key, long head, Instant time) {
    long low = first(session, key).orElse(head);
    long high = head;
    // All before low is at or before the time; the run that starts at high ends after it.
    while (low < high) {
      Span span = containing(session, key, (low + high) >>> 1);
      if (span.committed().isAfter(time)) {
        high = span.firstVersion();
      } else {
        low = span.end();
      }
    }
    return low == head ? head : low + followedBy(session, key, low, time);
  }

  private static Span containing(StatelessSession session, long key, long version) {
    return RunTable.DIFFS
        .spanStartingAtOrBefore(session, key, version)
        .or(() -> RunTable.CHUNKS.spanStartingAtOrBefore(session, key, version))
        .orElseThrow(
            () ->
                new UnreadableRow(
                    "The operation of document key %d at version %d is missing"
                        .formatted(key, version)));
  }

  /** How many operations of the run that has a version were committed by a time, from it on. */
  private static long followedBy(StatelessSession session, long key, long version, Instant time) {
    return RunTable.DIFFS
        .startingAtOrBefore(session, key, version)
        .map(RunTable.DIFFS::decode)
        .or(
            () ->
                RunTable.CHUNKS
                    .startingAtOrBefore(session, key, version)
                    .map(RunTable.CHUNKS::decode))
        .orElse(List.of())
        .stream()
        .dropWhile(entry -> entry.version() < version)
        .takeWhile(entry -> !entry.time().isAfter(time))
        .count();
  }
}
