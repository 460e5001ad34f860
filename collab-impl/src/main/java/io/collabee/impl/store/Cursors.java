package io.collabee.impl.store;

import java.util.HashMap;
import java.util.Map;

/**
 * Where each client is expected to edit next: where it stopped, moved by what others did since.
 * Most edits are there, so that a chunk has little to say about places.
 */
final class Cursors {
  private final Map<Long, Long> places = new HashMap<>();

  /** Where a client's next edit is expected to start. */
  long expected(long sourceKey, Edit edit) {
    long place = places.getOrDefault(sourceKey, 0L);
    // Who deletes does it backwards, mostly.
    return !edit.steps().isEmpty() && edit.steps().get(0).deletes()
        ? place - edit.steps().get(0).length()
        : place;
  }

  /** An edit was made. */
  void moved(long sourceKey, Edit edit) {
    long growth = edit.growth();
    places.replaceAll(
        (other, place) -> place > edit.start() ? Math.max(edit.start(), place + growth) : place);
    places.put(sourceKey, edit.end());
  }
}
