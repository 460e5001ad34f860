package io.collabee.sample.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts how often something was tried by or for somebody, in this process. Each key has some tries
 * within a time, which begins with the first of them. Thread-safe.
 */
final class Tries {
  /** Remembered at once; with more keys the oldest is forgotten. */
  private static final int KEYS = 10_000;

  private record Count(Instant end, int tries) {}

  private final int most;
  private final Duration within;
  private final Clock clock;

  /** By key, those that began first in front. */
  private final Map<String, Count> counts = new LinkedHashMap<>();

  Tries(int most, Duration within, Clock clock) {
    this.most = most;
    this.within = within;
    this.clock = clock;
  }

  /** Uses one try up; false if there is none left for the moment. */
  synchronized boolean use(String key) {
    Instant now = clock.instant();
    Count count = counts.get(key);
    if (count == null || !now.isBefore(count.end())) {
      begin(key, now);
      return true;
    }
    if (count.tries() >= most) {
      return false;
    }
    counts.put(key, new Count(count.end(), count.tries() + 1));
    return true;
  }

  private void begin(String key, Instant now) {
    counts.remove(key);
    if (counts.size() == KEYS) {
      counts.remove(counts.keySet().iterator().next());
    }
    counts.put(key, new Count(now.plus(within), 1));
  }

  /** Gives all tries back. */
  synchronized void forget(String key) {
    counts.remove(key);
  }

  /** Gives one try back. */
  synchronized void giveBack(String key) {
    counts.computeIfPresent(
        key, (same, count) -> new Count(count.end(), Math.max(0, count.tries() - 1)));
  }
}
