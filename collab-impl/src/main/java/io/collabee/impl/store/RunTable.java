package io.collabee.impl.store;

import io.collabee.entity.ChunkEntity;
import io.collabee.entity.DiffEntity;
import io.collabee.impl.store.DiffFormat.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/**
 * A table whose rows are runs of operations.
 *
 * @param <R> a row
 */
final class RunTable<R> {
  /** As they were committed. */
  static final RunTable<DiffEntity> DIFFS =
      new RunTable<>(
          "Diff", DiffEntity.class, (diff, from, to) -> within(DiffFormat.decode(diff), from, to));

  /** Older ones, compressed. */
  static final RunTable<ChunkEntity> CHUNKS =
      new RunTable<>("Chunk", ChunkEntity.class, ChunkFormat::decode);

  private final String name;
  private final Class<R> rowType;
  private final Decoder<R> decoder;

  private RunTable(String name, Class<R> rowType, Decoder<R> decoder) {
    this.name = name;
    this.rowType = rowType;
    this.decoder = decoder;
  }

  /** A row without its payload. */
  record Span(long firstVersion, int operations, Instant committed) {
    /** The version after the last operation. */
    long end() {
      return firstVersion + operations;
    }
  }

  private interface Decoder<R> {
    List<Entry> decode(R row, long from, long to);
  }

  private static List<Entry> within(List<Entry> entries, long from, long to) {
    boolean isAll =
        entries.get(0).version() >= from && entries.get(entries.size() - 1).version() < to;
    return isAll
        ? entries
        : entries.stream()
            .filter(entry -> entry.version() >= from && entry.version() < to)
            .toList();
  }

  /** The operations of a row. */
  List<Entry> decode(R row) {
    return decode(row, 0, Long.MAX_VALUE);
  }

  /** Those of versions {@code from} (inclusive) to {@code to} (exclusive). */
  List<Entry> decode(R row, long from, long to) {
    return decoder.decode(row, from, to);
  }

  /**
   * The row that has a version, or the one before it, and those that start after it and before
   * another version, in order. One statement, so it sees one state of the table.
   */
  List<R> spanning(StatelessSession session, long key, long from, long to) {
    return session
        .createSelectionQuery(
            "from "
                + name
                + " r where documentKey = :key and firstVersion < :to and firstVersion >="
                + " (select coalesce(max(b.firstVersion), 0) from "
                + name
                + " b where b.documentKey = :key and b.firstVersion <= :from)"
                + " order by firstVersion",
            rowType)
        .setParameter("key", key)
        .setParameter("from", from)
        .setParameter("to", to)
        .getResultList();
  }

  /** The last row that starts at a version or before. */
  Optional<R> startingAtOrBefore(StatelessSession session, long key, long version) {
    return session
        .createSelectionQuery(
            "from "
                + name
                + " where documentKey = :key and firstVersion <= :version"
                + " order by firstVersion desc",
            rowType)
        .setParameter("key", key)
        .setParameter("version", version)
        .setMaxResults(1)
        .uniqueResultOptional();
  }

  /** The same without its payload. */
  Optional<Span> spanStartingAtOrBefore(StatelessSession session, long key, long version) {
    return session
        .createSelectionQuery(
            "select firstVersion, operations, committed from "
                + name
                + " where documentKey = :key and firstVersion <= :version"
                + " order by firstVersion desc",
            Object[].class)
        .setParameter("key", key)
        .setParameter("version", version)
        .setMaxResults(1)
        .uniqueResultOptional()
        .map(row -> new Span((Long) row[0], (Integer) row[1], (Instant) row[2]));
  }
}
