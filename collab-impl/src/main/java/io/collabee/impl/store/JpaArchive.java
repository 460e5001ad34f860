package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.entity.DocumentEntity;
import io.collabee.history.Label;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.Companion;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Rewrites history in a database, while it is held ({@link HeldHistory}), and looks after it. */
final class JpaArchive implements Archive {
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
    return open(
        session -> keys.find(session, document).flatMap(key -> rewrite(session, key, hold)));
  }

  private Optional<Rewrite> open(Function<StatelessSession, Optional<Rewrite>> opening) {
    try {
      StatelessSession session = sessions.begin();
      boolean handedOn = false;
      try {
        Optional<Rewrite> rewrite = opening.apply(session);
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
    LockModeType lock = hold == Hold.ALL ? LockModeType.PESSIMISTIC_WRITE : LockModeType.NONE;
    return Optional.ofNullable(JpaOperationLog.rows(session, List.of(key), lock).get(key))
        .filter(row -> row.version() > 0)
        .filter(row -> isHeld(session, key, hold))
        .map(row -> rewrite(session, row, Optional.empty()));
  }

  private JpaRewrite rewrite(
      StatelessSession session, DocumentEntity row, Optional<Rewrite> companion) {
    return new JpaRewrite(session, row, companion, stored, sources, sessions.failures());
  }

  private static boolean isHeld(StatelessSession session, long key, Hold hold) {
    if (hold == Hold.OLD) {
      return HeldHistory.tryTo(session, key);
    }
    HeldHistory.await(session, key);
    return true;
  }

  @Override
  public Optional<Rewrite> rewriteWithCompanion(DocumentId document) {
    Optional<DocumentId> companion = Companion.of(document);
    if (companion.isEmpty() || storage(document).isEmpty()) {
      return rewrite(document, Hold.ALL);
    }
    Map<DocumentId, Long> found = findOrCreate(List.of(document, companion.get()));
    return open(session -> rewrite(session, found.get(document), found.get(companion.get())));
  }

  private Map<DocumentId, Long> findOrCreate(List<DocumentId> documents) {
    try {
      return keys.findOrCreate(documents);
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("find documents", e);
    }
  }

  private Optional<Rewrite> rewrite(
      StatelessSession session, @Nullable Long key, @Nullable Long companionKey) {
    if (key == null || companionKey == null) {
      return Optional.empty();
    }
    Map<Long, DocumentEntity> rows =
        JpaOperationLog.rows(session, List.of(key, companionKey), LockModeType.PESSIMISTIC_WRITE);
    Map<Long, DocumentEntity> begun = new TreeMap<>(rows);
    begun.values().removeIf(row -> row.version() == 0);
    begun.keySet().forEach(each -> HeldHistory.await(session, each));
    Optional<Rewrite> companion =
        Optional.ofNullable(begun.get(companionKey))
            .map(row -> rewrite(session, row, Optional.empty()));
    return Optional.ofNullable(begun.get(key)).map(row -> rewrite(session, row, companion));
  }
}
