package io.collabee.impl.websocket;

import io.collabee.impl.config.Setting;
import io.collabee.impl.config.Settings;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.Route;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the clients of this node by user and by network, and says who may come. Thread-safe.
 *
 * <p>A handshake is refused with an HTTP status, which tells most. But of handshakes at one moment
 * too many may get through, and who comes with a ticket is known only when it has been used. So it
 * is asked again when the socket is open.
 */
final class Visitors {
  private static final Logger LOG = System.getLogger(Visitors.class.getName());
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final VisitorLimits limits;
  private final LongSupplier nanoTime;
  private final Rates unknown;
  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> networks = new HashMap<>();
  private final Map<Setting<Integer>, Long> warned = new HashMap<>();
  private int all;

  /**
   * A client.
   *
   * @param user empty for nobody known
   * @param route where it comes from
   */
  record Visit(String user, Route route) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Visitors(VisitorLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.unknown = new Rates(limits.unknown(), nanoTime);
  }

  /**
   * Whether a handshake may go on; counts it if it is of nobody known.
   *
   * @return the limit that it would pass
   */
  synchronized Optional<Setting<Integer>> limitPassed(Visit visit) {
    return warnedOf(
        visit.user().isEmpty() && !unknown.take(visit.route().network())
            ? Optional.of(Settings.ADDRESS_HANDSHAKES)
            : limitPassed(visit, 1));
  }

  private Optional<Setting<Integer>> limitPassed(Visit visit, int more) {
    if (all + more > limits.sockets()) {
      return Optional.of(Settings.SOCKET_CONNECTIONS);
    }
    if (isPassed(limits.perAddress(), networks, visit.route().network(), more)) {
      return Optional.of(Settings.ADDRESS_CONNECTIONS);
    }
    if (isPassed(limits.perUser(), users, visit.user(), more)) {
      return Optional.of(Settings.USER_CONNECTIONS);
    }
    return Optional.empty();
  }

  private static boolean isPassed(int limit, Map<String, Integer> counts, String name, int more) {
    return limit > 0 && !name.isEmpty() && counts.getOrDefault(name, 0) + more > limit;
  }

  /**
   * A socket has been opened. It counts until it has {@linkplain #left} even if it may not stay.
   *
   * @return the limit that it passes
   */
  synchronized Optional<Setting<Integer>> entered(Visit visit) {
    all++;
    users.merge(visit.user(), 1, Integer::sum);
    networks.merge(visit.route().network(), 1, Integer::sum);
    return warnedOf(limitPassed(visit, 0));
  }

  /** A socket that had {@linkplain #entered} has been closed. */
  synchronized void left(Visit visit) {
    all--;
    users.merge(visit.user(), -1, Visitors::sumOrNone);
    networks.merge(visit.route().network(), -1, Visitors::sumOrNone);
  }

  private static @Nullable Integer sumOrNone(int count, int change) {
    return count + change == 0 ? null : Integer.valueOf(count + change);
  }

  private Optional<Setting<Integer>> warnedOf(Optional<Setting<Integer>> passed) {
    passed.ifPresent(this::warn);
    return passed;
  }

  private void warn(Setting<Integer> limit) {
    long now = nanoTime.getAsLong();
    Long before = warned.get(limit);
    if (before == null || now - before >= BETWEEN_WARNINGS.toNanos()) {
      warned.put(limit, now);
      LOG.log(
          Level.WARNING,
          "Clients are turned away: there would be more than {0} allows. If all come through a"
              + " proxy, {1} has to name it.",
          limit.key(),
          Settings.SOCKET_TRUSTED_PROXIES.key());
    }
  }
}
