package io.collabee.impl.store;

import io.collabee.entity.DiffEntity;
import io.collabee.impl.document.LoggedOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.StatelessSession;

/** Reads the diffs of one document. */
final class Diffs {
  private final SourceKeys sources;

  Diffs(SourceKeys sources) {
    this.sources = sources;
  }

  /** A diff without its payload. */
  record Span(long firstVersion, int operations, Instant committed) {
    long end() {
      return firstVersion + operations;
    }
  }

  /** The operations of versions {@code from} (inclusive) to {@code to} (exclusive). */
  List<LoggedOperation> operations(StatelessSession session, long key, long from, long to) {
    List<DiffFormat.Entry> entries = new ArrayList<>();
    for (DiffEntity diff : diffs(session, key, from, to)) {
      for (DiffFormat.Entry entry : DiffFormat.decode(diff)) {
        if (entry.version() >= from && entry.version() < to) {
          entries.add(entry);
        }
      }
    }
    return named(session, entries);
  }

  private static List<DiffEntity> diffs(StatelessSession session, long key, long from, long to) {
    if (from >= to) {
      return List.of();
    }
    List<DiffEntity> starting =
        session
            .createSelectionQuery(
                "from Diff where documentKey = :key and firstVersion >= :from and firstVersion < :to"
                    + " order by firstVersion",
                DiffEntity.class)
            .setParameter("key", key)
            .setParameter("from", from)
            .setParameter("to", to)
            .getResultList();
    // Whoever asks from a head it has seen asks from where a diff starts.
    if (from == 0 || (!starting.isEmpty() && starting.get(0).firstVersion() == from)) {
      return starting;
    }
    List<DiffEntity> all = new ArrayList<>();
    startingBefore(session, key, from).ifPresent(all::add);
    all.addAll(starting);
    return all;
  }

  private static Optional<DiffEntity> startingBefore(
      StatelessSession session, long key, long version) {
    return session
        .createSelectionQuery(
            "from Diff where documentKey = :key and firstVersion < :version"
                + " order by firstVersion desc",
            DiffEntity.class)
        .setParameter("key", key)
        .setParameter("version", version)
        .setMaxResults(1)
        .uniqueResultOptional();
  }

  private List<LoggedOperation> named(StatelessSession session, List<DiffFormat.Entry> entries) {
    Set<Long> keys = new HashSet<>();
    entries.forEach(entry -> keys.add(entry.sourceKey()));
    Map<Long, SourceKeys.Source> names = sources.sources(session, keys);
    List<LoggedOperation> operations = new ArrayList<>(entries.size());
    for (DiffFormat.Entry entry : entries) {
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

  /**
   * How many operations were committed at or before a time: a search by halves, since times never
   * decrease and the versions have an index.
   */
  long versionAt(StatelessSession session, long key, long head, Instant time) {
    long low = 0;
    long high = head;
    // All before low is at or before the time; the diff that starts at high ends after it.
    while (low < high) {
      Span span = containing(session, key, (low + high) >>> 1);
      if (span.committed().isAfter(time)) {
        high = span.firstVersion();
      } else {
        low = span.end();
      }
    }
    return low == head ? head : low + startedBy(session, key, low, time);
  }

  private static Span containing(StatelessSession session, long key, long version) {
    Object[] row =
        session
            .createSelectionQuery(
                "select firstVersion, operations, committed from Diff"
                    + " where documentKey = :key and firstVersion <= :version"
                    + " order by firstVersion desc",
                Object[].class)
            .setParameter("key", key)
            .setParameter("version", version)
            .setMaxResults(1)
            .getSingleResult();
    return new Span((Long) row[0], (Integer) row[1], (Instant) row[2]);
  }

  /** How many operations of the diff that starts at a version were committed by a time. */
  private static long startedBy(StatelessSession session, long key, long version, Instant time) {
    return diffs(session, key, version, version + 1).stream()
        .flatMap(diff -> DiffFormat.decode(diff).stream())
        .takeWhile(entry -> !entry.time().isAfter(time))
        .count();
  }
}
