package io.collabee.impl.protocol;

import io.collabee.impl.security.Credential;
import io.collabee.impl.security.Login;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Sees that a connection ends with its login, and before that has the client asked for a fresh
 * ticket: when four fifths of the login's life are over, and then again and again, each time when
 * half of what was left has passed. Clients that did not ask to be told what ShareDB's clients do
 * not know are only closed. Thread-safe.
 */
final class Expiry {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

  private final Supplier<Login> login;
  private final Clock clock;
  private final boolean isOurs;
  private final Peer peer;
  private Instant askAt;

  /**
   * @param isOurs whether the client can be asked
   */
  Expiry(Supplier<Login> login, Clock clock, boolean isOurs, Peer peer) {
    this.login = login;
    this.clock = clock;
    this.isOurs = isOurs;
    this.peer = peer;
    this.askAt = fourFifths();
  }

  private Credential credential() {
    return login.get().credential();
  }

  private Instant fourFifths() {
    Instant from = credential().issuedAt();
    return credential()
        .expires()
        .map(end -> from.plus(Duration.between(from, end).multipliedBy(4).dividedBy(5)))
        .orElse(Instant.MAX);
  }

  /** Whether the login has ended. */
  boolean isOver() {
    return credential().isExpired(clock.instant());
  }

  /** Closes if the login has ended, and asks for a fresh ticket if it is time to. */
  void check() {
    if (isOver()) {
      peer.close(CloseReason.EXPIRED);
    } else if (isOurs && isTimeToAsk()) {
      peer.reply(Messages.renew());
    }
  }

  private synchronized boolean isTimeToAsk() {
    Instant now = clock.instant();
    if (now.isBefore(askAt)) {
      return false;
    }
    askAt = halfway(now);
    return true;
  }

  private Instant halfway(Instant now) {
    Duration half =
        credential()
            .expires()
            .map(end -> Duration.between(now, end).dividedBy(2))
            .orElse(Duration.ofDays(1));
    return now.plus(half.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : half);
  }

  /** The login is another by now; one that is as old as the last is not asked for again at once. */
  synchronized void renewed() {
    Instant now = clock.instant();
    Instant due = fourFifths();
    askAt = due.isAfter(now) ? due : halfway(now);
  }
}
