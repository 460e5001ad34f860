package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A log in memory that breaks when told to, and counts. */
final class BrittleLog implements OperationLog {
  private final OperationLog log = new InMemoryOperationLog();
  private final Queue<Fault> faults = new ArrayDeque<>();
  final AtomicInteger transactions = new AtomicInteger();
  final AtomicInteger historyReads = new AtomicInteger();
  final AtomicInteger snapshots = new AtomicInteger();
  private volatile Optional<DocumentId> bad = Optional.empty();
  private volatile boolean unreachable;

  enum Fault {
    NONE,
    /** The transaction is lost. */
    BEFORE_COMMIT,
    /** It is committed, but nobody hears of it. */
    AFTER_COMMIT
  }

  /** The next transactions end like this. */
  synchronized void next(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** Every write to this document fails. */
  void breaks(DocumentId document) {
    bad = Optional.of(document);
  }

  void unreachable(boolean now) {
    unreachable = now;
  }

  private synchronized Fault fault() {
    Fault fault = faults.poll();
    return fault == null ? Fault.NONE : fault;
  }

  private static CollabException broken() {
    return new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "The database cannot be reached");
  }

  private void reach() {
    if (unreachable) {
      throw broken();
    }
  }

  @Override
  public Optional<StoredSnapshot> snapshot(DocumentId document, long version) {
    reach();
    return log.snapshot(document, version);
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from, long to) {
    reach();
    historyReads.incrementAndGet();
    return log.operations(document, from, to);
  }

  @Override
  public long versionAt(DocumentId document, Instant time) {
    return log.versionAt(document, time);
  }

  @Override
  public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
    return log.heads(documents);
  }

  @Override
  public List<ListedDocument> list(
      String organisation, String collection, String after, int limit) {
    return log.list(organisation, collection, after, limit);
  }

  @Override
  public void save(DocumentId document, StoredSnapshot snapshot) {
    reach();
    log.save(document, snapshot);
    snapshots.incrementAndGet();
  }

  @Override
  public Append append(SortedSet<DocumentId> documents) {
    reach();
    transactions.incrementAndGet();
    Fault fault = fault();
    Append append = log.append(documents);
    return new Append() {
      @Override
      public long head(DocumentId document) {
        return append.head(document);
      }

      @Override
      public List<LoggedOperation> operations(DocumentId document, long from) {
        return append.operations(document, from);
      }

      @Override
      public void write(DocumentId document, List<LoggedOperation> run, Optional<String> type) {
        if (bad.filter(document::equals).isPresent()) {
          throw broken();
        }
        append.write(document, run, type);
      }

      @Override
      public void commit() {
        if (fault == Fault.BEFORE_COMMIT) {
          throw broken();
        }
        append.commit();
        if (fault == Fault.AFTER_COMMIT) {
          throw broken();
        }
      }

      @Override
      public void close() {
        append.close();
      }
    };
  }
}
