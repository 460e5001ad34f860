package io.collabee.impl.document;

import static java.util.Objects.requireNonNull;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A log in memory that breaks when told to, and counts. */
final class BrittleLog implements OperationLog {
  private volatile OperationLog log = new InMemoryOperationLog();
  private final Queue<Fault> faults = new ArrayDeque<>();
  final AtomicInteger transactions = new AtomicInteger();
  final AtomicInteger supposedTransactions = new AtomicInteger();
  final AtomicInteger historyReads = new AtomicInteger();
  final AtomicInteger snapshots = new AtomicInteger();
  final AtomicInteger refusals = new AtomicInteger();
  final AtomicInteger headQuestions = new AtomicInteger();
  private volatile Optional<DocumentId> bad = Optional.empty();
  private volatile Optional<DocumentId> garbled = Optional.empty();
  private volatile boolean unreachable;
  private volatile Runnable afterRead = () -> {};
  private volatile boolean withoutHistory;
  private volatile boolean supposing;
  private volatile Gate history = Gate.OPEN;
  private volatile Gate appends = Gate.OPEN;
  private volatile Gate commits = Gate.OPEN;
  private volatile Gate supposed = Gate.OPEN;
  private volatile Gate heads = Gate.OPEN;

  /** Where threads wait until it is opened, and tell that they do. */
  static final class Gate {
    static final Gate OPEN = new Gate();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    static {
      OPEN.open();
    }

    void open() {
      opened.countDown();
    }

    /** Waits until somebody waits here. */
    void awaitReached() {
      uninterruptibly(reached);
    }

    private void pass() {
      reached.countDown();
      uninterruptibly(opened);
    }

    private static void uninterruptibly(CountDownLatch latch) {
      boolean interrupted = false;
      while (true) {
        try {
          latch.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

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

  /** What is read of this document fits nothing; of none if null. */
  void garbles(@Nullable DocumentId document) {
    garbled = Optional.ofNullable(document);
  }

  /** Goes over to a copy that lacks a document's last operation, as a lagging standby does. */
  void losesLast(DocumentId document) {
    OperationLog standby = new InMemoryOperationLog();
    Optional<String> type = requireNonNull(log.heads(Set.of(document)).get(document)).type();
    List<LoggedOperation> left = log.operations(document, 0, head(document) - 1);
    try (Append append = standby.append(new TreeSet<>(Set.of(document)))) {
      append.write(document, left, type);
      append.commit();
    }
    log = standby;
  }

  long head(DocumentId document) {
    return log.operations(document, 0, Long.MAX_VALUE).size();
  }

  void unreachable(boolean now) {
    unreachable = now;
  }

  /** Operations are found by appends only. */
  void withoutHistory() {
    withoutHistory = true;
  }

  /** Transactions that hold nothing wait before they begin from now on. */
  Gate gateSupposed() {
    Gate gate = new Gate();
    supposed = gate;
    return gate;
  }

  /** Where a lone document is supposed to be is not looked at before the commit. */
  void supposes() {
    supposing = true;
  }

  /** Reads of operations wait from now on. */
  Gate gateHistory() {
    Gate gate = new Gate();
    history = gate;
    return gate;
  }

  /** Transactions wait before they begin from now on. */
  Gate gateAppends() {
    Gate gate = new Gate();
    appends = gate;
    return gate;
  }

  /** Transactions wait before they commit from now on. */
  Gate gateCommits() {
    Gate gate = new Gate();
    commits = gate;
    return gate;
  }

  /** Questions for heads wait from now on. */
  Gate gateHeads() {
    Gate gate = new Gate();
    heads = gate;
    return gate;
  }

  /** Done when operations have been read, before they are handed on. */
  void afterRead(Runnable task) {
    afterRead = task;
  }

  private synchronized Fault fault() {
    Fault fault = faults.poll();
    return fault == null ? Fault.NONE : fault;
  }

  private static LoggedOperation garbled(LoggedOperation operation) {
    return new LoggedOperation(
        operation.version(),
        operation.source(),
        operation.seq(),
        operation.author(),
        operation.time(),
        "\"op\":[{\"d\":1000000}]");
  }

  private static CollabException broken() {
    return new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "The database cannot be reached");
  }

  private void reach() {
    if (unreachable) {
      refusals.incrementAndGet();
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
    history.pass();
    List<LoggedOperation> operations =
        withoutHistory ? List.of() : log.operations(document, from, to);
    afterRead.run();
    return garbled.filter(document::equals).isPresent()
        ? operations.stream().map(BrittleLog::garbled).toList()
        : operations;
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
    reach();
    headQuestions.incrementAndGet();
    heads.pass();
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
    reach();
    log.save(document, snapshot);
    snapshots.incrementAndGet();
  }

  @Override
  public Append append(DocumentId document, long version, Instant time) {
    if (!supposing) {
      return OperationLog.super.append(document, version, time);
    }
    supposedTransactions.incrementAndGet();
    supposed.pass();
    return new SupposedAppend(this, document, version, time);
  }

  @Override
  public Append append(SortedSet<DocumentId> documents) {
    reach();
    transactions.incrementAndGet();
    appends.pass();
    Fault fault = fault();
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
        commits.pass();
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
