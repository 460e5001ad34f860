package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the operations of a document add up to at one version. Immutable, and it shares all it can
 * with the states before and after it: moving on by one operation costs what the operation weighs,
 * and going back costs nothing. That is what lets a lane prepare a batch on a copy and drop it if
 * the transaction fails.
 *
 * @param version how many operations went in
 * @param content empty if the document does not exist
 * @param time of the last operation; {@link Instant#EPOCH} if there is none
 */
record DocumentState(long version, Optional<Content<?>> content, Instant time) {

  /** So many operations are worth a {@link TextReplay}, which begins with the whole text. */
  private static final int MANY = 64;

  static final DocumentState NEVER_EXISTED = new DocumentState(0, Optional.empty(), Instant.EPOCH);

  /** The state that a snapshot holds. */
  static DocumentState of(StoredSnapshot snapshot, DocumentTypes types) {
    Optional<Content<?>> content =
        snapshot.type().map(uri -> StoredContent.read(types.get(uri), snapshot.content()));
    return new DocumentState(snapshot.version(), content, snapshot.time());
  }

  /** About how long the content's JSON is; 0 if there is none or its type does not know. */
  long size() {
    return content.map(present -> present.size().orElse(0)).orElse(0L);
  }

  /**
   * The state after an operation.
   *
   * @throws CollabException if the operation does not fit
   */
  DocumentState after(TypedOperation operation, Instant committed) {
    return new DocumentState(version + 1, operation.apply(content), committed);
  }

  /**
   * The state after operations from the log, which come in order from this version on.
   *
   * @param entries gets what was read, if it is wanted
   * @throws IllegalStateException if the log has a gap
   */
  DocumentState after(List<LoggedOperation> logged, DocumentTypes types, List<Entry> entries) {
    DocumentState state = this;
    for (LoggedOperation operation : logged) {
      if (operation.version() != state.version) {
        throw new IllegalStateException(
            "The log goes on at version " + operation.version() + " after " + state.version);
      }
      TypedOperation typed = TypedOperation.of(operation.operation(), state.content, types);
      state = state.after(typed, operation.time());
      entries.add(new Entry(new Committed(operation), typed));
    }
    return state;
  }

  /**
   * The state after operations from the log, which come in order from this version on.
   *
   * @throws IllegalStateException if the log has a gap
   */
  DocumentState after(List<LoggedOperation> logged, DocumentTypes types) {
    DocumentState state = this;
    int done = 0;
    while (done < logged.size()) {
      List<LoggedOperation> rest = logged.subList(done, logged.size());
      Optional<TextReplay> replay = rest.size() < MANY ? Optional.empty() : TextReplay.from(state);
      if (replay.isPresent()) {
        done += replay.get().goOn(rest);
        state = replay.get().state();
      }
      // Where one operation was not understood there may be more.
      int end = Math.min(logged.size(), done + MANY);
      state = state.after(logged.subList(done, end), types, new ArrayList<>());
      done = end;
    }
    return state;
  }
}
