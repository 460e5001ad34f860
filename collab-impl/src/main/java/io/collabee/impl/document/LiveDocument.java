package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * A document in this node's memory: its newest state, the tail of its log, what waits to be
 * committed, and who follows it. Touched by its lane's thread only.
 */
final class LiveDocument {
  private static final System.Logger LOG = System.getLogger(LiveDocument.class.getName());

  private static final int HELD_TURNS = 50;

  private final DocumentId id;
  private final DocumentTypes types;
  private final List<FollowerSlot> followers = new ArrayList<>();
  private final Deque<Submission> pending = new ArrayDeque<>();
  private final Tail tail;
  private final Sources sources;
  private final SnapshotSchedule snapshots;
  private final Ahead ahead;
  private final long sizeLimit;
  private DocumentState state;
  private Instant lastUsed;
  private int heldTurns;
  private boolean isRewritten;

  LiveDocument(
      DocumentId id,
      DocumentTypes types,
      Loaded loaded,
      Ahead ahead,
      LaneSettings settings,
      Instant now) {
    this.id = id;
    this.types = types;
    this.ahead = ahead;
    this.sizeLimit = settings.documentSize();
    this.state = loaded.state();
    this.sources = loaded.sources();
    this.tail = new Tail(loaded.from(), settings.tailLimit());
    this.snapshots = new SnapshotSchedule(settings.snapshotBytes(), loaded.snapshotWeight());
    this.lastUsed = now;
    loaded.entries().forEach(this::remember);
    trim();
  }

  DocumentId id() {
    return id;
  }

  DocumentState state() {
    return state;
  }

  long version() {
    return state.version();
  }

  /** The version from which on the log tells what is new, and whether it is the one seen so far. */
  long lastVersion() {
    return Math.max(0, version() - 1);
  }

  /** What is committed elsewhere and not here yet. */
  Ahead ahead() {
    return ahead;
  }

  Tail tail() {
    return tail;
  }

  Sources sources() {
    return sources;
  }

  SnapshotSchedule snapshots() {
    return snapshots;
  }

  View view() {
    return new View(id, state.version(), state.content());
  }

  /** Whether the tail reaches back to a version. */
  boolean remembers(long version) {
    return version >= tail.start() && tail.canBuildOn(version);
  }

  void use(Instant now) {
    lastUsed = now;
  }

  boolean isIdleSince(Instant time) {
    return followers.isEmpty() && pending.isEmpty() && !ahead.isInUse() && lastUsed.isBefore(time);
  }

  // Committing

  /**
   * Whether others do not seem to commit to it, so that it need not be held before it is known what
   * to write. One who is wrong in that has to begin anew.
   */
  boolean isAlone() {
    return heldTurns == 0 && state.version() > 0;
  }

  /** Others commit to it as well: the next times it is held. */
  void shared() {
    heldTurns = HELD_TURNS;
  }

  void submit(Submission submission) {
    pending.add(submission);
  }

  /** The oldest version that a waiting submission builds on; the head if none is older. */
  long oldestNeeded() {
    long oldest = state.version();
    for (Submission submission : pending) {
      oldest = Math.min(oldest, Math.max(0, needed(submission)));
    }
    return oldest;
  }

