package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import io.collabee.history.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The log of one process, gone with it: the twin of the one on a database, for tests and for trying
 * things out.
 *
 * <p>What is committed is guarded by this object's monitor. The heads that transactions hold are
 * semaphores, one a document, kept for good.
 */
public final class InMemoryOperationLog implements OperationLog, Archive {
  private final NavigableMap<DocumentId, Stored> documents = new TreeMap<>();
  private final Map<DocumentId, Semaphore> heads = new HashMap<>();

  /** An empty log. */
  public InMemoryOperationLog() {}

  private static final class Stored {
    final List<LoggedOperation> operations = new ArrayList<>();
    final NavigableMap<Long, StoredSnapshot> snapshots = new TreeMap<>();
    final NavigableMap<Long, Label> labels = new TreeMap<>();
    Optional<String> type = Optional.empty();
    int first;
    boolean isPurged;

    /** Another that can be changed. */
    Stored copy() {
      Stored copy = new Stored();
      copy.operations.addAll(operations);
      copy.snapshots.putAll(snapshots);
      copy.labels.putAll(labels);
      copy.type = type;
      copy.first = first;
      copy.isPurged = isPurged;
      return copy;
    }

    Instant time() {
      return operations.get(operations.size() - 1).time();
    }

    boolean hasOperations() {
      return !operations.isEmpty();
    }

    int head() {
      return first + operations.size();
    }

    List<LoggedOperation> operations(long from, long to) {
      int end = (int) Math.min(to, head());
      int start = (int) Math.max(from, first);
      return start >= end ? List.of() : List.copyOf(operations.subList(start - first, end - first));
    }

    long versionAt(Instant time) {
      int version = head();
      while (version > first && operations.get(version - first - 1).time().isAfter(time)) {
        version--;
      }
      return version;
    }

    /** Whether a version is not what it was when it was the newest. */
    boolean isRewritten(long version) {
      List<LoggedOperation> since = operations(version, head());
      return first > version
          || since.stream().anyMatch(LoggedOperation::endsRewriting)
          || since.stream().findFirst().filter(LoggedOperation::isMerged).isPresent();
    }

    DocumentSummary summary(DocumentId document) {
      return new DocumentSummary(
          document,
          head(),
          type,
          operations.get(0).time(),
          operations.get(operations.size() - 1).time());
    }
  }

  private record Run(List<LoggedOperation> operations, Optional<String> type) {}

  @Override
  public synchronized Optional<StoredSnapshot> snapshot(DocumentId document, long version) {
    Stored stored = documents.get(document);
    if (stored == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(stored.snapshots.floorEntry(version)).map(Map.Entry::getValue);
  }

  @Override
  public synchronized List<LoggedOperation> operations(DocumentId document, long from, long to) {
    Stored stored = documents.get(document);
    return stored == null ? List.of() : stored.operations(from, to);
  }

  @Override
  public synchronized long versionAt(DocumentId document, Instant time) {
    Stored stored = documents.get(document);
    return stored == null ? 0 : stored.versionAt(time);
  }

  @Override
  public synchronized long first(DocumentId document) {
    Stored stored = documents.get(document);
    return stored == null ? 0 : stored.first;
  }

  @Override
  public synchronized Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
    Map<DocumentId, Head> found = new HashMap<>();
    for (DocumentId document : documents) {
      Stored stored = this.documents.get(document);
      if (stored != null && stored.hasOperations()) {
        found.put(document, new Head(stored.head(), stored.type));
      }
    }
    return found;
  }

