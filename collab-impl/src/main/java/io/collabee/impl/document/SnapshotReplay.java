package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through a document's history operation by operation, and tells the snapshot of each version.
 * For one thread.
 */
public final class SnapshotReplay {
  private final DocumentTypes types;
  private final Sources sources;
  private DocumentState state;

  /** Starts with a snapshot, or before everything. */
  public SnapshotReplay(Optional<StoredSnapshot> start, DocumentTypes types) {
    this.types = types;
    this.state =
        start.map(stored -> DocumentState.of(stored, types)).orElse(DocumentState.NEVER_EXISTED);
    this.sources = new Sources(start.map(StoredSnapshot::sources).orElse(Map.of()));
  }

  /** The version it is at. */
  public long version() {
    return state.version();
  }

  /** When the last operation was committed. */
  public Instant time() {
    return state.time();
  }

  /** The content at that version; empty if the document did not exist. */
  public Optional<Content<?>> content() {
    return state.content();
  }

  /**
   * Goes on by the operation of this version.
   *
   * @return the operation, understood by its type
   * @throws CollabException if it does not fit the content
   * @throws IllegalStateException if it is of another version
   */
  public TypedOperation next(LoggedOperation logged) {
    if (logged.version() != state.version()) {
      throw new IllegalStateException(
          "The log goes on at version " + logged.version() + " after " + state.version());
    }
    TypedOperation operation = TypedOperation.of(logged.operation(), state.content(), types);
    state = state.after(operation, logged.time());
    sources.add(logged);
    return operation;
  }

  /** The snapshot of the version it is at. */
  public StoredSnapshot snapshot() {
    return new StoredSnapshot(
        state.version(),
        state.content().map(present -> present.type().uri()),
        state.content().map(View::json).orElse("null"),
        state.time(),
        sources.all());
  }
}
