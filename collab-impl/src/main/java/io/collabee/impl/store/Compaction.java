package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.entity.ChunkEntity;
import io.collabee.entity.DiffEntity;
import io.collabee.entity.DocumentEntity;
import io.collabee.impl.store.DiffFormat.Entry;
import io.collabee.impl.store.RunTable.Span;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;

/**
 * Makes a document's oldest diffs a chunk, in one transaction: insert the chunk, delete the diffs.
 * Whenever a process or a connection dies, there is the one or the others.
 *
 * <p>One compacts a document at a time, on whichever node: it holds the row of the document's first
 * diff, the one that every compaction takes away. Nobody else writes that row, and the document's
 * own row is not touched, so that no edit waits. Whoever comes meanwhile passes over the held row
 * and leaves ({@link HeldHistory}). What is held is free when its transaction has ended, in
 * whatever way.
 *
 * <p>A chunk that is not full is taken in by the next one if it is at most four times as large as
 * what is added. So a document that is edited now and then has few chunks, and what it has is
 * written again a few times only.
 */
final class Compaction {
  private static final int LEAST = 16;
  private static final int GROWTH = 4;
  private static final int FETCHED = 32;

  /** Bytes of diffs, and characters of payloads, that are in memory at a time, about. */
  private static final long WEIGHT_LIMIT = 8 * 1024 * 1024;

  /** In SQL, since Hibernate leaves the last two words out on H2, where they are needed too. */
  private static final String HOLD_FIRST =
      "select first_version from collab_diff where document_key = :key and first_version ="
          + " (select min(f.first_version) from collab_diff f where f.document_key = :key)"
          + " for update skip locked";

  private final Sessions sessions;
  private final DocumentKeys keys;
  private final CompactionSettings settings;
  private final Clock clock;

