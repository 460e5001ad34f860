package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import io.collabee.entity.DocumentEntity;
import io.collabee.entity.SnapshotEntity;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.HeadMovedException;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.StoredSnapshot;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/**
 * The log in a database.
 *
 * <p>A document is a row with its head. Whoever appends locks that row first, so a document's
 * operations are written by one transaction after the other, on whichever nodes; and since the
 * database takes row locks in the order of the keys, transactions over several documents wait for
 * each other but never in a circle. A document never heard of gets its row beforehand, in a
 * transaction of its own, so there is always something to lock.
 *
 * <p>One append is four statements to the database, however many documents and operations it has:
 * lock, insert the diffs, move the heads, commit. One to a document that is supposed to be at some
 * version is three: move the head if it is there, insert the diff, commit. Sessions are stateless:
 * nothing is kept of an entity once it is written or read.
 */
public final class JpaOperationLog implements OperationLog {
  private static final int ATTEMPTS = 3;

  private final Sessions sessions;
  private final DocumentKeys keys;
  private final SourceKeys sources;
  private final StoredOperations stored;

  /**
   * A log on tables that are there.
   *
   * @param sessions of this module's persistence unit
   */
  JpaOperationLog(Sessions sessions) {
    this.sessions = sessions;
    this.keys = new DocumentKeys(sessions);
    this.sources = new SourceKeys(sessions.failures());
    this.stored = new StoredOperations(sources);
  }

  /** What rewrites what is logged here. */
  Archive archive() {
    return new JpaArchive(sessions, keys, sources);
  }

  @Override
  public long first(DocumentId document) {
    return sessions.inTransaction(
        "find the first operation",
        session ->
            keys.find(session, document).flatMap(key -> stored.first(session, key)).orElse(0L));
  }

  @Override
  public Optional<StoredSnapshot> snapshot(DocumentId document, long version) {
    return sessions.inTransaction(
        "read a snapshot",
        session -> keys.find(session, document).flatMap(key -> snapshot(session, key, version)));
  }

  static Optional<StoredSnapshot> snapshot(StatelessSession session, long key, long version) {
    return session
        .createSelectionQuery(
            "from Snapshot where documentKey = :key and version <= :version order by version desc",
            SnapshotEntity.class)
        .setParameter("key", key)
        .setParameter("version", version)
        .setMaxResults(1)
        .uniqueResultOptional()
        .map(
            row ->
                new StoredSnapshot(
                    row.version(),
                    row.type(),
                    row.content(),
                    row.committed(),
                    SnapshotSources.read(row.sources())));
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from, long to) {
    return sessions.inTransaction(
        "read operations",
        session ->
            keys.find(session, document)
                .map(key -> stored.operations(session, key, from, to))
                .orElse(List.of()));
  }

  @Override
  public long versionAt(DocumentId document, Instant time) {
    return sessions.inTransaction(
        "find a version",
        session -> {
          Map<DocumentId, Long> key = keys.find(session, List.of(document));
          return rows(session, key.values(), LockModeType.NONE).values().stream()
              .mapToLong(row -> stored.versionAt(session, row.key(), row.version(), time))
              .sum();
        });
  }

