package io.collabee.impl.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** Keepers of sessions for tests; the same key in each. */
public final class TestSessions {
  private TestSessions() {}

  /** One that keeps them in one process. */
  public static SessionKeeper keeper(Clock clock) {
    return keeper(new InMemoryStoredSessions(), () -> Shelf.NONE, clock);
  }

  /** One of several nodes; sessions live for an hour, and no longer than a token. */
  public static SessionKeeper keeper(StoredSessions stored, Supplier<Shelf> shelf, Clock clock) {
    return keeper(stored, shelf, clock, false);
  }

  static SessionKeeper keeper(
      StoredSessions stored, Supplier<Shelf> shelf, Clock clock, boolean beyondToken) {
    return keeper(stored, shelf, clock, beyondToken, new Sealer(SealingKeys.of(new byte[32])));
  }

  static SessionKeeper keeper(
      StoredSessions stored,
      Supplier<Shelf> shelf,
      Clock clock,
      boolean beyondToken,
      Sealer sealer) {
    return new SessionKeeper(
        stored,
        shelf,
        sealer,
        new byte[32],
        new Roles(Set.of("editor")),
        new SessionKeeper.Terms(Duration.ofHours(1), beyondToken),
        clock);
  }

  /** What takes up sessions of a keeper while nothing is revoked. */
  public static Resumption resumption(SessionKeeper keeper) {
    return new Resumption(keeper, TestRevocations.none());
  }
}
