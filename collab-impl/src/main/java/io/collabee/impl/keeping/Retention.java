package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Keeping;
import io.collabee.impl.background.Worker;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.Archive.Aged;
import io.collabee.impl.document.Companion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Does in the background what policies say, on a thread of its own: looks at all documents in turn,
 * and rests after each page as long as that took. What is not done is done the next time; nodes
 * that look at one document at once do it once.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Retention.class.getName());
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final Duration SELDOM = Duration.ofDays(1);
  private static final int PAGE = 200;
  private static final int REMEMBERED = 100_000;

  private final Supplier<List<Archive>> archives;
  private final Keeping keeping;
  private final Terms terms;
  private final Clock clock;
  private final Worker worker;

  /** Up to when documents were thinned out here, of those that were last. */
  private final Map<DocumentId, Instant> thinned =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DocumentId, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * When to do what.
   *
   * @param purgeAfter how long after their deletion documents are purged; zero for never
   * @param pause how long to wait until all documents are looked at again
   */
  public record Terms(RetentionPolicies policies, Duration purgeAfter, Duration pause) {
    /** Whether there is anything to be done. */
    public boolean isNeeded() {
      return !policies.rules().isEmpty() || !purgeAfter.isZero();
    }
  }

  /**
   * Starts it; it begins after a first pause.
   *
   * @param archives the stores that are open now
   * @param threads makes one thread
   */
  public Retention(
      Supplier<List<Archive>> archives,
      Keeping keeping,
      Terms terms,
      Clock clock,
      ThreadFactory threads) {
    this.archives = archives;
    this.keeping = keeping;
    this.terms = terms;
    this.clock = clock;
    worker = new Worker("collab-retention", STOP_PATIENCE, threads, this::run);
    worker.start();
  }

  private void run() throws InterruptedException {
    while (!worker.isClosingAfter(terms.pause())) {
      for (Archive archive : archives.get()) {
        lookAtAll(archive);
      }
    }
  }

  private void lookAtAll(Archive archive) throws InterruptedException {
    long after = Long.MIN_VALUE;
    while (true) {
      long start = System.nanoTime();
      List<Aged> page;
      try {
        page = archive.documents(after, PAGE);
      } catch (CollabException e) {
        LOG.log(Level.DEBUG, "Documents were not looked at: {0}", e.getMessage());
        return;
      }
      for (Aged document : page) {
        if (worker.isClosing()) {
          return;
        }
        lookAt(document);
      }
      if (page.isEmpty() || worker.isClosingAfter(Duration.ofNanos(System.nanoTime() - start))) {
        return;
      }
      after = page.get(page.size() - 1).place();
    }
  }

  private void lookAt(Aged aged) {
    try {
      Instant now = clock.instant();
      boolean isDue =
          !terms.purgeAfter().isZero()
              && !aged.exists()
              && !aged.isPurged()
              && aged.modified().isBefore(now.minus(terms.purgeAfter()));
      if (isDue) {
        if (keeping.purge(aged.document())) {
          LOG.log(Level.DEBUG, "{0} is purged", aged.document());
        }
        return;
      }
      Optional<RetentionPolicies.Rule> rule =
          terms.policies().of(Companion.subject(aged.document()).collection());
      if (rule.isPresent() && !aged.isPurged()) {
        keep(aged, rule.get(), now);
      }
    } catch (CollabException e) {
      LOG.log(Level.DEBUG, "{0} was not looked after: {1}", aged.document(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING, () -> "The history of " + aged.document() + " is not as it should be", e);
    }
  }

  private void keep(Aged aged, RetentionPolicies.Rule rule, Instant now) {
    if (rule.drop().isPresent()) {
      var unused = keeping.drop(aged.document(), now.minus(rule.drop().get()));
    }
    if (rule.thin().isPresent()) {
      Instant before = now.minus(rule.thin().get());
      Instant last = thinned.getOrDefault(aged.document(), Instant.MIN);
      // Finding what to merge is going through all that is old.
      if (last.isBefore(before.minus(SELDOM)) && last.isBefore(aged.modified())) {
        var unused = keeping.thin(aged.document(), before);
        thinned.put(aged.document(), before);
      }
    }
  }

  /** Ends it after the document that is being looked at. */
  @Override
  public void close() {
    worker.close();
  }
}
