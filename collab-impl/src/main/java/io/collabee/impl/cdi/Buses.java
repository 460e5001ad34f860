package io.collabee.impl.cdi;

import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.postgres.NotifyBus;
import io.collabee.impl.cluster.redisson.RedisSettings;
import io.collabee.impl.cluster.redisson.RedissonBus;
import io.collabee.impl.config.BusChoice;
import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which buses a node has. */
final class Buses {
  private static final Logger LOG = System.getLogger(Buses.class.getName());

  private final Configuration configuration;
  private final Node.Surroundings around;
  private final byte[] secret;

  /**
   * Buses that are not chosen yet.
   *
   * @param secret shared by the nodes of one database
   */
  Buses(Configuration configuration, Node.Surroundings around, byte[] secret) {
    this.configuration = configuration;
    this.around = around;
    this.secret = secret;
  }

  /**
   * Those that are configured, the preferred one first.
   *
   * @throws IllegalStateException if one that must be there cannot be; the message names the key
   */
  List<Carrier.Opener> chosen() {
    List<Carrier.Opener> chosen =
        switch (configuration.get(Settings.BUS)) {
          case AUTO -> Stream.of(redis(), database()).flatMap(Optional::stream).toList();
          case REDIS ->
              required(
                  BusChoice.REDIS,
                  redis(),
                  Settings.REDIS_ADDRESSES
                      + " has no address and the application no bean of RedissonClient");
          case DATABASE ->
              required(
                  BusChoice.DATABASE,
                  database(),
                  "the data source is none of PostgreSQL's, or the application does not see"
                      + " PostgreSQL's driver");
          case NONE -> List.of();
        };
    if (chosen.isEmpty()) {
      LOG.log(Level.INFO, "No bus between nodes: each asks the database what others committed");
    }
    return chosen;
  }

  private static List<Carrier.Opener> required(
      BusChoice choice, Optional<Carrier.Opener> bus, String missing) {
    return List.of(
        bus.orElseThrow(
            () ->
                new IllegalStateException(
                    "%s is %s, but %s"
                        .formatted(
                            Settings.BUS, choice.name().toLowerCase(Locale.ROOT), missing))));
  }

  private Optional<Carrier.Opener> redis() {
    RedisSettings settings = RedisSettings.of(configuration);
    if (!settings.addresses().isEmpty()) {
      return Optional.of(RedissonBus.configured(settings, secret, around.threads()));
    }
    return around
        .redisson()
        .get()
        .map(client -> RedissonBus.using(client, settings, secret, around.threads()));
  }

  private Optional<Carrier.Opener> database() {
    return NotifyBus.on(around.dataSource(), secret, around.threads());
  }
}
