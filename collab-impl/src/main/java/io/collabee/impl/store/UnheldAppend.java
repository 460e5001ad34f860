package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.impl.document.HeadMovedException;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;

/**
 * A transaction on one document that does not lock its row before it knows what to write: it moves
 * the head if that is where it was supposed to be. Saves a statement, and the record of the lock,
 * which is an eighth of the write-ahead log of a lone operation.
 */
final class UnheldAppend implements Append {
  private final StatelessSession session;
  private final DocumentId document;
  private final long key;
  private final long version;
  private final Instant time;
  private final StoredOperations stored;
  private final SourceKeys sources;
  private final Failures failures;
  private Optional<JpaAppend.Run> written = Optional.empty();
  private boolean ended;

  UnheldAppend(
      StatelessSession session,
      DocumentId document,
      long key,
      long version,
      Instant time,
      StoredOperations stored,
      SourceKeys sources,
      Failures failures) {
    this.session = session;
    this.document = document;
    this.key = key;
    this.version = version;
    this.time = time;
    this.stored = stored;
    this.sources = sources;
    this.failures = failures;
  }

  @Override
  public long head(DocumentId document) {
    require(document);
    return version;
  }

  @Override
  public Instant time(DocumentId document) {
    require(document);
    return time;
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from) {
    require(document);
    try {
      return stored.operations(session, key, from, version);
    } catch (RuntimeException e) {
      throw failures.unavailable("read operations", e);
    }
  }

  @Override
  public void write(DocumentId document, List<LoggedOperation> run, Optional<String> type) {
    require(document);
    Runs.requireToFollow(run, version);
    if (written.isPresent()) {
      throw new IllegalStateException(document + " was written already");
    }
    written = Optional.of(new JpaAppend.Run(List.copyOf(run), type));
  }

  @Override
  public void commit() {
    requireOpen();
    try {
      Map<SourceKeys.Source, Long> sourceKeys = Map.of();
      if (written.isPresent()) {
        sourceKeys = sources.keys(session, written.get().operations());
        moveHead(written.get());
        session.insert(JpaAppend.diff(key, version, written.get(), sourceKeys));
      }
      session.getTransaction().commit();
      failures.succeeded();
      sources.remember(sourceKeys);
    } catch (HeadMovedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failures.unavailable("commit operations", e);
    } finally {
      close();
    }
  }

  private void moveHead(JpaAppend.Run run) {
    int moved =
        session
            .createMutationQuery(
                "update Document set version = :head, modified = :modified, type = :type,"
                    + " created = coalesce(created, :created)"
                    + " where key = :key and version = :version and modified = :time")
            .setParameter("head", version + run.operations().size())
            .setParameter("modified", run.time())
            .setParameter("type", run.type().orElse(null))
            .setParameter("created", run.operations().get(0).time())
            .setParameter("key", key)
            .setParameter("version", version)
            .setParameter("time", time)
            .executeUpdate();
    if (moved != 1) {
      throw new HeadMovedException(document, version);
    }
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      Sessions.end(session);
    }
  }

  private void require(DocumentId wanted) {
    requireOpen();
    if (!wanted.equals(document)) {
      throw new IllegalArgumentException(wanted + " is not of this transaction");
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("The transaction has ended");
    }
  }
}
