package io.collabee.impl.security;

import java.time.Clock;
import java.time.Duration;

/** Checks of revocations for tests. */
public final class TestRevocations {
  private TestRevocations() {}

  /** Nothing is revoked. */
  public static RevocationCheck none() {
    return of(new RevokedLogins(Clock.systemUTC()), new InMemoryRevocationLog());
  }

  /** What this node knows, and what there is in the log. */
  public static RevocationCheck of(RevokedLogins known, RevocationLog log) {
    return new RevocationCheck(
        known,
        log,
        () -> Shelf.NONE,
        () -> Duration.ZERO,
        new RevocationCheck.Terms(Duration.ofSeconds(5), true));
  }
}
