package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The documents of this node, spread over its lanes. */
public final class LiveDocuments implements DocumentService, Arrivals, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LiveDocuments.class.getName());
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

  private final History history;
  private final ThreadPoolExecutor readers;
  private final List<Lane> lanes = new ArrayList<>();
  private final CommitCount count = new CommitCount();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts the lanes.
   *
   * @param log shared by all nodes
   * @param types the types of the documents in the log, at least
   * @param clock gives every operation its time
   * @param threadFactory makes {@link LaneSettings#lanes()} and {@link LaneSettings#readers()}
   *     threads
   * @param listener is told what is committed here
   */
  public LiveDocuments(
      OperationLog log,
      DocumentTypes types,
      Clock clock,
      LaneSettings settings,
      ThreadFactory threadFactory,
      CommitListener listener) {
    history = new History(log, types);
    readers =
        new ThreadPoolExecutor(
            settings.readers(),
            settings.readers(),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threadFactory);
    Clock milliseconds = Clock.tick(clock, Duration.ofMillis(1));
    for (int i = 0; i < settings.lanes(); i++) {
      Lane lane = new Lane(log, types, milliseconds, settings, readers, listener, count, Lane.TICK);
      Thread thread = threadFactory.newThread(lane);
      thread.setName("collab-lane-" + i);
      lanes.add(lane);
      threads.add(thread);
      thread.start();
    }
  }

  /**
   * Starts the readers. Otherwise each starts with the first who needs it, on his thread, and some
   * servers give it the context of that thread: on Payara a thread that is made by one of the
   * server's own, which checks the health of applications say, ends before it has done anything.
   */
  public void startReaders() {
    var unused = readers.prestartAllCoreThreads();
  }

  private Lane lane(DocumentId document) {
    return lanes.get(Spread.of(document, lanes.size()));
  }

  @Override
  public void submit(DocumentId document, Submission submission) {
    lane(document).submit(document, submission);
  }

  @Override
  public void read(DocumentId document, Answer<View> answer) {
    lane(document)
        .withNewest(
            document,
            live -> {
              View view = live.view();
              // What is done with a view may cost what the content weighs: not on the lane.
              ask(() -> view, answer);
            },
            answer::fail);
  }

  @Override
  public void read(DocumentId document, long version, Answer<View> answer) {
    ask(() -> history.at(document, version), answer);
  }

  @Override
  public void read(DocumentId document, Instant time, Answer<View> answer) {
    ask(() -> history.at(document, time), answer);
  }

  @Override
  public void find(DocumentId document, Answer<Optional<DocumentSummary>> answer) {
    ask(() -> history.find(document), answer);
  }

  @Override
  public void list(
      DocumentQuery query, String after, int limit, Answer<List<DocumentSummary>> answer) {
    ask(() -> history.list(query, after, limit), answer);
  }

  private <T> void ask(Lane.Question<T> question, Answer<T> answer) {
    Runnable asking =
        () -> {
          T value;
          try {
            value = question.ask();
          } catch (RuntimeException | Error e) {
            Calls.guarded(LOG, () -> answer.fail(Lane.failure(e)));
            return;
          }
          Calls.guarded(LOG, () -> answer.give(value));
        };
    try {
      readers.execute(asking);
    } catch (RuntimeException | Error e) {
      Calls.guarded(LOG, () -> answer.fail(Lane.noReader(e)));
    }
  }

  @Override
  public void operations(DocumentId document, long from, long to, Answer<List<Committed>> answer) {
    lane(document)
        .withNewest(
            document,
            live -> {
              long end = Math.min(to, live.version());
              if (from >= end) {
                answer.give(List.of());
              } else if (live.remembers(from)) {
                answer.give(live.tail().committed(from, end));
              } else {
                ask(() -> history.operations(document, from, end), answer);
              }
            },
            answer::fail);
  }

  @Override
  public Following follow(DocumentId document, long from, Follower follower, Answer<Long> started) {
    Lane lane = lane(document);
    FollowerSlot slot = new FollowerSlot(follower);
    follow(lane, document, from, slot, started);
    return () -> {
      slot.end();
      lane.withDocument(document, live -> live.unfollow(slot), stopped -> {});
    };
  }

  private void follow(
      Lane lane, DocumentId document, long from, FollowerSlot slot, Answer<Long> started) {
    lane.withDocument(
        document,
        live -> {
          if (from <= live.version()) {
            follow(lane, live, from, slot, started);
          } else {
            // Seen on another node, perhaps.
            lane.withNewest(
                document,
                newest -> follow(lane, newest, Math.min(from, newest.version()), slot, started),
                started::fail);
          }
        },
        started::fail);
  }

  private void follow(
      Lane lane, LiveDocument live, long from, FollowerSlot slot, Answer<Long> started) {
    if (slot.isEnded()) {
      return;
    }
    long head = live.version();
    if (live.remembers(from)) {
      live.follow(slot, from);
      started.give(head);
      return;
    }
    // Tells what is older than the tail first. Meanwhile the tail goes on, so look again then.
    lane.read(
        () -> history.operations(live.id(), from, head),
        older -> {
          if (older.isEmpty()) {
            started.fail(History.notKept(from));
            return;
          }
          older.forEach(slot::tell);
          follow(lane, live.id(), from + older.size(), slot, started);
        },
        started::fail);
  }

  @Override
  public void transformPresence(
      DocumentId document,
      long version,
      JsonValue presence,
      String source,
      Answer<MovedPresence> answer) {
    lane(document)
        .withDocument(
            document,
            live -> {
              MovedPresence moved;
              try {
                moved = moved(live, version, presence, source);
              } catch (CollabException e) {
                answer.fail(e);
                return;
              } catch (RuntimeException | Error fault) {
                LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "A presence at " + document + " failed in its type",
                    fault);
                answer.fail(
                    new CollabException(
                        ErrorCode.ERR_UNKNOWN_ERROR, "The presence could not be moved", fault));
                return;
              }
              answer.give(moved);
            },
            answer::fail);
  }

  private static MovedPresence moved(
      LiveDocument live, long version, JsonValue presence, String source) {
    long head = live.version();
    if (presence == JsonValue.NULL) {
      return new MovedPresence(Math.max(version, head), presence);
    }
    // One far behind is passed on as it is, which the protocol allows: receivers move it
    // themselves. A client may send thousands a second, and the lane has others to serve.
    if (version >= head || !live.remembers(version) || !live.tail().isLightFrom(version)) {
      return new MovedPresence(version, presence);
    }
    JsonValue moved = presence;
    for (Entry entry : live.tail().from(version)) {
      boolean own = entry.committed().operation().source().equals(source);
      moved = moved(moved, entry.operation(), own);
    }
    return new MovedPresence(head, moved);
  }

  private static JsonValue moved(JsonValue presence, TypedOperation over, boolean own) {
    if (presence == JsonValue.NULL || over instanceof TypedOperation.None) {
      return presence;
    }
    if (over instanceof TypedOperation.Edit edit) {
      DocumentType<?, Object> type = edit.type();
      return type.hasPresence() ? type.transformPresence(presence, edit.value(), own) : presence;
    }
    return JsonValue.NULL;
  }

  @Override
  public void committed(DocumentId document, List<LoggedOperation> operations) {
    lane(document).arrived(document, operations);
  }

  @Override
  public void head(DocumentId document, long version) {
    lane(document).arrived(document, version);
  }

  @Override
  public int versions(Consumer<Map<DocumentId, Long>> each) {
    lanes.forEach(lane -> lane.versions(each));
    return lanes.size();
  }

  /** What these documents are at. Thread-safe and cheap. */
  public Activity activity() {
    int inMemory = lanes.stream().mapToInt(Lane::documents).sum();
    return new Activity(inMemory, count.operations(), count.transactions());
  }

  /**
   * Commits what is queued, ends all followers, and ends the threads. Threads that the store keeps
   * waiting for too long are interrupted.
   */
  @Override
  public void close() {
    lanes.forEach(Lane::close);
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    try {
      joinLanes(deadline);
      readers.shutdown();
      if (!readers.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        readers.shutdownNow();
      }
      for (Thread thread : threads) {
        if (thread.isAlive()) {
          LOG.log(System.Logger.Level.WARNING, "The store keeps {0} waiting", thread.getName());
          thread.interrupt();
        }
      }
      joinLanes(System.nanoTime() + LAST_PATIENCE.toNanos());
      var unused = readers.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      readers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void joinLanes(long deadline) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
    }
  }
}
