package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.OperationLog.Append;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Commits what the documents of a lane have waiting, all in <em>one</em> transaction. Touched by
 * the lane only.
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
final class GroupCommit {
  private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

  private final Lane lane;
  private final OperationLog log;
  private final History history;
  private final Clock clock;
  private final LaneSettings settings;
  private final CommitListener listener;
  private final CommitCount count;
  private final Set<LiveDocument> dirty = new LinkedHashSet<>();
  private final Set<LiveDocument> fetching = new HashSet<>();
  private boolean failing;

  GroupCommit(
      Lane lane,
      OperationLog log,
      History history,
      Clock clock,
      LaneSettings settings,
      CommitListener listener,
      CommitCount count) {
    this.lane = lane;
    this.log = log;
    this.history = history;
    this.clock = clock;
    this.settings = settings;
    this.listener = listener;
    this.count = count;
  }

  /** Queues a submission for the next transaction. */
  void add(LiveDocument document, Submission submission) {
    document.submit(submission);
    dirty.add(document);
  }

  /** Whether {@link #run} has anything to do. */
  boolean isWaiting() {
    return !dirty.isEmpty();
  }

  /**
   * Commits what waits. What cannot be committed now is refused or waits on; so does what came
   * during the transaction for documents that are not in it.
   */
  void run() {
    List<LiveDocument> waiting = new ArrayList<>(dirty);
    dirty.clear();
    List<LiveDocument> ready = new ArrayList<>();
    for (LiveDocument document : waiting) {
      if (!document.hasPending()) {
        continue;
      }
      if (needsOlder(document)) {
        fetchOlder(document);
      } else {
        ready.add(document);
      }
    }
    if (!ready.isEmpty()) {
      ready.sort(Comparator.comparing(LiveDocument::id));
      commitTogether(ready);
    }
  }

  private static boolean needsOlder(LiveDocument document) {
    return document.oldestNeeded() < document.tail().start();
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
    lane.read(
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
      lane.forget(
          document,
          new CollabException(
              ErrorCode.ERR_UNAVAILABLE, "The operation could not be committed", e));
    }
  }

  /**
   * Either all of the documents take over what was committed, or none is changed.
   *
   * <p>A lone document is written without being held first, until others are found to write it too.
   *
   * <p>Another node may hold a document for as long as its transaction takes. So what has come
   * meanwhile is taken too, once the documents are held: on a document that several nodes write,
   * each transaction then takes all that waits on its node, however the nodes take turns.
   */
  private void commit(List<LiveDocument> documents) {
    LiveDocument first = documents.get(0);
    if (documents.size() == 1 && first.isAlone()) {
      try {
        Append supposed = log.append(first.id(), first.version(), first.state().time());
        if (commit(documents, supposed, this::unheld)) {
          return;
        }
      } catch (HeadMovedException e) {
        first.shared();
      }
    }
    commit(documents, log.append(ids(documents)), this::held);
  }

  /** What a document is to do in a transaction; empty if it has to be held for that. */
  private interface Drafting {
    Optional<Draft> draft(LiveDocument document, Append append, Instant now);
  }

  private Optional<Draft> held(LiveDocument document, Append append, Instant now) {
    return Optional.of(document.draft(append, now));
  }

  /**
   * What others did may have been heard since the transaction was opened. And what is refused was
   * perhaps judged by what others have changed, which a commit would show: where nothing is
   * committed, all is judged again.
   */
  private Optional<Draft> unheld(LiveDocument document, Append append, Instant now) {
    if (document.version() != append.head(document.id())) {
      document.shared();
      return Optional.empty();
    }
    return held(document, append, now).filter(Draft::isCertain);
  }

  /** False, and nothing has been done, if a document has to be held. */
  private boolean commit(List<LiveDocument> documents, Append opened, Drafting drafting) {
    Map<LiveDocument, Draft> drafts = new LinkedHashMap<>();
    try (Append append = opened) {
      lane.doQueued(settings.batchLimit() - pending(documents));
      Instant now = clock.instant();
      int written = 0;
      for (LiveDocument document : documents) {
        if (!document.hasPending()) {
          continue;
        }
        if (needsOlder(document)) {
          dirty.add(document);
          continue;
        }
        Optional<Draft> draft = drafting.draft(document, append, now);
        if (draft.isEmpty()) {
          return false;
        }
        drafts.put(document, draft.get());
        written += draft.get().accepted().size();
      }
      if (written > 0) {
        append.commit();
        count.transaction(written);
        succeeded();
      }
    }
    drafts.forEach(this::installed);
    return true;
  }

  private static int pending(List<LiveDocument> documents) {
    return documents.stream().mapToInt(LiveDocument::pending).sum();
  }

  private static SortedSet<DocumentId> ids(List<LiveDocument> documents) {
    SortedSet<DocumentId> ids = new TreeSet<>();
    documents.forEach(document -> ids.add(document.id()));
    return ids;
  }

  private void installed(LiveDocument document, Draft draft) {
    document.install(draft, this::answerResent);
    lane.catchUp().run(document);
    if (!draft.accepted().isEmpty()) {
      List<Committed> accepted = draft.accepted().stream().map(Entry::committed).toList();
      Calls.guarded(LOG, () -> listener.committed(document.id(), accepted));
      snapshotIfDue(document);
    }
  }

  private void answerResent(Submission submission, DocumentId id, long version, Tail tail) {
    if (version >= tail.start()) {
      Committed committed = tail.get(version);
      List<Committed> missed = missed(submission, version, tail);
      Calls.guarded(LOG, () -> submission.outcome().committed(committed, missed));
      return;
    }
    lane.read(
        () -> history.operations(id, version, version + 1),
        found -> submission.outcome().committed(found.get(0), List.of()),
        submission.outcome()::refused);
  }

  private static List<Committed> missed(Submission submission, long version, Tail tail) {
    long from = Math.min(submission.version().orElse(version), version);
    return tail.committed(Math.max(from, tail.start()), version);
  }

  private void snapshotIfDue(LiveDocument document) {
    SnapshotSchedule schedule = document.snapshots();
    if (!schedule.isDue()) {
      return;
    }
    long started = schedule.start();
    View view = document.view();
    Instant time = document.state().time();
    Map<String, StoredSnapshot.LastSent> sources =
        document
            .sources()
            .since(time.minus(settings.sourceMemory()), view.version() - settings.tailLimit());
    lane.read(
        () -> {
          StoredSnapshot snapshot =
              new StoredSnapshot(view.version(), view.type(), view.json(), time, sources);
          log.save(view.document(), snapshot);
          return snapshot.content().length();
        },
        weight -> schedule.done(started, weight),
        failed -> schedule.failed());
  }
}
