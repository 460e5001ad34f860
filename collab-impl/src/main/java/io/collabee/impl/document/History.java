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
    return log.operations(document, from, to).stream().map(Committed::new).toList();
  }

  /**
   * The operations from one version to before another, understood by their types.
   *
   * @throws CollabException {@link ErrorCode#ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND} if they are not
   *     kept
   */
  List<Entry> entries(DocumentId document, long from, long to) {
    List<Entry> entries = new ArrayList<>();
    DocumentState state = state(document, from);
    state.after(log.operations(document, from, to), types, entries);
    if (entries.size() < to - from) {
      throw notKept(from);
    }
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
   *     past the head
   */
  View at(DocumentId document, long version) {
    DocumentState state = state(document, version);
    return new View(document, version, state.content());
  }

  /** The content at a time. */
  View at(DocumentId document, Instant time) {
    return at(document, log.versionAt(document, time));
  }

  private DocumentState state(DocumentId document, long version) {
    DocumentState start = start(log.snapshot(document, version));
    DocumentState state = start.after(log.operations(document, start.version(), version), types);
    if (state.version() < version) {
      throw new CollabException(
          ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
          "Version " + version + " is ahead of the document, which is at " + state.version());
    }
    return state;
  }

  private DocumentState start(Optional<StoredSnapshot> snapshot) {
    return snapshot
        .map(stored -> DocumentState.of(stored, types))
        .orElse(DocumentState.NEVER_EXISTED);
  }
}
