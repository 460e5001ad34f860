package io.collabee.impl.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A bounded memory of facts that hold while the database does not fail; the one not asked for
 * longest goes. Thread-safe.
 */
final class RecentlyUsed<K, V> {
  private final Map<K, V> entries;
  private final Failures failures;
  private long failuresSeen;

  RecentlyUsed(int capacity, Failures failures) {
    this.failures = failures;
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  synchronized Optional<V> get(K key) {
    long now = failures.count();
    if (now != failuresSeen) {
      entries.clear();
      failuresSeen = now;
    }
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  synchronized void forget(K key) {
    entries.remove(key);
  }
}