  @Override
  public synchronized List<DocumentSummary> list(DocumentQuery query, String after, int limit) {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit " + limit + " is not between 1 and 1000");
    }
    return documents.entrySet().stream()
        .filter(entry -> entry.getValue().hasOperations() && !entry.getValue().isPurged)
        .map(entry -> entry.getValue().summary(entry.getKey()))
        .filter(query::includes)
        .filter(summary -> summary.document().id().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<DocumentSummary> find(DocumentId document) {
    Stored stored = documents.get(document);
    return stored == null || stored.type.isEmpty()
        ? Optional.empty()
        : Optional.of(stored.summary(document));
  }

  @Override
  public synchronized void save(DocumentId document, StoredSnapshot snapshot) {
    Stored stored = stored(document);
    if (!stored.isRewritten(snapshot.version())) {
      stored.snapshots.putIfAbsent(snapshot.version(), snapshot);
    }
  }

  @Override
  public Append append(SortedSet<DocumentId> documents) {
    Map<DocumentId, Semaphore> held = new LinkedHashMap<>();
    try {
      for (DocumentId document : documents) {
        Semaphore head = head(document);
        head.acquire();
        held.put(document, head);
      }
    } catch (InterruptedException e) {
      held.values().forEach(Semaphore::release);
      Thread.currentThread().interrupt();
      throw new CollabException(
          ErrorCode.ERR_STORE_UNAVAILABLE, "Interrupted while waiting for a document", e);
    }
    return new HeldHeads(held);
  }

  private synchronized Semaphore head(DocumentId document) {
    return heads.computeIfAbsent(document, absent -> new Semaphore(1));
  }

  private Stored stored(DocumentId document) {
    return documents.computeIfAbsent(document, absent -> new Stored());
  }

  private synchronized void commit(Map<DocumentId, Run> runs) {
    runs.forEach(
        (document, run) -> {
          Stored stored = stored(document);
          stored.operations.addAll(run.operations());
          stored.type = run.type();
          stored.isPurged = false;
        });
  }

  @Override
  public synchronized List<Label> labels(DocumentId document) {
    Stored stored = documents.get(document);
    return stored == null ? List.of() : List.copyOf(stored.labels.values());
  }

  @Override
  public synchronized List<Long> snapshots(DocumentId document) {
    Stored stored = documents.get(document);
    return stored == null ? List.of() : List.copyOf(stored.snapshots.keySet());
  }

  @Override
  public synchronized Optional<Storage> storage(DocumentId document) {
    return Optional.ofNullable(documents.get(document))
        .filter(Stored::hasOperations)
        .map(
            stored ->
                new Storage(
                    stored.first,
                    stored.head(),
                    0,
                    stored.first,
                    stored.operations.size(),
                    stored.snapshots.size()));
  }

  @Override
  public synchronized List<Aged> documents(long after, int limit) {
    List<Aged> all = new ArrayList<>();
    documents.forEach(
        (document, stored) -> {
          if (stored.hasOperations()) {
            all.add(
                new Aged(
                    document, all.size(), stored.type.isPresent(), stored.isPurged, stored.time()));
          }
        });
    return all.stream().filter(aged -> aged.place() > after).limit(limit).toList();
  }

  @Override
  public Optional<Rewrite> rewrite(DocumentId document, Hold hold) {
    synchronized (this) {
      Stored stored = documents.get(document);
      if (stored == null || !stored.hasOperations()) {
        return Optional.empty();
      }
    }
    Append held = append(new TreeSet<>(Set.of(document)));
    return Optional.of(copied(document, Optional.empty(), held));
  }

  @Override
  public Optional<Rewrite> rewriteWithCompanion(DocumentId document) {
    Optional<DocumentId> companion = Companion.of(document);
    if (companion.isEmpty() || storage(document).isEmpty()) {
      return rewrite(document, Hold.ALL);
    }
    Append held = append(new TreeSet<>(Set.of(document, companion.get())));
    Optional<CopiedHistory> beside =
        companion
            .filter(each -> storage(each).isPresent())
            .map(each -> copied(each, Optional.empty(), held));
    return Optional.of(copied(document, beside, held));
  }

  private synchronized CopiedHistory copied(
      DocumentId document, Optional<CopiedHistory> companion, Append held) {
    return new CopiedHistory(document, stored(document).copy(), companion, held);
  }

  /** Changes a copy, and puts that in the place of the original. */
  private final class CopiedHistory implements Rewrite {
    private final DocumentId document;
    private final Stored copy;
    private final Optional<CopiedHistory> companion;
    private final Append held;
    private final Instant time;

    CopiedHistory(
        DocumentId document, Stored copy, Optional<CopiedHistory> companion, Append held) {
      this.document = document;
      this.copy = copy;
      this.companion = companion;
      this.time = copy.time();
      this.held = held;
    }

    @Override
    public Optional<Rewrite> companion() {
      return companion.map(history -> history);
    }

    @Override
    public long head() {
      return copy.head();
    }

    @Override
    public Instant time() {
      return time;
    }

    @Override
    public long first() {
      return copy.first;
    }

    @Override
    public long versionAt(Instant time) {
      return copy.versionAt(time);
    }

    @Override
    public List<LoggedOperation> operations(long from, long to) {
      return copy.operations(from, to);
    }

    @Override
    public List<Long> snapshots() {
      return List.copyOf(copy.snapshots.keySet());
    }

    @Override
    public Optional<StoredSnapshot> snapshot(long version) {
      return Optional.ofNullable(copy.snapshots.floorEntry(version)).map(Map.Entry::getValue);
    }

    @Override
    public List<Label> labels() {
      return List.copyOf(copy.labels.values());
    }

    @Override
    public void replace(Map<Long, LoggedOperation> operations) {
      operations.forEach(
          (version, operation) ->
              copy.operations.set(Math.toIntExact(version - copy.first), operation));
    }

    @Override
    public void dropBefore(long version) {
      copy.operations.subList(0, Math.toIntExact(version - copy.first)).clear();
      copy.first = Math.toIntExact(version);
    }

    @Override
    public void put(StoredSnapshot snapshot) {
      copy.snapshots.put(snapshot.version(), snapshot);
    }

    @Override
    public void removeSnapshot(long version) {
      copy.snapshots.remove(version);
    }

    @Override
    public void label(long version, Optional<Label> label) {
      if (label.isPresent()) {
        copy.labels.put(version, label.get());
      } else {
        copy.labels.remove(version);
      }
    }

    @Override
    public void clear(StoredSnapshot left) {
      int head = copy.head();
      copy.operations.clear();
      copy.snapshots.clear();
      copy.labels.clear();
      copy.first = head;
      copy.snapshots.put(left.version(), left);
      copy.isPurged = true;
    }

    @Override
    public void append(LoggedOperation operation, Optional<String> type) {
      copy.operations.add(operation);
      copy.type = type;
    }

    @Override
    public void commit() {
      put();
      close();
    }

    private void put() {
      synchronized (InMemoryOperationLog.this) {
        documents.put(document, copy);
        companion.ifPresent(CopiedHistory::put);
      }
    }

    @Override
    public void close() {
      held.close();
    }
  }

  private final class HeldHeads implements Append {
    private final Map<DocumentId, Semaphore> held;
    private final Map<DocumentId, Run> written = new HashMap<>();
    private boolean ended;

    HeldHeads(Map<DocumentId, Semaphore> held) {
      this.held = held;
    }

    @Override
    public long head(DocumentId document) {
      requireHeld(document);
      synchronized (InMemoryOperationLog.this) {
        @Nullable Stored stored = documents.get(document);
        return stored == null ? 0 : stored.head();
      }
    }

    @Override
    public Instant time(DocumentId document) {
      long head = head(document);
      return head == 0 ? Instant.EPOCH : operations(document, head - 1).get(0).time();
    }

    @Override
    public List<LoggedOperation> operations(DocumentId document, long from) {
      requireHeld(document);
      return InMemoryOperationLog.this.operations(document, from, Long.MAX_VALUE);
    }

    @Override
    public void write(DocumentId document, List<LoggedOperation> run, Optional<String> type) {
      Runs.requireToFollow(run, head(document));
      if (written.putIfAbsent(document, new Run(List.copyOf(run), type)) != null) {
        throw new IllegalStateException(document + " was written already");
      }
    }

    @Override
    public void commit() {
      requireOpen();
      InMemoryOperationLog.this.commit(written);
      close();
    }

    @Override
    public void close() {
      if (!ended) {
        ended = true;
        held.values().forEach(Semaphore::release);
      }
    }

    private void requireHeld(DocumentId document) {
      requireOpen();
      if (!held.containsKey(document)) {
        throw new IllegalArgumentException(document + " is not held by this transaction");
      }
    }

    private void requireOpen() {
      if (ended) {
        throw new IllegalStateException("The transaction has ended");
      }
    }
  }
}
