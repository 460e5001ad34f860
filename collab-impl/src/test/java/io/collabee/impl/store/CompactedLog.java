package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.StoredSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** A log whose history is compacted after every commit. */
final class CompactedLog implements OperationLog {
  private final OperationLog log;
  private final Compaction compaction;

  CompactedLog(OperationLog log, Compaction compaction) {
    this.log = log;
    this.compaction = compaction;
  }

  @Override
  public Optional<StoredSnapshot> snapshot(DocumentId document, long version) {
    return log.snapshot(document, version);
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from, long to) {
    return log.operations(document, from, to);
  }

  @Override
  public long versionAt(DocumentId document, Instant time) {
    return log.versionAt(document, time);
  }

  @Override
  public long first(DocumentId document) {
    return log.first(document);
  }

  @Override
  public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
    return log.heads(documents);
  }

  @Override
  public List<DocumentSummary> list(DocumentQuery query, String after, int limit) {
    return log.list(query, after, limit);
  }

  @Override
  public Optional<DocumentSummary> find(DocumentId document) {
    return log.find(document);
  }

  @Override
  public void save(DocumentId document, StoredSnapshot snapshot) {
    log.save(document, snapshot);
  }

  @Override
  public Append append(DocumentId document, long version, Instant time) {
    return log.append(document, version, time);
  }

  @Override
  public Append append(SortedSet<DocumentId> documents) {
    Append append = log.append(documents);
    return new Append() {
      @Override
      public long head(DocumentId document) {
        return append.head(document);
      }

      @Override
      public Instant time(DocumentId document) {
        return append.time(document);
      }

      @Override
      public List<LoggedOperation> operations(DocumentId document, long from) {
        return append.operations(document, from);
      }

      @Override
      public void write(DocumentId document, List<LoggedOperation> run, Optional<String> type) {
        append.write(document, run, type);
      }

      @Override
      public void commit() {
        append.commit();
        documents.stream().limit(5).forEach(compaction::compact);
      }

      @Override
      public void close() {
        append.close();
      }
    };
  }
}
