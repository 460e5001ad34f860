package io.collabee.impl.security;

import java.util.Map;
import java.util.Optional;

/**
 * The keys that values are sealed with, each under an id that stands beside what it sealed.
 * Thread-safe.
 */
public interface SealingKeys {

  /** How long a key is, in bytes. */
  int LENGTH = 32;

  /**
   * The id of the key that seals from now on.
   *
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if it
   *     cannot be told
   */
  String current();

  /**
   * A key, to open what it sealed.
   *
   * @return 32 bytes; empty if there is no key of this id, or none any more
   */
  Optional<byte[]> key(String id);

  /** One key for ever. */
  static SealingKeys of(byte[] key) {
    return of("1", Map.of("1", key));
  }

  /**
   * Keys that stay as they are.
   *
   * @param current one of their ids
   * @throws IllegalArgumentException if one has not 32 bytes
   */
  static SealingKeys of(String current, Map<String, byte[]> keys) {
    Map<String, byte[]> all = Map.copyOf(keys);
    if (!all.containsKey(current) || all.values().stream().anyMatch(key -> key.length != LENGTH)) {
      throw new IllegalArgumentException("A key has not 32 bytes");
    }
    return new SealingKeys() {
      @Override
      public String current() {
        return current;
      }

      @Override
      public Optional<byte[]> key(String id) {
        return Optional.ofNullable(all.get(id));
      }
    };
  }
}
