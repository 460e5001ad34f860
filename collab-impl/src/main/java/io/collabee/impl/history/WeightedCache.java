package io.collabee.impl.history;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Remembers what was used last, up to a weight. Thread-safe.
 *
 * @param <K> a key
 * @param <V> an immutable value
 */
final class WeightedCache<K, V> {
  private final long limit;
  private final Map<K, Weighted<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /**
   * @param limit what all entries may weigh together
   */
  WeightedCache(long limit) {
    this.limit = limit;
  }

  private record Weighted<V>(V value, long weight) {}

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key)).map(Weighted::value);
  }

  /** Remembers a value, unless it is too heavy by itself. */
  synchronized void put(K key, V value, long valueWeight) {
    remove(key);
    if (valueWeight > limit) {
      return;
    }
    entries.put(key, new Weighted<>(value, valueWeight));
    weight += valueWeight;
    Iterator<Weighted<V>> eldest = entries.values().iterator();
    while (weight > limit) {
      weight -= eldest.next().weight();
      eldest.remove();
    }
  }

  private void remove(K key) {
    Weighted<V> removed = entries.remove(key);
    if (removed != null) {
      weight -= removed.weight();
    }
  }

  synchronized void removeIf(Predicate<K> keys) {
    entries.keySet().stream().filter(keys).toList().forEach(this::remove);
  }
}
