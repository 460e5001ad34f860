package io.collabee.impl.host;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents.Watch;
import io.collabee.ErrorCode;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.DocumentService.Following;
import io.collabee.impl.document.Follower;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A document that the host watches.
 *
 * <p>The lane puts operations into a queue and goes on; a thread of the host's tells them to the
 * watcher. The queue is bounded: when it is full the document is not followed any longer, and
 * followed again from the version after the last one queued when the queue is empty. The same
 * happens when the live documents end the following. So each operation is told once and in order
 * however slow the watcher is, and a slow one costs reading from the log, not memory.
 */
final class WatchedDocument implements Watch {
  private static final Logger LOG = System.getLogger(WatchedDocument.class.getName());
  private static final int QUEUE_LIMIT = 1_000;
  private static final int TOLD_AT_ONCE = 100;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DocumentService service;
  private final DocumentId document;
  private final Consumer<CommittedOperation> watcher;
  private final ScheduledExecutorService thread;
  private final Consumer<WatchedDocument> closing;

  // All guarded by this.
  private final Queue<Committed> queue = new ArrayDeque<>();
  private long next = Long.MAX_VALUE;
  private @Nullable Round round;
  private boolean telling;
  private boolean closed;

  WatchedDocument(
      DocumentService service,
      DocumentId document,
      Consumer<CommittedOperation> watcher,
      ScheduledExecutorService thread,
      Consumer<WatchedDocument> closing) {
    this.service = service;
    this.document = document;
    this.watcher = watcher;
    this.thread = thread;
    this.closing = closing;
  }

  /** Starts at the head as it is now; returns when started. */
  void start(Duration timeout) {
    Awaited<Long> started = new Awaited<>();
    follow(started);
    started.await(timeout, ErrorCode.ERR_UNAVAILABLE, "");
  }

  @Override
  public void close() {
    Round last;
    synchronized (this) {
      closed = true;
      last = round;
      round = null;
      queue.clear();
    }
    if (last != null) {
      last.end();
    }
    closing.accept(this);
  }

  private void follow(Answer<Long> started) {
    Round starting = new Round();
    long from;
    synchronized (this) {
      if (closed) {
        started.fail(new CollabException(ErrorCode.ERR_UNAVAILABLE, "The watch has ended"));
        return;
      }
      round = starting;
      from = next;
    }
    starting.is(
        service.follow(
            document,
            from,
            starting,
            Answer.of(
                head -> {
                  startedAt(starting, head);
                  started.give(head);
                },
                reason -> {
                  broken(starting);
                  started.fail(reason);
                })));
  }

  /** Until the first operation comes, the head at the start is what to go on from. */
  private synchronized void startedAt(Round starting, long head) {
    if (round == starting && next == Long.MAX_VALUE) {
      next = head;
    }
  }

  /** Whether the round goes on. */
  private synchronized boolean queue(Round from, Committed operation) {
    if (round != from) {
      return false;
    }
    if (queue.size() >= QUEUE_LIMIT) {
      next = operation.version();
      round = null;
      return false;
    }
    queue.add(operation);
    next = operation.version() + 1;
    tellSoon();
    return true;
  }

  private synchronized void broken(Round from) {
    if (round == from) {
      round = null;
      resumeAfterPause();
    }
  }

  private void tellSoon() {
    if (!telling && !closed) {
      telling = true;
      thread.execute(this::tell);
    }
  }

  private void tell() {
    for (int told = 0; told < TOLD_AT_ONCE; told++) {
      Committed operation;
      synchronized (this) {
        operation = queue.poll();
      }
      if (operation == null) {
        break;
      }
      tell(operation);
    }
    boolean resume;
    synchronized (this) {
      telling = false;
      if (!queue.isEmpty()) {
        tellSoon();
      }
      resume = queue.isEmpty() && round == null && !closed;
    }
    if (resume) {
      resume();
    }
  }

  private void tell(Committed operation) {
    try {
      watcher.accept(HostValues.operation(document, operation));
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "A watcher of " + document + " threw", e);
    }
  }

  private void resume() {
    synchronized (this) {
      if (closed || round != null) {
        return;
      }
    }
    follow(
        Answer.of(
            head -> {},
            reason -> LOG.log(Level.DEBUG, "Could not follow {0} again: {1}", document, reason)));
  }

  private void resumeAfterPause() {
    if (!closed) {
      var unused = thread.schedule(this::resume, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** One following of the document; what comes from an earlier one is ignored. */
  private final class Round implements Follower {
    private @Nullable Following following;
    private boolean ended;

    @Override
    public void committed(Committed operation) {
      if (!queue(this, operation)) {
        end();
      }
    }

    @Override
    public void ended() {
      broken(this);
    }

    /** The service may call before it has returned what to end the following with. */
    synchronized void is(Following following) {
      this.following = following;
      if (ended) {
        following.end();
      }
    }

    synchronized void end() {
      ended = true;
      if (following != null) {
        following.end();
      }
    }
  }
}
