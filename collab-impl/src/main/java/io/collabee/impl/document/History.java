package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads documents back from the log: newest snapshot at or before a version, and the operations
 * since. Every method waits for the store, so none is called on a lane.
 */
final class History {
  private static final int PAGE = 500;

  private final OperationLog log;
  private final DocumentTypes types;

  History(OperationLog log, DocumentTypes types) {
    this.log = log;
    this.types = types;
  }

  /** All that a live document starts from. */
  LiveDocument.Loaded load(DocumentId document) {
    Optional<StoredSnapshot> snapshot = log.snapshot(document, Long.MAX_VALUE);
    DocumentState start = start(snapshot);
    List<Entry> entries = new ArrayList<>();
    DocumentState state =
        start.after(log.operations(document, start.version(), Long.MAX_VALUE), types, entries);
    return new LiveDocument.Loaded(
        start.version(),
        snapshot.map(stored -> (long) stored.content().length()).orElse(0L),
        entries,
        state,
        new Sources(snapshot.map(StoredSnapshot::sources).orElse(Map.of())));
  }

  /** What is known of a document without its content. */
  Optional<DocumentSummary> find(DocumentId document) {
    return log.find(document);
  }

  /** The documents of a collection that exist. */
  List<DocumentSummary> list(DocumentQuery query, String after, int limit) {
    return log.list(query, after, limit);
  }

  /** The operations from one version to before another. */
  List<Committed> operations(DocumentId document, long from, long to) {
    return kept(document, from, to).stream().map(Committed::new).toList();
  }

  /**
   * The operations from one version to before another, which is not past the head.
   *
   * @throws CollabException {@link ErrorCode#ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND} if they are not
   *     kept from there on
   */
  private List<LoggedOperation> kept(DocumentId document, long from, long to) {
    List<LoggedOperation> operations = log.operations(document, from, to);
    if (from < to && (operations.isEmpty() || !goesOn(operations.get(0), from))) {
      throw notKept(from);
    }
    return operations;
  }

  /** Whether an operation is that of a version, and the version is one that is kept. */
  private static boolean goesOn(LoggedOperation operation, long version) {
    return operation.version() == version && !operation.isMerged();
  }

  /**
   * The operations from one version to before another, understood by their types.
   *
   * @throws CollabException {@link ErrorCode#ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND} if they are not
   *     kept
   */
  List<Entry> entries(DocumentId document, long from, long to) {
    List<LoggedOperation> operations = kept(document, from, to);
    if (operations.size() < to - from) {
      throw notKept(from);
    }
    List<Entry> entries = new ArrayList<>();
    var unused = state(document, from).after(operations, types, entries);
    return entries;
  }

  /** What whoever needs operations hears that the log has no more. */
  static CollabException notKept(long version) {
    return new CollabException(
        ErrorCode.ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND,
        "The operations since version " + version + " are not kept");
  }

  /**
   * The content at a version.
   *
   * @throws CollabException {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT} if it is
   *     past the head, {@link ErrorCode#ERR_VERSION_GONE} if it is not kept
   */
  View at(DocumentId document, long version) {
    DocumentState state = state(document, version);
    return new View(document, version, state.content());
  }

  /** The content at a time. */
  View at(DocumentId document, Instant time) {
    long version = log.versionAt(document, time);
    DocumentState state = state(document, version);
    if (version > 0 && state.time().isAfter(time)) {
      throw new CollabException(
          ErrorCode.ERR_VERSION_GONE,
          "What was before version " + version + " is not kept, but for labelled versions");
    }
    return new View(document, version, state.content());
  }

  private DocumentState state(DocumentId document, long version) {
    DocumentState start = start(log.snapshot(document, version));
    if (start.version() == version) {
      return start;
    }
    // The operation that follows tells whether the version is kept.
    long end = Math.min(version, Long.MAX_VALUE - 1) + 1;
    List<LoggedOperation> logged = log.operations(document, start.version(), end);
    boolean isGone =
        (logged.isEmpty()
                ? log.first(document) > start.version()
                : !goesOn(logged.get(0), start.version()))
            || (logged.size() > version - start.version()
                && logged.get((int) (version - start.version())).isMerged());
    if (isGone) {
      throw gone(document, version);
    }
    DocumentState state =
        start.after(
            logged.subList(0, (int) Math.min(logged.size(), version - start.version())), types);
    if (state.version() < version) {
      throw new CollabException(
          ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
          "Version " + version + " is ahead of the document, which is at " + state.version());
    }
    return state;
  }

  private CollabException gone(DocumentId document, long version) {
    long first = log.first(document);
    long before = log.snapshot(document, version).map(StoredSnapshot::version).orElse(0L);
    for (long end = version; end > Math.max(first, before); end -= PAGE) {
      for (LoggedOperation operation : log.operations(document, Math.max(first, end - PAGE), end)) {
        before = operation.isMerged() ? before : Math.max(before, operation.version());
      }
    }
    long after = Math.max(first, version);
    List<LoggedOperation> next = log.operations(document, after, after + PAGE);
    while (!next.isEmpty() && next.get(next.size() - 1).isMerged()) {
      after += next.size();
      next = log.operations(document, after, after + PAGE);
    }
    after += next.stream().takeWhile(LoggedOperation::isMerged).count();
    return new CollabException(
        ErrorCode.ERR_VERSION_GONE,
        "Version %d is not kept; the nearest that are kept are %d and %d"
            .formatted(version, before, after));
  }

  private DocumentState start(Optional<StoredSnapshot> snapshot) {
    return snapshot
        .map(stored -> DocumentState.of(stored, types))
        .orElse(DocumentState.NEVER_EXISTED);
  }
}
