package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.entity.DiffEntity;
import io.collabee.entity.DocumentEntity;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.Runs;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** A transaction that has locked the rows of its documents. Writes when it commits, in batches. */
final class JpaAppend implements Append {
  private final StatelessSession session;
  private final Map<DocumentId, DocumentEntity> held;
  private final StoredOperations stored;
  private final SourceKeys sources;
  private final Failures failures;
  private final Map<DocumentEntity, Run> written = new LinkedHashMap<>();
  private boolean ended;

  JpaAppend(
      StatelessSession session,
      Map<DocumentId, DocumentEntity> held,
      StoredOperations stored,
      SourceKeys sources,
      Failures failures) {
    this.session = session;
    this.held = held;
    this.stored = stored;
    this.sources = sources;
    this.failures = failures;
  }

  record Run(List<LoggedOperation> operations, Optional<String> type) {
    Instant time() {
      return operations.get(operations.size() - 1).time();
    }
  }

  @Override
  public long head(DocumentId document) {
    return row(document).version();
  }

  @Override
  public Instant time(DocumentId document) {
    return row(document).modified().orElse(Instant.EPOCH);
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from) {
    DocumentEntity row = row(document);
    try {
      return stored.operations(session, row.key(), from, row.version());
    } catch (RuntimeException e) {
      throw failures.unavailable("read operations", e);
    }
  }

  @Override
  public void write(DocumentId document, List<LoggedOperation> run, Optional<String> type) {
    DocumentEntity row = row(document);
    Runs.requireToFollow(run, row.version());
    if (written.putIfAbsent(row, new Run(List.copyOf(run), type)) != null) {
      throw new IllegalStateException(document + " was written already");
    }
  }

  @Override
  public void commit() {
    requireOpen();
    try {
      Map<SourceKeys.Source, Long> sourceKeys = sources.keys(session, operations());
      // One kind of row after the other: a batch ends where another kind begins.
      written.forEach(
          (row, run) -> session.insert(diff(row.key(), row.version(), run, sourceKeys)));
      written.forEach((row, run) -> session.update(moved(row, run)));
      session.getTransaction().commit();
      failures.succeeded();
      sources.remember(sourceKeys);
    } catch (RuntimeException e) {
      throw failures.unavailable("commit operations", e);
    } finally {
      close();
    }
  }

  private Collection<LoggedOperation> operations() {
    return written.values().stream().flatMap(run -> run.operations().stream()).toList();
  }

  static DiffEntity diff(long key, long version, Run run, Map<SourceKeys.Source, Long> sourceKeys) {
    return new DiffEntity(
        key,
        version,
        run.time(),
        run.operations().size(),
        DiffFormat.encode(
            run.operations(), operation -> sourceKeys.get(SourceKeys.Source.of(operation))));
  }

  private static DocumentEntity moved(DocumentEntity row, Run run) {
    return new DocumentEntity(
        row.key(),
        row.organisation(),
        row.collection(),
        row.id(),
        row.version() + run.operations().size(),
        run.type().orElse(null),
        row.created().orElse(run.operations().get(0).time()),
        run.time());
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      Sessions.end(session);
    }
  }

  private DocumentEntity row(DocumentId document) {
    requireOpen();
    DocumentEntity row = held.get(document);
    if (row == null) {
      throw new IllegalArgumentException(document + " is not held by this transaction");
    }
    return row;
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("The transaction has ended");
    }
  }
}
