package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.entity.DocumentEntity;
import io.collabee.history.Label;
import io.collabee.impl.document.Archive;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hibernate.StatelessSession;

/**
 * Rewrites history in a database, and looks after it.
 *
 * <p>Who rewrites old history holds the rows that every compaction needs: a document's last chunk,
 * which it may take in, and its first diff, which it takes away. Edits touch neither.
 */
final class JpaArchive implements Archive {
  private static final String HOLD_CHUNK =
      "select first_version from collab_chunk where document_key = :key and first_version ="
          + " (select max(f.first_version) from collab_chunk f where f.document_key = :key)"
          + " for update";
  private static final String HOLD_DIFF =
      "select first_version from collab_diff where document_key = :key and first_version ="
          + " (select min(f.first_version) from collab_diff f where f.document_key = :key)"
          + " for update";

  private final Sessions sessions;
  private final DocumentKeys keys;
  private final SourceKeys sources;
  private final StoredOperations stored;

  JpaArchive(Sessions sessions, DocumentKeys keys, SourceKeys sources) {
    this.sessions = sessions;
    this.keys = keys;
    this.sources = sources;
    this.stored = new StoredOperations(sources);
  }

  private <T> T read(
      DocumentId document, BiFunction<StatelessSession, Long, T> question, T ofNone) {
    return sessions.inTransaction(
        "look after history",
        session ->
            keys.find(session, document).map(key -> question.apply(session, key)).orElse(ofNone));
  }

  @Override
  public List<Label> labels(DocumentId document) {
    return read(document, JpaArchive::labels, List.of());
  }

  static List<Label> labels(StatelessSession session, long key) {
    return session
        .createSelectionQuery(
            "select version, label, labelAuthor, labelTime, committed from Snapshot"
                + " where documentKey = :key and label is not null order by version",
            Object[].class)
        .setParameter("key", key)
        .getResultList()
        .stream()
        .map(
            row ->
                new Label(
                    (Long) row[0],
                    (String) row[1],
                    row[2] == null ? "" : (String) row[2],
                    (Instant) (row[3] == null ? row[4] : row[3])))
        .toList();
  }

  @Override
  public List<Long> snapshots(DocumentId document) {
    return read(document, JpaArchive::snapshots, List.of());
  }

  static List<Long> snapshots(StatelessSession session, long key) {
    return session
        .createSelectionQuery(
            "select version from Snapshot where documentKey = :key order by version", Long.class)
        .setParameter("key", key)
        .getResultList();
  }

  @Override
  public Optional<Storage> storage(DocumentId document) {
    return read(document, this::storage, Optional.empty());
  }

  private Optional<Storage> storage(StatelessSession session, long key) {
    DocumentEntity row = session.get(DocumentEntity.class, key);
    if (row == null || row.version() == 0) {
      return Optional.empty();
    }
    long first = stored.first(session, key).orElse(row.version());
    long compacted =
        RunTable.CHUNKS
            .spanStartingAtOrBefore(session, key, Long.MAX_VALUE)
            .map(RunTable.Span::end)
            .orElse(first);
    return Optional.of(
        new Storage(
            first,
            row.version(),
            count(session, "Chunk", key),
            compacted,
            count(session, "Diff", key),
            count(session, "Snapshot", key)));
  }

  private static long count(StatelessSession session, String rows, long key) {
    return session
        .createSelectionQuery(
            "select count(*) from " + rows + " where documentKey = :key", Long.class)
        .setParameter("key", key)
        .getSingleResult();
  }

  @Override
  public List<Aged> documents(long after, int limit) {
    return sessions.inTransaction(
        "look for old history",
        session ->
            session
                .createSelectionQuery(
                    "from Document where key > :after and version > 0 and modified is not null"
                        + " order by key",
                    DocumentEntity.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(
                    row ->
                        new Aged(
                            new DocumentId(row.organisation(), row.collection(), row.id()),
                            row.key(),
                            row.type().isPresent(),
                            row.created().isEmpty(),
                            row.modified().orElseThrow()))
                .toList());
  }

  @Override
  public Optional<Rewrite> rewrite(DocumentId document, Hold hold) {
    try {
      StatelessSession session = sessions.begin();
      boolean handedOn = false;
      try {
        Optional<Rewrite> rewrite =
            keys.find(session, document).flatMap(key -> rewrite(session, key, hold));
        handedOn = rewrite.isPresent();
        return rewrite;
      } finally {
        if (!handedOn) {
          Sessions.end(session);
        }
      }
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("hold history", e);
    }
  }

  private Optional<Rewrite> rewrite(StatelessSession session, long key, Hold hold) {
    Optional<DocumentEntity> row =
        session
            .createSelectionQuery("from Document where key = :key", DocumentEntity.class)
            .setParameter("key", key)
            .setLockMode(hold == Hold.ALL ? LockModeType.PESSIMISTIC_WRITE : LockModeType.NONE)
            .uniqueResultOptional();
    boolean isHeld =
        row.filter(found -> found.version() > 0).isPresent()
            && isHeld(session, key, HOLD_CHUNK, RunTable.CHUNKS, hold)
            && isHeld(session, key, HOLD_DIFF, RunTable.DIFFS, hold);
    return isHeld
        ? Optional.of(
            new JpaRewrite(session, row.orElseThrow(), stored, sources, sessions.failures()))
        : Optional.empty();
  }

  /** Whether the row is held, or there is none. */
  private static boolean isHeld(
      StatelessSession session, long key, String statement, RunTable<?> table, Hold hold) {
    boolean isHeld =
        session
            .createNativeQuery(
                hold == Hold.ALL ? statement : statement + " skip locked", Long.class)
            .setParameter("key", key)
            .uniqueResultOptional()
            .isPresent();
    return isHeld || table.spanStartingAtOrBefore(session, key, Long.MAX_VALUE).isEmpty();
  }
}
