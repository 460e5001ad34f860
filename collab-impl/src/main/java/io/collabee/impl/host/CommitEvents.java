package io.collabee.impl.host;

import io.collabee.DocumentId;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Committed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells the host of every commit on this node, in order, on a thread that no lane waits for. */
public final class CommitEvents implements CommitListener, AutoCloseable {
  private static final Logger LOG = System.getLogger(CommitEvents.class.getName());
  private static final Duration LAST_EVENTS = Duration.ofSeconds(5);

  private final Consumer<OperationsCommitted> observers;
  private final ExecutorService thread;

  /**
   * Events for these observers.
   *
   * @param observers may block; what they throw is logged
   */
  public CommitEvents(Consumer<OperationsCommitted> observers, ThreadFactory threads) {
    this.observers = observers;
    this.thread = Executors.newSingleThreadExecutor(threads);
  }

  @Override
  public void committed(DocumentId document, List<Committed> operations) {
    try {
      thread.execute(() -> tell(document, operations));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.WARNING, "Stopped before an event of {0} could be fired", document);
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
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "An observer of commits to " + document + " threw", e);
    }
  }

  /** Tells what there is to tell, but for a few seconds only, and ends the thread. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_EVENTS.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "Observers of commits are too slow; the last events are dropped");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
