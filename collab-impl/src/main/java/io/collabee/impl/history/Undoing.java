package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.Replay;
import io.collabee.impl.document.TypedOperation;
import io.collabee.impl.document.View.Content;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the operation that undoes some of a document's operations and leaves the others.
 *
 * <p><b>The idea.</b> While the history is gone through, an operation is kept up that makes of the
 * content of each version the content as it would be without what is to be undone. One that is to
 * be undone is taken back first, so its inverse goes before what is kept; any other is something
 * that others did, over which what is kept is transformed. So operations are taken back newest
 * first, each where it was made, and what one of them did to another's is gone with it, which would
 * not be so if each were carried to the end by itself.
 */
final class Undoing {
  private final Replay replay;
  private final Predicate<LoggedOperation> undone;
  private Optional<Undo<?, ?>> undo = Optional.empty();

  /**
   * @param undone which operations are to be undone; creations and deletions never are
   */
  Undoing(Replay start, Predicate<LoggedOperation> undone) {
    this.replay = start;
    this.undone = undone;
  }

  /** An operation on the content as it is. */
  private record Undo<S, O>(DocumentType<S, O> type, O operation) {}

  void next(LoggedOperation logged) {
    TypedOperation operation = replay.understand(logged);
    if (operation instanceof TypedOperation.Edit edit) {
      Content<?> before = replay.content().orElseThrow();
      undo = undone.test(logged) ? takenBack(before, edit) : undo.map(kept -> over(kept, edit));
    } else if (!(operation instanceof TypedOperation.None)) {
      // What was there is gone, and with it all that could be undone.
      undo = Optional.empty();
    }
    replay.apply(operation);
  }

  @SuppressWarnings("unchecked") // The edit, the content and what is kept are of one type.
  private <S, O> Optional<Undo<?, ?>> takenBack(Content<S> before, TypedOperation.Edit edit) {
    DocumentType<S, O> type = (DocumentType<S, O>) before.type();
    O inverse =
        type.invert((O) edit.value(), before.value())
            .orElseThrow(
                () ->
                    new CollabException(
                        ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY,
                        "An operation of type " + type.name() + " has no inverse"));
    return Optional.of(
        new Undo<>(
            type, undo.map(kept -> type.compose(inverse, (O) kept.operation())).orElse(inverse)));
  }

  @SuppressWarnings("unchecked")
  private static <S, O> Undo<?, ?> over(Undo<S, O> kept, TypedOperation.Edit edit) {
    return new Undo<>(
        kept.type, kept.type.transform(kept.operation, (O) edit.value(), kept.type.yieldingSide()));
  }

  /** The operation on the content that has come out; empty if it would change nothing. */
  Optional<JsonValue> done() {
    return undo.filter(kept -> isChange(kept, replay.content().orElseThrow().value()))
        .map(Undoing::json);
  }

  @SuppressWarnings("unchecked")
  private static <S, O> boolean isChange(Undo<S, O> kept, Object content) {
    return !kept.type.apply((S) content, kept.operation).equals(content);
  }

  private static <S, O> JsonValue json(Undo<S, O> kept) {
    return kept.type.operationJson(kept.operation);
  }
}