  Compaction(Sessions sessions, DocumentKeys keys, CompactionSettings settings, Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** Some of a document's oldest operations, from how many diffs, and up to which version. */
  private record Run(List<Entry> entries, int diffs, long end, boolean isFull) {}

  /**
   * Compacts all of a document that is cold.
   *
   * @return how many chunks were written
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if the store cannot be reached
   *     or the history cannot be read
   */
  int compact(DocumentId document) {
    Optional<Long> key =
        sessions.inTransaction("find a document", session -> keys.find(session, document));
    int chunks = 0;
    while (key.isPresent() && compact(key.get())) {
      chunks++;
    }
    return chunks;
  }

  /**
   * Makes one chunk of a document's oldest diffs, if enough of them are cold and nobody else does
   * so now.
   *
   * @return whether there is one more chunk
   * @throws CollabException as {@link #compact(DocumentId)} does
   */
  boolean compact(long key) {
    return sessions.inTransaction("compact history", session -> compact(session, key));
  }

  private boolean compact(StatelessSession session, long key) {
    Optional<DocumentEntity> document = Optional.ofNullable(session.get(DocumentEntity.class, key));
    Optional<Long> first = holdFirst(session, key);
    if (document.isEmpty() || first.isEmpty()) {
      return false;
    }
    Optional<Span> last = RunTable.CHUNKS.spanStartingAtOrBefore(session, key, Long.MAX_VALUE);
    long from = first.get();
    if (from != last.map(Span::end).orElseGet(() -> start(session, key, from))) {
      return false;
    }
    boolean isIdle = document.get().modified().map(this::isIdle).orElse(false);
    long coldEnd = document.get().version() - (isIdle ? 0 : settings.hot());
    Run run = run(session, key, from, coldEnd);
    if (!run.isFull() && !(isIdle && run.entries().size() >= LEAST)) {
      return false;
    }
    long begin = StoredOperations.first(session, "Chunk", key).orElse(from);
    List<Entry> entries = new ArrayList<>(run.entries());
    takeIn(session, key, last, entries);
    session.insert(chunk(key, entries));
    if (delete(session, "Diff", key, from, run.end()) != run.diffs()) {
      throw new IllegalStateException("Diffs have changed while they were held");
    }
    spaceOut(session, key, begin, run.end());
    return true;
  }

  /**
   * Deletes snapshots before a version that are close to the one before them. Of what is read
   * seldom it is enough to have one now and then; together they may weigh more than the history.
   * The newest one stays, with which the document is opened, and so does that which history begins
   * with, if it does not begin with version 0.
   */
  private void spaceOut(StatelessSession session, long key, long first, long end) {
    long before = first;
    List<Object[]> snapshots =
        session
            .createSelectionQuery(
                "select version, label from Snapshot where documentKey = :key order by version",
                Object[].class)
            .setParameter("key", key)
            .getResultList();
    for (Object[] snapshot : snapshots.subList(0, Math.max(0, snapshots.size() - 1))) {
      long version = (Long) snapshot[0];
      boolean isLabelled = snapshot[1] != null;
      if (version > end) {
        return;
      }
      if (version <= first || isLabelled || version - before >= settings.snapshots()) {
        before = Math.max(before, version);
      } else {
        delete(session, key, version);
      }
    }
  }

  private static void delete(StatelessSession session, long key, long snapshot) {
    session
        .createMutationQuery(
            "delete from Snapshot where documentKey = :key and version = :version and label is null")
        .setParameter("key", key)
        .setParameter("version", snapshot)
        .executeUpdate();
  }

  /** Where history begins that has no chunk: where it was dropped up to, if it was. */
  private static long start(StatelessSession session, long key, long first) {
    return JpaArchive.snapshots(session, key).contains(first) ? first : 0;
  }

  private static ChunkEntity chunk(long key, List<Entry> entries) {
    ChunkEntity chunk = ChunkFormat.encode(key, entries);
    // The diffs are about to be deleted; nothing else says what they said.
    if (!ChunkFormat.decode(chunk).equals(entries)) {
      throw new IllegalStateException("A chunk does not tell what its diffs did");
    }
    return chunk;
  }

  /**
   * Whether a document may have enough to compact.
   *
   * @param operations how many its diffs have
   * @param modified when the last was committed
   */
  boolean isWorthwhile(long operations, Instant modified) {
    return operations >= (isIdle(modified) ? LEAST : (long) settings.hot() + settings.chunk());
  }

  /** Holds the row of the first diff; its version, empty if there is none or it is held. */
  private static Optional<Long> holdFirst(StatelessSession session, long key) {
    return session
        .createNativeQuery(HOLD_FIRST, Long.class)
        .setParameter("key", key)
        .uniqueResultOptional();
  }

  /** Whether a document is cold altogether. */
  private boolean isIdle(Instant modified) {
    return modified.isBefore(clock.instant().minus(settings.idle()));
  }

  /** The operations of the diffs from a version on, as many as are cold and make a chunk. */
  private Run run(StatelessSession session, long key, long from, long coldEnd) {
    List<Entry> entries = new ArrayList<>();
    long end = from;
    long weight = 0;
    int count = 0;
    try (Stream<DiffEntity> diffs = diffs(session, key, from, coldEnd)) {
      for (Iterator<DiffEntity> each = diffs.iterator(); each.hasNext(); ) {
        DiffEntity diff = each.next();
        long diffEnd = diff.firstVersion() + diff.operations();
        if (diffEnd > coldEnd) {
          break;
        }
        if (end > from && diffEnd - from > settings.chunk()) {
          return new Run(entries, count, end, true);
        }
        if (diff.firstVersion() != end) {
          throw new UnreadableRow(
              "The operation of document key %d at version %d is missing".formatted(key, end));
        }
        entries.addAll(DiffFormat.decode(diff));
        count++;
        end = diffEnd;
        weight += diff.payload().length;
        if (weight > WEIGHT_LIMIT) {
          return new Run(entries, count, end, true);
        }
      }
    }
    return new Run(entries, count, end, entries.size() >= settings.chunk());
  }

  private Stream<DiffEntity> diffs(StatelessSession session, long key, long from, long to) {
    return session
        .createSelectionQuery(
            "from Diff where documentKey = :key and firstVersion >= :from and firstVersion < :to"
                + " order by firstVersion",
            DiffEntity.class)
        .setParameter("key", key)
        .setParameter("from", from)
        .setParameter("to", to)
        // One more than make a chunk tells that it is full.
        .setMaxResults(settings.chunk() + 1)
        .setFetchSize(FETCHED)
        .getResultStream();
  }

  /** Puts the operations of small chunks in front, and deletes these chunks. */
  private void takeIn(
      StatelessSession session, long key, Optional<Span> last, List<Entry> entries) {
    Optional<Span> chunk = last;
    long weight = weight(entries);
    while (chunk.isPresent()
        && chunk.get().operations() <= (long) GROWTH * entries.size()
        && chunk.get().operations() + entries.size() <= settings.chunk()) {
      long start = chunk.get().firstVersion();
      // Whoever rewrites history that had no diffs holds it; what was read before is not what is.
      if (!HeldHistory.awaitChunk(session, key, start)) {
        return;
      }
      List<Entry> older =
          RunTable.CHUNKS
              .startingAtOrBefore(session, key, start)
              .map(ChunkFormat::decode)
              .orElseThrow();
      weight += weight(older);
      if (weight > WEIGHT_LIMIT) {
        return;
      }
      entries.addAll(0, older);
      if (delete(session, "Chunk", key, start, start + 1) != 1) {
        throw new IllegalStateException("A chunk has changed while the diffs were held");
      }
      chunk = RunTable.CHUNKS.spanStartingAtOrBefore(session, key, start - 1);
    }
  }

  private static long weight(List<Entry> entries) {
    return entries.stream().mapToLong(entry -> entry.payload().length()).sum();
  }

  static int delete(StatelessSession session, String rows, long key, long from, long to) {
    return session
        .createMutationQuery(
            "delete from "
                + rows
                + " where documentKey = :key and firstVersion >= :from and firstVersion < :to")
        .setParameter("key", key)
        .setParameter("from", from)
        .setParameter("to", to)
        .executeUpdate();
  }
}
