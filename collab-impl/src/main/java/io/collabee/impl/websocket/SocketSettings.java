package io.collabee.impl.websocket;

import io.collabee.DocumentId;
import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Setting;
import io.collabee.impl.config.Settings;
import io.collabee.impl.protocol.SessionLimits;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.Origins;
import io.collabee.impl.security.Proxies;
import io.collabee.spi.Access;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the endpoint is to be.
 *
 * @param enabled whether there is one
 * @param path below the context root, with a slash at the start
 * @param organisation to which every connection belongs
 * @param anonymousAllowed whether callers without a login may connect
 * @param origins from which pages browsers may connect
 * @param proxies who is believed when it says for whom it asks
 * @param roles those roles that the host's access policy may ask for; the container tells of a role
 *     at the handshake only
 * @param messageSize the longest message taken, in UTF-16 units
 * @param pingInterval how often a client is pinged
 * @param missedPings after how many intervals without a sign of life it is closed
 * @param pumps how many threads write to sockets
 * @param stopPatience how long clients may take, when the module stops, to get the answers they
 *     wait for
 * @param idleTimerOff whether to switch Tyrus' idle timer off, see {@link TyrusIdleTimer}
 */
public record SocketSettings(
    boolean enabled,
    String path,
    String organisation,
    boolean anonymousAllowed,
    Origins origins,
    Proxies proxies,
    Set<String> roles,
    int messageSize,
    Duration pingInterval,
    int missedPings,
    int pumps,
    Duration stopPatience,
    boolean idleTimerOff,
    VisitorLimits visitors,
    OutboxLimits outbox,
    SessionLimits session) {

  /** What applies where nothing is configured. */
  public static final SocketSettings DEFAULT =
      new SocketSettings(
          true,
          "/collab/socket",
          DocumentId.DEFAULT_ORGANISATION,
          false,
          new Origins(Set.of()),
          new Proxies(Set.of()),
          Set.of(),
          1 << 20,
          Duration.ofSeconds(25),
          3,
          2,
          Duration.ofSeconds(5),
          true,
          VisitorLimits.DEFAULT,
          OutboxLimits.DEFAULT,
          SessionLimits.DEFAULT);

  /** Copies the set and checks the ranges. */
  public SocketSettings {
    roles = Set.copyOf(roles);
    if (!path.startsWith("/") || path.length() < 2) {
      throw new IllegalArgumentException("The socket's path does not start with a slash: " + path);
    }
    if (messageSize < 1 || missedPings < 1 || pumps < 1 || pingInterval.isNegative()) {
      throw new IllegalArgumentException("The socket's sizes and numbers are 1 or more");
    }
  }

  /** What is configured. */
  public static SocketSettings of(Configuration configuration) {
    return new SocketSettings(
        configuration.get(Settings.SOCKET_ENABLED),
        configuration.get(Settings.SOCKET_PATH),
        DocumentId.DEFAULT_ORGANISATION,
        configuration.get(Settings.ANONYMOUS_ACCESS) != Access.NONE,
        listed(configuration, Settings.SOCKET_ORIGINS, Origins::new),
        listed(configuration, Settings.SOCKET_TRUSTED_PROXIES, Proxies::new),
        list(configuration.get(Settings.SOCKET_ROLES)),
        Math.toIntExact(configuration.get(Settings.SOCKET_MESSAGE_SIZE)),
        configuration.get(Settings.SOCKET_PING),
        configuration.get(Settings.SOCKET_MISSED_PINGS),
        configuration.get(Settings.SOCKET_PUMPS),
        configuration.get(Settings.SHUTDOWN_PATIENCE),
        !configuration.get(Settings.SOCKET_TYRUS_TIMER),
        new VisitorLimits(
            configuration.get(Settings.SOCKET_CONNECTIONS),
            configuration.get(Settings.USER_CONNECTIONS),
            configuration.get(Settings.ADDRESS_CONNECTIONS),
            Allowance.of(configuration.get(Settings.ADDRESS_HANDSHAKES))),
        new OutboxLimits(
            Math.toIntExact(configuration.get(Settings.SOCKET_OUTBOX_SIZE)),
            OutboxLimits.DEFAULT.room(),
            Math.toIntExact(configuration.get(Settings.SOCKET_BATCH_SIZE))),
        new SessionLimits(
            configuration.get(Settings.SOCKET_DOCUMENTS),
            Math.toIntExact(configuration.get(Settings.SOCKET_OPERATION_SIZE)),
            new Allowance(
                configuration.get(Settings.SOCKET_RATE), configuration.get(Settings.SOCKET_BURST)),
            Allowance.of(configuration.get(Settings.SOCKET_OPERATION_RATE)),
            configuration.get(Settings.SOCKET_READS),
            configuration.get(Settings.SOCKET_PRESENCES),
            Math.toIntExact(configuration.get(Settings.SOCKET_PRESENCE_SIZE)),
            Allowance.of(configuration.get(Settings.SOCKET_PRESENCE_RATE))));
  }

  private static <T> T listed(
      Configuration configuration, Setting<String> setting, Function<Set<String>, T> meaning) {
    try {
      return meaning.apply(list(configuration.get(setting)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting.key() + " has " + e.getMessage(), e);
    }
  }

  private static Set<String> list(String commas) {
    return Arrays.stream(commas.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