  @Override
  public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
    return sessions.inTransaction(
        "read heads",
        session -> {
          Map<DocumentId, Long> found = keys.find(session, documents);
          Map<Long, DocumentEntity> rows = rows(session, found.values(), LockModeType.NONE);
          Map<DocumentId, Head> heads = new HashMap<>();
          found.forEach(
              (document, key) -> {
                DocumentEntity row = rows.get(key);
                if (row != null && row.version() > 0) {
                  heads.put(document, new Head(row.version(), row.type()));
                }
              });
          return heads;
        });
  }

  @Override
  public List<DocumentSummary> list(DocumentQuery query, String after, int limit) {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit " + limit + " is not between 1 and 1000");
    }
    return sessions.inTransaction(
        "list documents",
        session -> {
          SelectionQuery<DocumentEntity> selected =
              session
                  .createSelectionQuery(selection(query), DocumentEntity.class)
                  .setParameter("organisation", query.organisation())
                  .setParameter("collection", query.collection())
                  .setParameter("after", after)
                  .setMaxResults(limit);
          if (!query.prefix().isEmpty()) {
            selected.setParameter("prefix", query.prefix().replaceAll("[%_!]", "!$0") + "%");
          }
          query.type().ifPresent(type -> selected.setParameter("type", type));
          query.modifiedSince().ifPresent(since -> selected.setParameter("since", since));
          return selected.getResultList().stream().map(JpaOperationLog::summary).toList();
        });
  }

  private static String selection(DocumentQuery query) {
    return "from Document where organisation = :organisation and collection = :collection"
        + " and id > :after and version > 0 and created is not null"
        + (query.isDeleted() ? " and type is null" : " and type is not null")
        + (query.prefix().isEmpty() ? "" : " and id like :prefix escape '!'")
        + (query.type().isPresent() ? " and type = :type" : "")
        + (query.modifiedSince().isPresent() ? " and modified >= :since" : "")
        + " order by id";
  }

  @Override
  public Optional<DocumentSummary> find(DocumentId document) {
    return sessions.inTransaction(
        "find a document",
        session ->
            rows(session, keys.find(session, List.of(document)).values(), LockModeType.NONE)
                .values()
                .stream()
                .filter(row -> row.type().isPresent())
                .map(JpaOperationLog::summary)
                .findFirst());
  }

  private static DocumentSummary summary(DocumentEntity row) {
    return new DocumentSummary(
        new DocumentId(row.organisation(), row.collection(), row.id()),
        row.version(),
        row.type(),
        row.created().orElseThrow(),
        row.modified().orElseThrow());
  }

  @Override
  public void save(DocumentId document, StoredSnapshot snapshot) {
    try {
      long key = keys.findOrCreate(List.of(document)).values().iterator().next();
      try {
        sessions.run(session -> insertUnlessRewritten(session, key, snapshot));
      } catch (PersistenceException e) {
        // On H2 and MariaDB the statement comes without its conflict clause, and fails if there is
        // one already.
        if (!isSaved(key, snapshot.version())) {
          throw e;
        }
      }
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("save a snapshot", e);
    }
  }

  private void insertUnlessRewritten(StatelessSession session, long key, StoredSnapshot snapshot) {
    HeldHistory.await(session, key);
    if (!stored.isRewritten(session, key, snapshot.version())) {
      insert(session, key, snapshot);
    }
  }

  private boolean isSaved(long key, long version) {
    return sessions.inTransaction(
        session ->
            session
                    .createSelectionQuery(
                        "select count(*) from Snapshot"
                            + " where documentKey = :key and version = :version",
                        Long.class)
                    .setParameter("key", key)
                    .setParameter("version", version)
                    .getSingleResult()
                > 0);
  }

  static void insert(StatelessSession session, long key, StoredSnapshot snapshot) {
    session
        .createMutationQuery(
            "insert into Snapshot"
                + " (documentKey, version, committed, type, sources, content)"
                + " values (:key, :version, :committed, :type, :sources, :content)"
                + " on conflict (documentKey, version) do nothing")
        .setParameter("key", key)
        .setParameter("version", snapshot.version())
        .setParameter("committed", snapshot.time())
        .setParameter("type", snapshot.type().orElse(null))
        .setParameter("sources", SnapshotSources.write(snapshot.sources()))
        .setParameter("content", snapshot.content())
        .executeUpdate();
  }

  @Override
  public Append append(SortedSet<DocumentId> documents) {
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        Optional<Append> append = tryAppend(documents);
        if (append.isPresent()) {
          return append.get();
        }
      }
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("lock documents", e);
    }
    throw new CollabException(
        ErrorCode.ERR_STORE_UNAVAILABLE,
        "The rows of documents vanish while they are being locked");
  }

  @Override
  public Append append(DocumentId document, long version, Instant time) {
    try {
      StatelessSession session = sessions.begin();
      boolean handedOn = false;
      try {
        Optional<Long> key = keys.find(session, document);
        if (key.isPresent()) {
          handedOn = true;
          return new UnheldAppend(
              session, document, key.get(), version, time, stored, sources, sessions.failures());
        }
      } finally {
        if (!handedOn) {
          Sessions.end(session);
        }
      }
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("begin a transaction", e);
    }
    throw new HeadMovedException(document, version);
  }

  /** Empty if rows are gone whose keys were remembered, which is forgotten thereby. */
  private Optional<Append> tryAppend(SortedSet<DocumentId> documents) {
    Map<DocumentId, Long> found = keys.findOrCreate(documents);
    StatelessSession session = sessions.begin();
    boolean handedOn = false;
    try {
      Map<Long, DocumentEntity> rows =
          rows(session, found.values(), LockModeType.PESSIMISTIC_WRITE);
      Map<DocumentId, DocumentEntity> held = new HashMap<>();
      found.forEach(
          (document, key) -> {
            DocumentEntity row = rows.get(key);
            if (row == null) {
              keys.forget(document);
            } else {
              held.put(document, row);
            }
          });
      if (held.size() < documents.size()) {
        return Optional.empty();
      }
      handedOn = true;
      return Optional.of(new JpaAppend(session, held, stored, sources, sessions.failures()));
    } finally {
      if (!handedOn) {
        Sessions.end(session);
      }
    }
  }

  /** Rows by their keys, read (and locked, if so asked) in the keys' order. */
  static Map<Long, DocumentEntity> rows(
      StatelessSession session, Collection<Long> keys, LockModeType lock) {
    Map<Long, DocumentEntity> rows = new HashMap<>();
    for (List<Long> some : Slices.of(keys.stream().sorted().toList())) {
      session
          .createSelectionQuery(
              "from Document where key in (:keys) order by key", DocumentEntity.class)
          .setParameterList("keys", some)
          .setLockMode(lock)
          .getResultList()
          .forEach(row -> rows.put(row.key(), row));
    }
    return rows;
  }
}
