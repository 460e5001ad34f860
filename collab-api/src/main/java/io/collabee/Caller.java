package io.collabee;

import java.util.function.Predicate;

/**
 * Who asks: the principal that the container verified, or nobody.
 *
 * @param name the principal's name; empty for an anonymous caller
 * @param roles answers whether the container sees the caller in a role
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

  /** Whether the container sees the caller in this role. */
  public boolean isInRole(String role) {
    return roles.test(role);
  }
}
