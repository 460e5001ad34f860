package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.Optional;

/** Goes through a document's history operation by operation. For one thread. */
public final class Replay {
  private final DocumentTypes types;
  private DocumentState state;

  /** Starts at a version. */
  public Replay(View from, DocumentTypes types) {
    this.types = types;
    this.state = new DocumentState(from.version(), from.content(), Instant.EPOCH);
  }

  /** The version it is at. */
  public long version() {
    return state.version();
  }

  /** The content at that version; empty if the document did not exist. */
  public Optional<Content<?>> content() {
    return state.content();
  }

  /**
   * Understands the operation of this version, without applying it.
   *
   * @throws CollabException if it does not fit the content
   * @throws IllegalStateException if it is of another version
   */
  public TypedOperation understand(LoggedOperation operation) {
    if (operation.version() != state.version()) {
      throw new IllegalStateException(
          "The log goes on at version " + operation.version() + " after " + state.version());
    }
    return TypedOperation.of(operation.operation(), state.content(), types);
  }

  /** Goes on to the version after an operation that was understood here. */
  public void apply(TypedOperation operation) {
    state = state.after(operation, Instant.EPOCH);
  }
}