  /** The version from which on it is transformed; one that must be exact is not. */
  private long needed(Submission submission) {
    return submission.exact() ? state.version() : submission.version().orElse(state.version());
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  /** How many submissions wait. */
  int pending() {
    return pending.size();
  }

  /**
   * Says what a transaction that holds this document should do, and writes it there.
   *
   * @throws IllegalStateException if the log and this document do not fit together
   */
  Draft draft(Append append, Instant now) {
    Draft draft = new Draft(id, types, state, tail, sources, sizeLimit, now);
    long head = append.head(id);
    if (head < state.version()) {
      throw new IllegalStateException(
          "The log of " + id + " ends at " + head + ", but " + state.version() + " was seen");
    }
    if (head > state.version() || !append.time(id).equals(state.time())) {
      draft.catchUp(news(append.operations(id, lastVersion())));
    }
    pending.forEach(draft::submit);
    if (!draft.accepted().isEmpty()) {
      List<LoggedOperation> run =
          draft.accepted().stream().map(entry -> entry.committed().operation()).toList();
      append.write(id, run, draft.state().content().map(content -> content.type().uri()));
    }
    return draft;
  }

  /** Takes over what was committed, and tells everybody concerned in version order. */
  void install(Draft draft, Resends resends) {
    state = draft.state();
    heldTurns = Math.max(0, heldTurns - 1);
    pending.clear();
    draft.entries().forEach(this::remember);
    int told = 0;
    for (Draft.Result result : draft.results()) {
      if (result instanceof Draft.Result.Accepted accepted) {
        for (; told < accepted.index(); told++) {
          tellFollowers(draft.entries().get(told).committed());
        }
        Committed committed = draft.entries().get(told++).committed();
        tellSubmitter(accepted.submission(), committed);
        tellFollowers(committed);
      } else if (result instanceof Draft.Result.Resent resent) {
        resends.answer(resent.submission(), id, resent.version(), tail);
      } else if (result instanceof Draft.Result.Refused refused) {
        refuse(refused.submission(), refused.reason());
      }
    }
    for (; told < draft.entries().size(); told++) {
      tellFollowers(draft.entries().get(told).committed());
    }
    trim();
  }

  /**
   * Takes over operations that another node committed, and tells those who follow. What waits to be
   * committed here waits on.
   *
   * @param operations of consecutive versions, from one that is known or the next
   * @throws RuntimeException if they do not fit; the document is what it was
   */
  void takeOver(List<LoggedOperation> operations) {
    List<LoggedOperation> news = news(operations);
    List<Entry> entries = new ArrayList<>(news.size());
    state = state.after(news, types, entries);
    entries.forEach(this::remember);
    entries.forEach(entry -> tellFollowers(entry.committed()));
    if (pending.isEmpty()) {
      // What waits may need what has just been read for it.
      trim();
    }
  }

  /**
   * Those of the operations that are not here yet.
   *
   * @throws IllegalStateException if the others are not what was seen
   */
  private List<LoggedOperation> news(List<LoggedOperation> operations) {
    if (contradicts(operations)) {
      throw new IllegalStateException("The log of " + id + " is not the one that was seen");
    }
    return operations.stream().dropWhile(operation -> operation.version() < version()).toList();
  }

  /**
   * Whether some of the operations are others than those of the same versions that were seen: a
   * database may have lost what it had committed, and gone on.
   */
  boolean contradicts(List<LoggedOperation> operations) {
    return operations.stream()
        .filter(other -> other.version() >= tail.start() && other.version() < version())
        .anyMatch(other -> !tail.get(other.version()).operation().isSameAs(other));
  }

  private void remember(Entry entry) {
    tail.add(entry);
    sources.add(entry.committed().operation());
    snapshots.add(entry.committed().operation().payload().length());
    if (entry.committed().operation().endsRewriting()) {
      isRewritten = true;
    }
  }

  /** Keeps no longer in memory what the log does not have any more. */
  private void trim() {
    if (isRewritten) {
      tail.clear();
      isRewritten = false;
    }
    tail.trim();
  }

  private void tellSubmitter(Submission submission, Committed committed) {
    long from = submission.version().orElse(committed.version());
    List<Committed> missed = tail.committed(from, committed.version());
    Calls.guarded(LOG, () -> submission.outcome().committed(committed, missed));
  }

  /** Refuses all that waits; the document stays as it is. */
  void refuseAll(CollabException reason) {
    refuseIf(submission -> true, reason);
  }

  /** Refuses what waits and builds on versions that the tail does not reach back to. */
  void refuseOlder(CollabException reason) {
    refuseIf(submission -> needed(submission) < tail.start(), reason);
  }

  private void refuseIf(Predicate<Submission> condition, CollabException reason) {
    List<Submission> refused = new ArrayList<>();
    pending.removeIf(submission -> condition.test(submission) && refused.add(submission));
    refused.forEach(submission -> refuse(submission, reason));
  }

  private static void refuse(Submission submission, CollabException reason) {
    Calls.guarded(LOG, () -> submission.outcome().refused(reason));
  }

  // Following

  /** Tells a follower what the tail has from a version on, and from now on everything. */
  void follow(FollowerSlot following, long from) {
    if (from < state.version()) {
      for (Committed committed : tail.committed(from, state.version())) {
        following.tell(committed);
      }
    }
    followers.add(following);
  }

  void unfollow(FollowerSlot following) {
    followers.remove(following);
  }

  /** Tells all who wait or follow that this is the end. */
  void end(CollabException reason) {
    refuseAll(reason);
    ahead.failAll(reason);
    endFollowers();
  }

  private void endFollowers() {
    List<FollowerSlot> all = new ArrayList<>(followers);
    followers.clear();
    for (FollowerSlot following : all) {
      Calls.guarded(LOG, following::tellEnded);
    }
  }

  private void tellFollowers(Committed committed) {
    for (FollowerSlot following : followers) {
      following.tell(committed);
    }
  }

  /** Answers a submission that was committed before. */
  interface Resends {
    void answer(Submission submission, DocumentId document, long version, Tail tail);
  }

  /**
   * What a document was read from the store as.
   *
   * @param from the version of the snapshot it starts with
   * @param snapshotWeight how many characters that snapshot has
   * @param entries the operations since
   * @param state after them
   * @param sources what the snapshot knows of clients, the entries not included
   */
  record Loaded(
      long from, long snapshotWeight, List<Entry> entries, DocumentState state, Sources sources) {}
}
