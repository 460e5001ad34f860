package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
 * that queued up while it was busy, lets the documents collect what is to be committed, and has
 * {@link GroupCommit} commit all of it in <em>one</em> transaction. There is no timer: an idle lane
 * commits a lone operation at once, and a busy one commits many with the same wait for the disk.
 */
final class Lane implements Runnable {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  /** How often an idle lane looks for documents that nobody needs any more. */
  static final Duration TICK = Duration.ofSeconds(1);

  private final History history;
  private final DocumentTypes types;
  private final Clock clock;
  private final LaneSettings settings;
  private final Executor readers;
  private final GroupCommit commits;
  private final CatchUp catchUp;
  private final Freshness freshness;
  private final Duration tick;

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger arriving = new AtomicInteger();
  private final Map<DocumentId, LiveDocument> live = new HashMap<>();
  private final Map<DocumentId, Loading> loading = new HashMap<>();
  private Instant nextEviction;
  private volatile int documents;
  private volatile boolean closed;
  private volatile boolean ended;
  private boolean stopping;
  private boolean interrupted;
  private int reading;

  Lane(
      OperationLog log,
      DocumentTypes types,
      Clock clock,
      LaneSettings settings,
      Executor readers,
      CommitListener listener,
      CommitCount count,
      Duration tick) {
    this.history = new History(log, types);
    this.types = types;
    this.clock = clock;
    this.settings = settings;
    this.readers = readers;
    this.commits = new GroupCommit(this, log, history, clock, settings, listener, count);
    this.catchUp = new CatchUp(this, log);
    this.freshness = new Freshness(this, log);
    this.tick = tick;
    this.nextEviction = clock.instant().plus(tick);
  }

  /** What is to be done when a document is in memory, or cannot be. */
  record Waiting(Consumer<LiveDocument> task, Consumer<CollabException> failure) {
    void run(LiveDocument document) {
      Calls.guarded(LOG, () -> task.accept(document));
    }

    void fail(CollabException reason) {
      Calls.guarded(LOG, () -> failure.accept(reason));
    }
  }

  /** A document that is being read, those who wait for it, and what is heard of it meanwhile. */
  private record Loading(List<Waiting> waiting, Ahead ahead) {}

  // From any thread

  void submit(DocumentId document, Submission submission) {
    if (queued.incrementAndGet() > settings.queueLimit()) {
      queued.decrementAndGet();
      Calls.guarded(LOG, () -> submission.outcome().refused(tooBusy()));
      return;
    }
    Submission counted = counted(submission);
    withDocument(document, live -> commits.add(live, counted), counted.outcome()::refused);
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
    Waiting waiting = new Waiting(task, failure);
    post(() -> whenLive(document, waiting), waiting);
  }

  /**
   * Does something with a document when it has all that was committed before this call, on whatever
   * node; or, if the store does not answer, with the document as it is in memory.
   *
   * @param failure as in {@link #withDocument}
   */
  void withNewest(
      DocumentId document, Consumer<LiveDocument> task, Consumer<CollabException> failure) {
    Waiting waiting = new Waiting(task, failure);
    post(() -> whenNewest(document, waiting), waiting);
  }

  private void post(Runnable task, Waiting waiting) {
    if (closed) {
      waiting.fail(stopped());
      return;
    }
    tasks.add(task);
    if (ended && tasks.remove(task)) {
      waiting.fail(stopped());
    }
  }

  /** Operations of a document were committed elsewhere. */
  void arrived(DocumentId document, List<LoggedOperation> operations) {
    arrive(document, ahead -> ahead.keep(operations));
  }

  /** A document is at this version or past it. */
  void arrived(DocumentId document, long head) {
    arrive(document, ahead -> ahead.hear(head));
  }

  /** What comes while too much waits is lost, like anything else that a bus loses. */
  private void arrive(DocumentId document, Consumer<Ahead> news) {
    if (closed) {
      return;
    }
    if (arriving.incrementAndGet() > settings.queueLimit()) {
      arriving.decrementAndGet();
      return;
    }
    tasks.add(
        () -> {
          arriving.decrementAndGet();
          hear(document, news);
        });
  }

  /** Does something on the lane, be the document in memory or not. */
  void post(Runnable task) {
    tasks.add(task);
  }

  /** Tells, on the lane, the versions of the documents in memory. */
  void versions(Consumer<Map<DocumentId, Long>> answer) {
    post(
        () -> {
          Map<DocumentId, Long> versions = new HashMap<>();
          live.forEach((id, document) -> versions.put(id, document.version()));
          answer.accept(versions);
        });
  }

