package io.collabee.impl.host;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.OperationLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the host of every commit on this node, in order, on a thread that no lane waits for.
 *
 * <p>What waits for slow observers is kept up to a weight. Of what comes then only its place in the
 * log is kept, neighbours as one; it is read back when its turn comes. So observers miss nothing
 * however slow they are, and cost reading, not memory.
 */
public final class CommitEvents implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CommitEvents.class.getName());
  private static final Duration LAST_EVENTS = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long WEIGHT_LIMIT = 8 * 1024 * 1024;

  /** What an operation weighs besides its text. */
  private static final int OVERHEAD = 100;

  private static final int READ_AT_ONCE = 100;

  private final Consumer<OperationsCommitted> observers;
  private final long weightLimit;
  private final ExecutorService thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  // All guarded by this.
  private final Queue<Run> queue = new ArrayDeque<>();
  private final Map<DocumentId, Run> lastUnloaded = new HashMap<>();
  private long weight;
  private boolean telling;
  private boolean closed;

  /**
   * Events for these observers.
   *
   * @param observers may block; what they throw is logged
   */
  public CommitEvents(Consumer<OperationsCommitted> observers, ThreadFactory threads) {
    this(observers, threads, WEIGHT_LIMIT);
  }

  CommitEvents(Consumer<OperationsCommitted> observers, ThreadFactory threads, long weightLimit) {
    this.observers = observers;
    this.weightLimit = weightLimit;
    this.thread = Executors.newSingleThreadExecutor(threads);
  }

  /** Consecutive operations of one document that wait to be told. */
  private static final class Run {
    private final OperationLog log;
    private final DocumentId document;

    /** Empty if they must be read from the log. */
    private final List<Committed> operations;

    private final long from;
    private long to;

    Run(OperationLog log, DocumentId document, List<Committed> operations, long from, long to) {
      this.log = log;
      this.document = document;
      this.operations = operations;
      this.from = from;
      this.to = to;
    }

    boolean isLoaded() {
      return !operations.isEmpty();
    }
  }

  /**
   * What is to be told of commits to a log.
   *
   * @param log where they can be read again
   */
  public CommitListener of(OperationLog log) {
    return (document, operations) -> {
      // Of comments there are events of their own.
      if (!Companion.is(document)) {
        committed(log, document, operations);
      }
    };
  }

  private synchronized void committed(
      OperationLog log, DocumentId document, List<Committed> operations) {
    if (closed) {
      LOG.log(Level.WARNING, "Stopped before an event of {0} could be fired", document);
      return;
    }
    long from = operations.get(0).version();
    long to = from + operations.size();
    Run last = lastUnloaded.get(document);
    if (weight + weight(operations) <= weightLimit) {
      weight += weight(operations);
      queue.add(new Run(log, document, List.copyOf(operations), from, to));
    } else if (last != null && last.to == from) {
      last.to = to;
    } else {
      Run unloaded = new Run(log, document, List.of(), from, to);
      lastUnloaded.put(document, unloaded);
      queue.add(unloaded);
    }
    if (!telling) {
      telling = true;
      thread.execute(this::tell);
    }
  }

  private static long weight(List<Committed> operations) {
    return operations.stream()
        .mapToLong(operation -> OVERHEAD + operation.operation().payload().length())
        .sum();
  }

  /** How much is kept of what waits. */
  synchronized long weight() {
    return weight;
  }

  // On the thread

  private void tell() {
    for (Run run = next(); run != null; run = next()) {
      if (run.isLoaded()) {
        tell(run.document, run.operations);
      } else {
        readAndTell(run);
      }
    }
  }

  private synchronized @Nullable Run next() {
    Run run = queue.poll();
    if (run == null) {
      telling = false;
    } else {
      weight -= weight(run.operations);
      lastUnloaded.remove(run.document, run);
    }
    return run;
  }

  private void readAndTell(Run run) {
    long version = run.from;
    while (version < run.to) {
      List<Committed> operations = read(run, version);
      if (operations.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "Events of {0} from version {1} to {2} could not be fired: the log has them no more, or"
                + " the node stops",
            run.document,
            version,
            run.to);
        return;
      }
      tell(run.document, operations);
      version += operations.size();
    }
  }

  /** Reads, and tries again until the store answers or this ends; empty if there are none. */
  private List<Committed> read(Run run, long from) {
    long to = Math.min(run.to, from + READ_AT_ONCE);
    do {
      try {
        return run.log.operations(run.document, from, to).stream().map(Committed::new).toList();
      } catch (CollabException e) {
        LOG.log(Level.DEBUG, "Events wait for the store: {0}", e.getMessage());
      }
    } while (!isClosingAfterPause());
    return List.of();
  }

  private boolean isClosingAfterPause() {
    try {
      return closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void tell(DocumentId document, List<Committed> operations) {
    try {
      observers.accept(
          new OperationsCommitted(
              document,
              operations.stream()
                  .map(operation -> HostValues.operation(document, operation))
                  .toList()));
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "An observer of commits to " + document + " threw", e);
    }
  }

  /** Tells what there is to tell, but for a few seconds only, and ends the thread. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    closing.countDown();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_EVENTS.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "Observers of commits are too slow; the last events are dropped");
        drop();
      }
    } catch (InterruptedException e) {
      drop();
      Thread.currentThread().interrupt();
    }
  }

  private void drop() {
    synchronized (this) {
      queue.clear();
    }
    thread.shutdownNow();
  }
}
