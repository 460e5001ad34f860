package io.collabee.impl.cdi;

import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Settings;
import io.collabee.impl.security.Purge;
import io.collabee.impl.security.Sealer;
import io.collabee.impl.security.SealingKeys;
import io.collabee.impl.store.Secrets;
import io.collabee.spi.SessionKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a node seals with. */
final class Keys {
  private static final String TICKETS = "tickets";
  private static final String SESSIONS = "sessions";

  /** No session lives longer, and nothing else is sealed for as long. */
  private static final Duration LONGEST_SEALED = Duration.ofDays(31);

  private final Configuration configuration;
  private final Secrets secrets;
  private final Clock clock;

  Keys(Configuration configuration, Secrets secrets, Clock clock) {
    this.configuration = configuration;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** For tickets. */
  Sealer tickets() {
    return new Sealer(aged(TICKETS));
  }

  /**
   * For sessions.
   *
   * @param port of the host
   * @throws IllegalArgumentException if they are badly configured; the message names the key and no
   *     value
   */
  Sealer sessions(Optional<SessionKeys> port) {
    String configured = configuration.get(Settings.SESSION_KEYS);
    return new Sealer(
        port.map(Keys::of)
            .orElseGet(() -> configured.isEmpty() ? aged(SESSIONS) : configured(configured)));
  }

  private SealingKeys aged(String purpose) {
    return secrets.keys(purpose, configuration.get(Settings.KEY_LIFE), clock);
  }

  private static SealingKeys of(SessionKeys port) {
    return new SealingKeys() {
      @Override
      public String current() {
        return port.current();
      }

      @Override
      public Optional<byte[]> key(String id) {
        return port.key(id);
      }
    };
  }

  /** Keys as they are configured: {@code id:base64,id:base64}, the current one first. */
  static SealingKeys configured(String text) {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int colon = pair.indexOf(':');
      String id = pair.substring(0, Math.max(0, colon)).strip();
      if (id.isEmpty() || keys.put(id, decoded(pair.substring(colon + 1).strip())) != null) {
        throw bad("each key needs an id of its own before a colon");
      }
    }
    return SealingKeys.of(keys.keySet().iterator().next(), keys);
  }

  private static byte[] decoded(String base64) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw bad("a key is not in Base64");
    }
    if (key.length != SealingKeys.LENGTH) {
      throw bad("a key has " + key.length + " bytes instead of " + SealingKeys.LENGTH);
    }
    return key;
  }

  /** The value is a secret and is not repeated. */
  private static IllegalArgumentException bad(String why) {
    return new IllegalArgumentException(
        "Bad configuration: " + Settings.SESSION_KEYS.key() + ": " + why);
  }

  /** Deletes keys of the store that nothing is sealed with any more. */
  Purge.Of purge() {
    Duration use = configuration.get(Settings.KEY_LIFE).plus(LONGEST_SEALED);
    return new Purge.Of(
        "keys",
        now -> secrets.purge(TICKETS, now.minus(use)) + secrets.purge(SESSIONS, now.minus(use)));
  }
}
