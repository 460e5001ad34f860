package io.collabee.impl.document;

import io.collabee.impl.document.StoredSnapshot.LastSent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last committed operation of every client heard of lately in one document.
 *
 * <p>A client has one operation of a document in flight and numbers them upwards, so this is all it
 * takes to know an operation that is sent again, whatever version it now claims. It is a fold over
 * the log like the content, and is kept with it in snapshots: nothing more need be written for an
 * edit, nor looked up.
 */
final class Sources {
  private final Map<String, LastSent> last = new HashMap<>();

  Sources(Map<String, LastSent> last) {
    this.last.putAll(last);
  }

  Optional<LastSent> last(String source) {
    return Optional.ofNullable(last.get(source));
  }

  void add(LoggedOperation operation) {
    last.merge(
        operation.source(),
        new LastSent(operation.seq(), operation.version(), operation.time()),
        (before, now) -> now.seq() >= before.seq() ? now : before);
  }

  /** All of them. */
  Map<String, LastSent> all() {
    return Map.copyOf(last);
  }

  /**
   * Forgets clients whose last operation is older than a time and a version, and gives the others.
   * A time alone would have all forgotten at once when a node's clock is far ahead.
   */
  Map<String, LastSent> since(Instant time, long version) {
    last.values().removeIf(sent -> sent.time().isBefore(time) && sent.version() < version);
    return Map.copyOf(last);
  }
}
