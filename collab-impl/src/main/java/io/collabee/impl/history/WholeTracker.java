package io.collabee.impl.history;

import io.collabee.history.Change;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Follows a content of which nothing is known: it is the same or it is another. */
final class WholeTracker<S, O> implements Tracker<S, O> {
  private final DocumentType<S, O> type;
  private final Optional<JsonValue> before;
  private final Contributors by = new Contributors();

  /** Of a content that is there. */
  WholeTracker(DocumentType<S, O> type, S content) {
    this.type = type;
    this.before = Optional.of(type.snapshotJson(content));
  }

  /** Of a content that is new. */
  WholeTracker(DocumentType<S, O> type, Origin creation) {
    this.type = type;
    this.before = Optional.empty();
    by.add(creation);
  }

  @Override
  public void edit(O operation, Origin origin) {
    by.add(origin);
  }

  @Override
  public List<Change> changes(S now) {
    Optional<JsonValue> after = Optional.of(type.snapshotJson(now));
    return before.equals(after)
        ? List.of()
        : List.of(new Change.Value(JsonValue.EMPTY_JSON_ARRAY, before, after, by.list()));
  }

  @Override
  public List<Change> deleted(Origin origin) {
    return before.isEmpty()
        ? List.of()
        : List.of(
            new Change.Value(
                JsonValue.EMPTY_JSON_ARRAY,
                before,
                Optional.empty(),
                Contributors.of(origin).list()));
  }
}
