package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One thread and the documents that belong to it.
 *
 * <p>The idea: whatever a document needs is a task in its lane's queue, so nothing in a document is
 * ever touched by two threads, and there is not a lock in this package. The lane takes all tasks
 * that queued up while it was busy, lets the documents collect what is to be committed, and commits
 * all of it in <em>one</em> transaction. There is no timer: an idle lane commits a lone operation
 * at once, and a busy one commits many with the same wait for the disk.
 *
 * <p>Why nothing acknowledged can be lost: callbacks are made after {@link Append#commit} returned,
 * and never before. If a transaction fails, its drafts are dropped and the documents are what they
 * were. If it is unknown whether it was committed (the connection broke), the documents are behind
 * the log perhaps; the next transaction reads what they lack, and {@link Sources} tells that the
 * operations which are sent again are there already.
 *
 * <p>A failed transaction of several documents is tried again for each alone, so that one bad
 * document does not fail its neighbours.
 */
final class Lane implements Runnable {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);

  private final OperationLog log;
  private final History history;
  private final DocumentTypes types;
  private final Clock clock;
  private final LaneSettings settings;
  private final Executor readers;
  private final CommitListener listener;

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Map<DocumentId, LiveDocument> live = new HashMap<>();
  private final Map<DocumentId, List<Waiting>> loading = new HashMap<>();
  private final Set<LiveDocument> dirty = new LinkedHashSet<>();
  private final Set<LiveDocument> fetching = new HashSet<>();
  private Instant nextEviction;
  private volatile boolean closed;
  private volatile boolean ended;
  private boolean stopping;
  private boolean interrupted;
  private int reading;
  private boolean failing;

  Lane(
      OperationLog log,
      DocumentTypes types,
      Clock clock,
      LaneSettings settings,
      Executor readers,
      CommitListener listener) {
    this.log = log;
    this.history = new History(log, types);
    this.types = types;
    this.clock = clock;
    this.settings = settings;
    this.readers = readers;
    this.listener = listener;
    this.nextEviction = clock.instant().plus(TICK);
  }

  /** What is to be done when a document is in memory, or cannot be. */
  private record Waiting(Consumer<LiveDocument> task, Consumer<CollabException> failure) {}

  // From any thread

  void submit(DocumentId document, Submission submission) {
    if (queued.incrementAndGet() > settings.queueLimit()) {
      queued.decrementAndGet();
      Calls.guarded(LOG, () -> submission.outcome().refused(tooBusy()));
      return;
    }
    Submission counted = counted(submission);
    withDocument(
        document,
        live -> {
          live.submit(counted);
          dirty.add(live);
        },
        counted.outcome()::refused);
  }

  private Submission counted(Submission submission) {
    Submission.Outcome outcome = submission.outcome();
    return new Submission(
        submission.source(),
        submission.seq(),
        submission.author(),
        submission.version(),
        submission.operation(),
        submission.exact(),
        new Submission.Outcome() {
          @Override
          public void committed(Committed operation, List<Committed> missed) {
            queued.decrementAndGet();
            outcome.committed(operation, missed);
          }

          @Override
          public void refused(CollabException reason) {
            queued.decrementAndGet();
            outcome.refused(reason);
          }
        });
  }

  /**
   * Does something with a document, on the lane, when it is in memory.
   *
   * @param failure told on the lane if the document cannot be read, or at once if the lane is
   *     closed
   */
  void withDocument(
      DocumentId document, Consumer<LiveDocument> task, Consumer<CollabException> failure) {
    if (closed) {
      Calls.guarded(LOG, () -> failure.accept(stopped()));
      return;
    }
    Runnable whenLive = () -> whenLive(document, new Waiting(task, failure));
    tasks.add(whenLive);
    if (ended && tasks.remove(whenLive)) {
      Calls.guarded(LOG, () -> failure.accept(stopped()));
    }
  }

  /** Does something on the lane, be the document in memory or not. */
  void post(Runnable task) {
    tasks.add(task);
  }

  /** Commits what is queued, then ends the thread. */
  void close() {
    closed = true;
    tasks.add(() -> stopping = true);
  }

  // On the lane

  @Override
  public void run() {
    List<Runnable> batch = new ArrayList<>();
    while (!hasFinished()) {
      take(batch);
      batch.forEach(task -> Calls.guarded(LOG, task));
      batch.clear();
      commitDirty();
      evict();
    }
    end();
  }

  /** A lane that is to stop waits for what it asked the readers: operations may wait for it. */
  private boolean hasFinished() {
    return interrupted || (stopping && reading == 0 && tasks.isEmpty());
  }

  private void take(List<Runnable> batch) {
    try {
      Runnable first = tasks.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        tasks.drainTo(batch, settings.batchLimit() - 1);
      }
    } catch (InterruptedException e) {
      // The container takes its threads back.
      closed = true;
      interrupted = true;
    }
  }

  private void end() {
    ended = true;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      Calls.guarded(LOG, task);
    }
    loading.values().forEach(all -> all.forEach(waiting -> waiting.failure().accept(stopped())));
    loading.clear();
    for (LiveDocument document : live.values()) {
      document.refuseAll(stopped());
      document.endFollowers();
    }
    live.clear();
  }

  private void whenLive(DocumentId id, Waiting waiting) {
    if (ended) {
      waiting.failure().accept(stopped());
      return;
    }
    LiveDocument document = live.get(id);
    if (document != null) {
      document.use(clock.instant());
      waiting.task().accept(document);
      return;
    }
    List<Waiting> others = loading.get(id);
    if (others != null) {
      others.add(waiting);
      return;
    }
    loading.put(id, new ArrayList<>(List.of(waiting)));
    read(() -> history.load(id), loaded -> loaded(id, loaded), e -> notLoaded(id, e));
  }

  private void loaded(DocumentId id, LiveDocument.Loaded loaded) {
    LiveDocument document = new LiveDocument(id, types, loaded, settings, clock.instant());
    live.put(id, document);
    List<Waiting> all = loading.remove(id);
    if (all != null) {
      all.forEach(waiting -> Calls.guarded(LOG, () -> waiting.task().accept(document)));
    }
  }

  private void notLoaded(DocumentId id, CollabException reason) {
    List<Waiting> all = loading.remove(id);
    if (all != null) {
      all.forEach(waiting -> Calls.guarded(LOG, () -> waiting.failure().accept(reason)));
    }
  }

  /** Asks the store on a reader thread, and goes on here. Called on the lane. */
  <T> void read(Question<T> question, Consumer<T> then, Consumer<CollabException> failed) {
    reading++;
    Runnable asking =
        () -> {
          try {
            T answer = question.ask();
            post(() -> answered(() -> then.accept(answer)));
          } catch (RuntimeException | Error e) {
            post(() -> answered(() -> failed.accept(failure(e))));
          }
        };
    try {
      readers.execute(asking);
    } catch (RejectedExecutionException e) {
      post(() -> answered(() -> failed.accept(stopped())));
    }
  }

  private void answered(Runnable then) {
    reading--;
    then.run();
  }

  /** Something that waits for the store. */
  interface Question<T> {
    T ask();
  }

  static CollabException failure(Throwable e) {
    if (e instanceof CollabException known) {
      return known;
    }
    LOG.log(System.Logger.Level.ERROR, "A document could not be read", e);
    return new CollabException(ErrorCode.ERR_UNKNOWN_ERROR, "The document could not be read", e);
  }

  // Committing

  private void commitDirty() {
    if (dirty.isEmpty()) {
      return;
    }
    List<LiveDocument> ready = new ArrayList<>();
    for (LiveDocument document : dirty) {
      if (!document.hasPending()) {
        continue;
      }
      if (document.oldestNeeded() < document.tail().start()) {
        fetchOlder(document);
      } else {
        ready.add(document);
      }
    }
    dirty.clear();
    if (!ready.isEmpty()) {
      ready.sort(Comparator.comparing(LiveDocument::id));
      commitTogether(ready);
    }
  }

  /**
   * Somebody far behind: reads what he missed into the tail, and commits then. What waits for the
   * document waits on; if it cannot be read, only those who need it are refused.
   */
  private void fetchOlder(LiveDocument document) {
    if (!fetching.add(document)) {
      return;
    }
    long from = document.oldestNeeded();
    long to = document.tail().start();
    read(
        () -> history.entries(document.id(), from, to),
        older -> {
          fetching.remove(document);
          document.tail().prepend(older);
          dirty.add(document);
        },
        reason -> {
          fetching.remove(document);
          document.refuseOlder(reason);
          dirty.add(document);
        });
  }

  private void commitTogether(List<LiveDocument> documents) {
    try {
      commit(documents);
    } catch (RuntimeException | Error together) {
      failed(together);
      documents.forEach(this::commitAlone);
    }
  }

  /** Tells operators when commits begin to fail and when they work again; not each time. */
  private void failed(Throwable reason) {
    if (!failing) {
      failing = true;
      LOG.log(System.Logger.Level.WARNING, "Transactions fail: {0}", reason.getMessage());
    }
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      LOG.log(System.Logger.Level.INFO, "Transactions are committed again");
    }
  }

  private void commitAlone(LiveDocument document) {
    try {
      commit(List.of(document));
    } catch (CollabException e) {
      document.refuseAll(e);
    } catch (RuntimeException | Error e) {
      LOG.log(
          System.Logger.Level.ERROR,
          () -> "Operations on " + document.id() + " could not be committed",
          e);
      document.refuseAll(
          new CollabException(
              ErrorCode.ERR_UNAVAILABLE, "The operation could not be committed", e));
      forget(document);
    }
  }

  /** Either all of the documents take over what was committed, or none is changed. */
  private void commit(List<LiveDocument> documents) {
    Instant now = clock.instant();
    List<Draft> drafts = new ArrayList<>();
    try (Append append = log.append(ids(documents))) {
      boolean written = false;
      for (LiveDocument document : documents) {
        Draft draft = document.draft(append, now);
        drafts.add(draft);
        written |= !draft.accepted().isEmpty();
      }
      if (written) {
        append.commit();
        succeeded();
      }
    }
    for (int i = 0; i < drafts.size(); i++) {
      installed(documents.get(i), drafts.get(i));
    }
  }

  private static SortedSet<DocumentId> ids(List<LiveDocument> documents) {
    SortedSet<DocumentId> ids = new TreeSet<>();
    documents.forEach(document -> ids.add(document.id()));
    return ids;
  }

  private void installed(LiveDocument document, Draft draft) {
    document.install(draft, this::answerResent);
    if (!draft.accepted().isEmpty()) {
      List<Committed> accepted = draft.accepted().stream().map(Entry::committed).toList();
      Calls.guarded(LOG, () -> listener.committed(document.id(), accepted));
      snapshotIfDue(document);
    }
  }

  private void answerResent(Submission submission, DocumentId id, long version, Tail tail) {
    if (version >= tail.start()) {
      Committed committed = tail.committed(version, version + 1).get(0);
      Calls.guarded(LOG, () -> submission.outcome().committed(committed, List.of()));
      return;
    }
    read(
        () -> history.operations(id, version, version + 1),
        found -> submission.outcome().committed(found.get(0), List.of()),
        submission.outcome()::refused);
  }

  // Snapshots and eviction

  private void snapshotIfDue(LiveDocument document) {
    SnapshotSchedule schedule = document.snapshots();
    if (!schedule.isDue()) {
      return;
    }
    long started = schedule.start();
    View view = document.view();
    Instant time = document.state().time();
    Map<String, StoredSnapshot.LastSent> sources =
        document.sources().since(time.minus(settings.sourceMemory()));
    read(
        () -> {
          StoredSnapshot snapshot =
              new StoredSnapshot(view.version(), view.type(), view.json(), time, sources);
          log.save(view.document(), snapshot);
          return snapshot.content().length();
        },
        weight -> schedule.done(started, weight),
        failed -> schedule.failed());
  }

  private void evict() {
    Instant now = clock.instant();
    if (now.isBefore(nextEviction)) {
      return;
    }
    nextEviction = now.plus(TICK);
    Instant oldest = now.minus(settings.idle());
    for (Iterator<LiveDocument> all = live.values().iterator(); all.hasNext(); ) {
      if (all.next().isIdleSince(oldest)) {
        all.remove();
      }
    }
  }

  private void forget(LiveDocument document) {
    live.remove(document.id());
    document.endFollowers();
  }

  static CollabException stopped() {
    return new CollabException(ErrorCode.ERR_UNAVAILABLE, "The server is stopping");
  }

  private static CollabException tooBusy() {
    return new CollabException(ErrorCode.ERR_UNAVAILABLE, "The server is too busy");
  }
}
