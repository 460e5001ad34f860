package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.impl.document.StoredSnapshot.LastSent;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one transaction will do to one document: the sequencing algorithm, readable from top to
 * bottom in {@link #sequence}. A draft changes nothing of the document; it is installed after the
 * commit, or dropped.
 *
 * <p>The algorithm is ShareDB's (its {@code submit-request.js}), but for two things. It runs under
 * the lock of the document's head, so there is no race to lose and nothing to retry. And a resent
 * operation is known by what its client sent last ({@link Sources}), whatever version the resend
 * claims, where ShareDB knows it only among the operations it transforms over.
 */
final class Draft {
  private static final System.Logger LOG = System.getLogger(Draft.class.getName());

  private final DocumentId id;
  private final DocumentTypes types;
  private final Tail tail;
  private final Sources sources;
  private final long sizeLimit;
  private final Instant now;

  private final List<Entry> entries = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();
  private final Map<String, LastSent> lastSent = new HashMap<>();
  private DocumentState state;
  private int foreign;

  Draft(
      DocumentId id,
      DocumentTypes types,
      DocumentState state,
      Tail tail,
      Sources sources,
      long sizeLimit,
      Instant now) {
    this.id = id;
    this.types = types;
    this.state = state;
    this.tail = tail;
    this.sources = sources;
    this.sizeLimit = sizeLimit;
    this.now = now;
  }

  /** How one submission went. */
  sealed interface Result {
    Submission submission();

    /** It is the draft's entry {@code index}. */
    record Accepted(Submission submission, int index) implements Result {}

    /** It was committed before, at {@code version}. */
    record Resent(Submission submission, long version) implements Result {}

    /** It cannot be committed. */
    record Refused(Submission submission, CollabException reason) implements Result {}
  }

  DocumentId id() {
    return id;
  }

  /** The state after all entries. */
  DocumentState state() {
    return state;
  }

  /**
   * Operations that the document did not have: first those of other nodes, then those accepted
   * here.
   */
  List<Entry> entries() {
    return entries;
  }

  /** Those of the entries that are accepted here and must be written. */
  List<Entry> accepted() {
    return entries.subList(foreign, entries.size());
  }

  /** One a submission, in order. */
  List<Result> results() {
    return results;
  }

  /**
   * Whether it holds though the document was not held: the commit finds out if others were faster,
   * or nothing was refused. What was committed before stays so.
   */
  boolean isCertain() {
    return !accepted().isEmpty() || results.stream().noneMatch(Result.Refused.class::isInstance);
  }

  /** Takes in what other nodes committed. Before anything is submitted. */
  void catchUp(List<LoggedOperation> logged) {
    state = state.after(logged, types, entries);
    foreign = entries.size();
    for (LoggedOperation operation : logged) {
      lastSent.put(
          operation.source(), new LastSent(operation.seq(), operation.version(), operation.time()));
    }
  }

  /** Sequences a submission behind everything so far. */
  void submit(Submission submission) {
    results.add(result(submission));
  }

  private Result result(Submission submission) {
    try {
      return sequence(submission);
    } catch (CollabException refused) {
      return new Result.Refused(submission, refused);
    } catch (RuntimeException | Error fault) {
      // A type's own fault, a host's type perhaps: it must not take the other documents' operations
      // with it.
      LOG.log(
          System.Logger.Level.ERROR, () -> "An operation on " + id + " failed in its type", fault);
      return new Result.Refused(
          submission,
          new CollabException(
              ErrorCode.ERR_OT_OP_NOT_APPLIED, "The operation could not be applied", fault));
    }
  }

  private Result sequence(Submission submission) {
    Optional<Long> resent = committedVersion(submission);
    if (resent.isPresent()) {
      return new Result.Resent(submission, resent.get());
    }
    long version = submission.version().orElse(state.version());
    checkVersion(submission, version);
    TypedOperation operation = transformed(submission.operation(), version);
    DocumentState after = state.after(operation, time());
    checkSize(after.size());
    LoggedOperation logged =
        new LoggedOperation(
            state.version(),
            submission.source(),
            submission.seq(),
            submission.author(),
            after.time(),
            operation.payload());
    state = after;
    lastSent.put(submission.source(), new LastSent(logged.seq(), logged.version(), logged.time()));
    entries.add(new Entry(new Committed(logged), operation));
    return new Result.Accepted(submission, entries.size() - 1);
  }

  /** What is too large already may still become smaller. */
  private void checkSize(long after) {
    if (after > sizeLimit && after > state.size()) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The document would have " + after + " characters, allowed are " + sizeLimit);
    }
  }

  /** Time never goes back within a document, whatever the nodes' clocks say. */
  private Instant time() {
    return now.isBefore(state.time()) ? state.time() : now;
  }

  private void checkVersion(Submission submission, long version) {
    if (version < 0) {
      throw new CollabException(
          ErrorCode.ERR_MESSAGE_BADLY_FORMED, "Version " + version + " is below 0");
    }
    if (version > state.version()) {
      throw new CollabException(
          ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
          "Version " + version + " is ahead of the document, which is at " + state.version());
    }
    if (submission.exact() && version != state.version()) {
      throw new CollabException(
          ErrorCode.ERR_VERSION_CONFLICT,
          "The document went on from version " + version + " to " + state.version());
    }
    if (version < tail.start() || !tail.canBuildOn(version)) {
      throw History.notKept(version);
    }
  }

  private TypedOperation transformed(Operation submitted, long version) {
    if (submitted instanceof Operation.Delete && state.version() == 0) {
      throw new CollabException(ErrorCode.ERR_DOC_DOES_NOT_EXIST, "The document has never existed");
    }
    List<Entry> since = since(version);
    if (submitted instanceof Operation.Edit) {
      refuseOverDeletion(since);
    }
    TypedOperation operation = TypedOperation.of(submitted, state.content(), types);
    for (Entry committed : since) {
      operation = operation.over(committed.operation());
    }
    return operation;
  }

  /**
   * An edit is understood by the type of what is there now, which says nothing of what was there
   * before a deletion.
   */
  private static void refuseOverDeletion(List<Entry> since) {
    for (Entry entry : since) {
      if (entry.operation() instanceof TypedOperation.Delete) {
        throw new CollabException(
            ErrorCode.ERR_DOC_WAS_DELETED, "The document was deleted by somebody else");
      }
    }
  }

  private List<Entry> since(long version) {
    if (version >= tail.end()) {
      return entries.subList(Math.toIntExact(version - tail.end()), entries.size());
    }
    List<Entry> since = new ArrayList<>(tail.from(version));
    since.addAll(entries);
    return since;
  }

  private Optional<Long> committedVersion(Submission submission) {
    Optional<LastSent> last =
        Optional.ofNullable(lastSent.get(submission.source()))
            .or(() -> sources.last(submission.source()));
    if (last.isEmpty() || last.get().seq() < submission.seq()) {
      return Optional.empty();
    }
    if (last.get().seq() == submission.seq()) {
      return Optional.of(last.get().version());
    }
    return Optional.of(
        searched(submission)
            .orElseThrow(
                () ->
                    new CollabException(
                        ErrorCode.ERR_OT_OP_BADLY_FORMED,
                        "Sequence number "
                            + submission.seq()
                            + " is not after "
                            + last.get().seq()
                            + ", this client's last")));
  }

  private Optional<Long> searched(Submission submission) {
    for (Entry entry : since(tail.start())) {
      LoggedOperation logged = entry.committed().operation();
      if (logged.seq() == submission.seq() && logged.source().equals(submission.source())) {
        return Optional.of(logged.version());
      }
    }
    return Optional.empty();
  }
}
