package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.impl.background.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Looks at all documents in turn and compacts what is cold, on a thread of its own. It rests after
 * each piece of work as long as that took, so that it never takes more than half of a connection's
 * time; and each node has one.
 */
final class Compactor implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Compactor.class.getName());
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final int PAGE = 500;

  /** After so many failures in a row it is the database, and not a document. */
  private static final int FAILURES = 3;

  private final Sessions sessions;
  private final Compaction compaction;
  private final CompactionSettings settings;
  private final Worker worker;

  /** Starts it; it begins after a first pause. */
  Compactor(
      Sessions sessions,
      Compaction compaction,
      CompactionSettings settings,
      ThreadFactory threads) {
    this.sessions = sessions;
    this.compaction = compaction;
    this.settings = settings;
    worker = new Worker("collab-compactor", STOP_PATIENCE, threads, this::run);
    worker.start();
  }

  /**
   * A document that may have something to compact.
   *
   * @param operations how many its diffs have
   */
  private record Waiting(long key, Instant modified, long operations) {}

  private void run() throws InterruptedException {
    while (!worker.isClosingAfter(settings.pause())) {
      lookAtAll();
    }
  }

  /** Ends early if the database fails or this is closed. */
  private void lookAtAll() throws InterruptedException {
    long after = Long.MIN_VALUE;
    int failures = 0;
    while (failures < FAILURES) {
      long start = System.nanoTime();
      List<Waiting> page;
      try {
        page = page(after);
      } catch (CollabException e) {
        LOG.log(Level.DEBUG, "Documents were not looked at: {0}", e.getMessage());
        return;
      }
      for (Waiting document : page) {
        if (compaction.isWorthwhile(document.operations(), document.modified())) {
          failures = compact(document) ? 0 : failures + 1;
        }
      }
      if (page.isEmpty() || isClosedAfterRest(start)) {
        return;
      }
      after = page.get(page.size() - 1).key();
    }
  }

  /** The next documents that have any diffs. */
  private List<Waiting> page(long after) {
    return sessions.inTransaction(
        "look for history to compact",
        session ->
            session
                .createSelectionQuery(
                    "select d.key, d.modified, d.version - coalesce("
                        + "(select min(f.firstVersion) from Diff f where f.documentKey = d.key)"
                        + ", d.version)"
                        + " from Document d where d.key > :after and d.modified is not null"
                        + " order by d.key",
                    Object[].class)
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .getResultList()
                .stream()
                .map(row -> new Waiting((Long) row[0], (Instant) row[1], (Long) row[2]))
                .toList());
  }

  /** Compacts what is cold of a document; whether that did not fail. */
  private boolean compact(Waiting document) throws InterruptedException {
    try {
      long start = System.nanoTime();
      while (compaction.compact(document.key())) {
        LOG.log(Level.DEBUG, "Document key {0} has one more chunk", document.key());
        if (isClosedAfterRest(start)) {
          return true;
        }
        start = System.nanoTime();
      }
      return true;
    } catch (CollabException e) {
      LOG.log(
          Level.DEBUG, "Document key {0} is not compacted: {1}", document.key(), e.getMessage());
      return false;
    }
  }

  private boolean isClosedAfterRest(long start) throws InterruptedException {
    return worker.isClosingAfter(Duration.ofNanos(System.nanoTime() - start));
  }

  /** Ends it after the chunk that is being written. */
  @Override
  public void close() {
    worker.close();
  }
}
