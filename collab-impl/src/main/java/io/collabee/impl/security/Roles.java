package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.impl.config.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The roles that the host's access policy may ask for. A server tells of them only while it serves
 * the caller's request, so they are all asked for then. Thread-safe.
 */
public final class Roles {
  private static final Logger LOG = System.getLogger(Roles.class.getName());

  private final Set<String> named;
  private final AtomicBoolean hasWarned = new AtomicBoolean();

  /**
   * @param named those that the configuration names
   */
  public Roles(Set<String> named) {
    this.named = Set.copyOf(named);
  }

  /** Those of our roles that a caller has. */
  Set<String> held(Predicate<String> isInRole) {
    return named.stream().filter(isInRole).collect(Collectors.toUnmodifiableSet());
  }

  /** A caller with these roles, who is in no other. */
  Caller caller(String name, Set<String> held) {
    return new Caller(name, role -> has(held, role));
  }

  private boolean has(Set<String> held, String role) {
    if (!named.contains(role) && !hasWarned.getAndSet(true)) {
      LOG.log(
          Level.WARNING,
          "The access policy asks for the role {0}, which nobody has: {1} does not name it",
          role,
          Settings.SOCKET_ROLES.key());
    }
    return held.contains(role);
  }
}
