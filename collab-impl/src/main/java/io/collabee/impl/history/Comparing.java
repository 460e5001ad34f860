package io.collabee.impl.history;

import io.collabee.DocumentId;
import io.collabee.history.Change;
import io.collabee.history.Comparison;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.Replay;
import io.collabee.impl.document.TypedOperation;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.Json0Value;
import io.collabee.spi.DocumentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares two versions by going through the operations between them. For one comparison. A
 * document that was deleted and created again in between is one deleted and one inserted.
 */
final class Comparing {
  private final Replay replay;
  private final Duration gap;
  private final List<Change> changes = new ArrayList<>();
  private boolean existed;
  private @Nullable Tracker<?, ?> tracker;

  Comparing(Replay start, Duration gap) {
    this.replay = start;
    this.gap = gap;
    start.content().ifPresent(content -> tracker = tracker(content));
    existed = tracker != null;
  }

  void next(LoggedOperation logged) {
    Origin origin = Origin.of(logged);
    TypedOperation operation = replay.understand(logged);
    replay.apply(operation);
    Tracker<?, ?> current = tracker;
    if (operation instanceof TypedOperation.Create create) {
      tracker = tracker(create.content(), origin);
    } else if (operation instanceof TypedOperation.Edit edit && current != null) {
      edit(current, edit.value(), origin);
    } else if (operation instanceof TypedOperation.Delete && current != null) {
      if (existed) {
        changes.addAll(current.deleted(origin));
      }
      existed = false;
      tracker = null;
    }
  }

  @SuppressWarnings("unchecked") // A tracker gets operations of the type it was made of.
  private static <O> void edit(Tracker<?, O> tracker, Object operation, Origin origin) {
    tracker.edit((O) operation, origin);
  }

  Comparison done(DocumentId document, long from) {
    Tracker<?, ?> last = tracker;
    if (last != null) {
      changes.addAll(changes(last, replay.content().orElseThrow().value()));
    }
    return new Comparison(document, from, replay.version(), changes);
  }

  @SuppressWarnings("unchecked") // And content of that type.
  private static <S> List<Change> changes(Tracker<S, ?> tracker, Object content) {
    return tracker.changes((S) content);
  }

  private <S> Tracker<S, ?> tracker(Content<S> content) {
    return tracker(content.type(), content.value(), Optional.empty());
  }

  private <S> Tracker<S, ?> tracker(Content<S> content, Origin creation) {
    return tracker(content.type(), content.value(), Optional.of(creation));
  }

  private <S, O> Tracker<S, ?> tracker(
      DocumentType<S, O> type, S content, Optional<Origin> creation) {
    if (type instanceof Json0Type) {
      @SuppressWarnings("unchecked") // It is the type of both.
      Tracker<S, ?> json =
          (Tracker<S, ?>)
              creation.map(JsonTracker::new).orElseGet(() -> new JsonTracker((Json0Value) content));
      return json;
    }
    if (type.sequence().isPresent()) {
      return creation
          .map(origin -> new SequenceTracker<>(type.sequence().get(), content, origin, gap))
          .orElseGet(() -> new SequenceTracker<>(type.sequence().get(), content, gap));
    }
    return creation
        .map(origin -> new WholeTracker<>(type, origin))
        .orElseGet(() -> new WholeTracker<>(type, content));
  }
}