  /** How many documents are in memory. */
  int documents() {
    return documents;
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
      Calls.guarded(LOG, this::goOn);
    }
    end();
  }

  private void goOn() {
    freshness.ask(clock.instant());
    commits.run();
    evict();
    documents = live.size();
  }

  /** A lane that is to stop waits for what it asked the readers: operations may wait for it. */
  private boolean hasFinished() {
    return interrupted || (stopping && reading == 0 && tasks.isEmpty() && !commits.isWaiting());
  }

  /** Does at most so many of the tasks that wait, in the midst of a transaction. */
  void doQueued(int limit) {
    List<Runnable> queued = new ArrayList<>();
    tasks.drainTo(queued, limit);
    queued.forEach(task -> Calls.guarded(LOG, task));
  }

  private void take(List<Runnable> batch) {
    try {
      Runnable first =
          commits.isWaiting() ? tasks.poll() : tasks.poll(tick.toMillis(), TimeUnit.MILLISECONDS);
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
    loading.values().forEach(all -> all.waiting().forEach(waiting -> waiting.fail(stopped())));
    loading.clear();
    freshness.end(stopped());
    for (LiveDocument document : live.values()) {
      document.end(stopped());
    }
    live.clear();
    documents = 0;
  }

  private void hear(DocumentId id, Consumer<Ahead> news) {
    LiveDocument document = live.get(id);
    if (document != null) {
      news.accept(document.ahead());
      catchUp.run(document);
      return;
    }
    Loading being = loading.get(id);
    if (being != null) {
      news.accept(being.ahead());
    }
  }

  void whenNewest(DocumentId id, Waiting waiting) {
    // What is read from here on is new enough; what is here, or under way, may not be.
    boolean known = live.containsKey(id) || loading.containsKey(id);
    whenLive(
        id,
        known
            ? new Waiting(document -> freshness.await(document, waiting), waiting.failure())
            : waiting);
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
    Loading being = loading.get(id);
    if (being != null) {
      being.waiting().add(waiting);
      return;
    }
    loading.put(id, new Loading(new ArrayList<>(List.of(waiting)), new Ahead()));
    read(() -> history.load(id), loaded -> loaded(id, loaded), e -> notLoaded(id, e));
  }

  private void loaded(DocumentId id, LiveDocument.Loaded loaded) {
    Loading done = loading.remove(id);
    if (done == null) {
      return;
    }
    LiveDocument document =
        new LiveDocument(id, types, loaded, done.ahead(), settings, clock.instant());
    live.put(id, document);
    catchUp.run(document);
    done.waiting().forEach(waiting -> waiting.run(document));
  }

  private void notLoaded(DocumentId id, CollabException reason) {
    Loading failed = loading.remove(id);
    if (failed != null) {
      failed.waiting().forEach(waiting -> waiting.fail(reason));
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
    } catch (RuntimeException | Error e) {
      post(() -> answered(() -> failed.accept(noReader(e))));
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

  /** Why nobody reads: the readers stop, or the server has no thread for them. */
  static CollabException noReader(Throwable reason) {
    if (reason instanceof RejectedExecutionException) {
      return stopped();
    }
    LOG.log(System.Logger.Level.ERROR, "There is no thread to read from the store", reason);
    return tooBusy();
  }

  CatchUp catchUp() {
    return catchUp;
  }

  boolean has(LiveDocument document) {
    return live.get(document.id()) == document;
  }

  /** Lets go of a document that is not what the log says; whoever wants it reads it again. */
  void forget(LiveDocument document, CollabException reason) {
    live.remove(document.id(), document);
    document.end(reason);
  }

  private void evict() {
    Instant now = clock.instant();
    if (now.isBefore(nextEviction)) {
      return;
    }
    nextEviction = now.plus(tick);
    Instant oldest = now.minus(settings.idle());
    for (Iterator<LiveDocument> all = live.values().iterator(); all.hasNext(); ) {
      if (all.next().isIdleSince(oldest)) {
        all.remove();
      }
    }
  }

  static CollabException stopped() {
    return new CollabException(ErrorCode.ERR_UNAVAILABLE, "The server is stopping");
  }

  private static CollabException tooBusy() {
    return new CollabException(ErrorCode.ERR_UNAVAILABLE, "The server is too busy");
  }
}
