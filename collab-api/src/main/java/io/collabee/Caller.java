package io.collabee;

import java.util.function.Predicate;

/**
 * Who asks: the principal that the container verified, or nobody.
 *
 * @param name the principal's name; empty for an anonymous caller
 * @param roles answers whether the container sees the caller in a role; of a browser's caller, only
 *     for the roles that {@code collab.socket.roles} names
 */
public record Caller(String name, Predicate<String> roles) {

  /** A caller whom nobody verified. */
  public static final Caller ANONYMOUS = new Caller("", role -> false);

  /** A verified caller without roles. */
  public static Caller named(String name) {
    return new Caller(name, role -> false);
  }

  /** Whether nobody verified this caller. */
  public boolean isAnonymous() {
    return name.isEmpty();
  }

  /**
   * Whether the container sees the caller in this role. A server tells of a connection's roles only
   * while it is made, so {@code collab.socket.roles} has to name the role; nobody is in another.
   */
  public boolean isInRole(String role) {
    return roles.test(role);
  }
}
