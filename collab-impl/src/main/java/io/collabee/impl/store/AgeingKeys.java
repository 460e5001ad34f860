package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.impl.security.SealingKeys;
import io.collabee.impl.store.Secrets.Numbered;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Secrets of the store as keys that take turns by themselves. When the current one has had its
 * time, whichever node notices first makes the next; the others see it within a minute, or as soon
 * as they meet a value that was sealed with it. If an operator deletes the rows, the same happens
 * at once: what they sealed cannot be opened any more. Thread-safe.
 */
final class AgeingKeys implements SealingKeys {
  private static final Logger LOG = System.getLogger(AgeingKeys.class.getName());
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** Somebody may make up ids; the database is not to be asked about each. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Secrets secrets;
  private final String purpose;
  private final Duration life;
  private final Clock clock;
  private List<Numbered> known = List.of();
  private Instant lookedAt = Instant.MIN;

  /** No number is given twice, also if rows were deleted. */
  private int highest;

  AgeingKeys(Secrets secrets, String purpose, Duration life, Clock clock) {
    this.secrets = secrets;
    this.purpose = purpose;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public synchronized String current() {
    if (isOld(FRESH)) {
      lookOrGoOn();
    }
    if (known.isEmpty() || isAged(last())) {
      next();
    }
    return String.valueOf(last().number());
  }

  @Override
  public synchronized Optional<byte[]> key(String id) {
    Optional<byte[]> key = find(id);
    if (isOld(key.isPresent() ? FRESH : BETWEEN_LOOKS)) {
      lookOrGoOn();
      key = find(id);
    }
    return key;
  }

  private Optional<byte[]> find(String id) {
    return known.stream()
        .filter(each -> String.valueOf(each.number()).equals(id))
        .map(each -> each.secret().clone())
        .findAny();
  }

  private Numbered last() {
    return known.get(known.size() - 1);
  }

  private boolean isAged(Numbered key) {
    return !clock.instant().isBefore(key.created().plus(life));
  }

  private boolean isOld(Duration age) {
    return lookedAt.equals(Instant.MIN) || !clock.instant().isBefore(lookedAt.plus(age));
  }

  /** While the database is away, what is known is good. */
  private void lookOrGoOn() {
    // Before it is tried, so that not everybody waits for a database that is away.
    lookedAt = clock.instant();
    try {
      take(secrets.numbered(purpose));
    } catch (CollabException e) {
      LOG.log(Level.DEBUG, "Keys for {0} cannot be read", purpose);
    }
  }

  private void take(List<Numbered> read) {
    known = List.copyOf(read);
    if (!known.isEmpty()) {
      highest = Math.max(highest, last().number());
    }
  }

  private void next() {
    try {
      secrets.make(purpose, highest + 1);
      take(secrets.numbered(purpose));
      LOG.log(Level.INFO, "Key {0} for {1} is used from now on", last().number(), purpose);
    } catch (CollabException e) {
      if (known.isEmpty()) {
        throw e;
      }
    }
  }
}
