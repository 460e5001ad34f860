package io.collabee.impl.cluster.redisson;

import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.RedisMode;
import io.collabee.impl.config.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where Redis is and how it is used.
 *
 * @param addresses of the server, of Sentinels or of some servers of a cluster, as {@code
 *     redis://host:port} or {@code rediss://host:port}; none if Redis is not configured
 * @param master the name that the Sentinels know the master by
 * @param username empty for none
 * @param password empty for none
 * @param prefix what the names of topics begin with
 * @param topics over how many topics documents are spread
 * @param patience how long a message to oneself may take
 * @param waiting how many bytes may wait to be published
 */
public record RedisSettings(
    RedisMode mode,
    List<String> addresses,
    String master,
    String username,
    String password,
    String prefix,
    int topics,
    Duration patience,
    long waiting) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if addresses and mode do not fit; the message names the keys
   */
  public RedisSettings {
    addresses = List.copyOf(addresses);
    if (addresses.stream().anyMatch(address -> address.contains("@"))) {
      // Addresses are logged.
      throw new IllegalArgumentException(
          "%s has a login in it, which belongs in %s and %s"
              .formatted(
                  Settings.REDIS_ADDRESSES, Settings.REDIS_USERNAME, Settings.REDIS_PASSWORD));
    }
    if (mode == RedisMode.SINGLE && addresses.size() > 1) {
      throw new IllegalArgumentException(
          "%s has %d addresses, but %s is single"
              .formatted(Settings.REDIS_ADDRESSES, addresses.size(), Settings.REDIS_MODE));
    }
    if (mode == RedisMode.SENTINEL && !addresses.isEmpty() && master.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is sentinel, but %s has no name"
              .formatted(Settings.REDIS_MODE, Settings.REDIS_MASTER));
    }
  }

  /**
   * The settings as configured.
   *
   * @throws IllegalArgumentException if addresses and mode do not fit; the message names the keys
   */
  public static RedisSettings of(Configuration configuration) {
    return new RedisSettings(
        configuration.get(Settings.REDIS_MODE),
        addresses(configuration.get(Settings.REDIS_ADDRESSES)),
        configuration.get(Settings.REDIS_MASTER),
        configuration.get(Settings.REDIS_USERNAME),
        configuration.get(Settings.REDIS_PASSWORD),
        configuration.get(Settings.REDIS_PREFIX),
        configuration.get(Settings.REDIS_TOPICS),
        configuration.get(Settings.REDIS_PATIENCE),
        configuration.get(Settings.REDIS_WAITING));
  }

  private static List<String> addresses(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(address -> !address.isEmpty())
        .map(address -> address.contains("://") ? address : "redis://" + address)
        .toList();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Redis ("
        + mode.name().toLowerCase(Locale.ROOT)
        + ") at "
        + String.join(", ", addresses);
  }
}
