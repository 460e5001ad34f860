package io.collabee.impl.cluster;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.impl.background.Worker;
import io.collabee.impl.document.Arrivals;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Head;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database from time to time for the heads of the documents in memory. It is what a
 * cluster relies on: a bus makes changes arrive sooner, and this finds what a bus has lost.
 *
 * <p>A round takes from each lane the versions it has, and asks one question for each. A lane that
 * does not answer (it waits for a row that somebody holds) is not waited for.
 */
public final class HeadCheck implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HeadCheck.class.getName());
  private static final Duration LANE_PATIENCE = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final Arrivals arrivals;
  private final Heads heads;
  private final CheckPace pace;
  private final Worker worker;
  private final Semaphore wake = new Semaphore(0);
  private final BlockingQueue<Asked> waiting = new LinkedBlockingQueue<>();
  private boolean failing;

  /** What is asked: {@link OperationLog#heads}. */
  @FunctionalInterface
  public interface Heads {

    /**
     * The heads of those documents that have any operation.
     *
     * @throws CollabException if the database does not tell
     */
    Map<DocumentId, Head> of(Collection<DocumentId> documents);
  }

  /** Who wants to know when all is checked. */
  private record Asked(Runnable done, boolean patient) {}

  /**
   * A check that has not started.
   *
   * @param heads of the database that all nodes share
   * @param threads makes one thread
   */
  public HeadCheck(Arrivals arrivals, Heads heads, CheckSettings settings, ThreadFactory threads) {
    this.arrivals = arrivals;
    this.heads = heads;
    this.pace = new CheckPace(settings);
    this.worker = new Worker("collab-head-check", STOP_PATIENCE, threads, this::run);
  }

  void start() {
    worker.start();
  }

  /**
   * Checks every document in memory, now.
   *
   * @param done called once, when that is done
   * @param patient to wait for that however long the database takes; otherwise {@code done} is
   *     called too when the database does not answer
   */
  void all(Runnable done, boolean patient) {
    waiting.add(new Asked(done, patient));
    wake.release();
  }

  /** Whether the preferred bus brings changes. */
  void trusts(boolean bus) {
    pace.trusts(bus);
    wake.release();
  }

  private void run() throws InterruptedException {
    while (!worker.isClosing()) {
      Round round = new Round();
      round.run();
      var unused = wake.tryAcquire(pace.pause(round.found, round.asking), TimeUnit.NANOSECONDS);
      wake.drainPermits();
    }
  }

  /** Asks no more. */
  @Override
  public void close() {
    worker.end();
    wake.release();
    worker.close();
  }

  private final class Round {
    private boolean complete = true;
    private boolean unanswered;
    private boolean found;
    private long asking;

    void run() throws InterruptedException {
      List<Asked> asked = new ArrayList<>();
      waiting.drainTo(asked);
      BlockingQueue<Map<DocumentId, Long>> lanes = new LinkedBlockingQueue<>();
      for (int left = arrivals.versions(lanes::add); left > 0; left--) {
        Map<DocumentId, Long> versions =
            lanes.poll(LANE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (versions == null) {
          complete = false;
          break;
        }
        check(versions);
      }
      for (Asked each : asked) {
        if (complete || (unanswered && !each.patient())) {
          tell(each.done());
        } else {
          waiting.add(each);
        }
      }
    }

    private void check(Map<DocumentId, Long> versions) {
      if (versions.isEmpty()) {
        return;
      }
      long start = System.nanoTime();
      try {
        Map<DocumentId, Head> now = heads.of(versions.keySet());
        versions.forEach((document, version) -> compare(document, version, now.get(document)));
        succeeded();
      } catch (RuntimeException | Error e) {
        complete = false;
        unanswered = true;
        failed(e);
      }
      asking += System.nanoTime() - start;
    }

    private void compare(DocumentId document, long version, @Nullable Head head) {
      if (head != null && head.version() > version) {
        found = true;
        arrivals.head(document, head.version());
      }
    }
  }

  private static void tell(Runnable done) {
    try {
      done.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A callback failed", e);
    }
  }

  private void failed(Throwable reason) {
    if (!failing) {
      failing = true;
      LOG.log(Level.WARNING, "Heads cannot be checked: {0}", reason.getMessage());
    }
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      LOG.log(Level.INFO, "Heads are checked again");
    }
  }
}
