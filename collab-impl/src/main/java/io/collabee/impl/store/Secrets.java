package io.collabee.impl.store;

import io.collabee.impl.security.SealingKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Random bytes that all nodes of a cluster share and that survive their restarts. Thread-safe. */
public interface Secrets {

  /** How long a secret is, in bytes. */
  int LENGTH = SealingKeys.LENGTH;

  /**
   * The secret of this name; made up when it is first asked for, on any node.
   *
   * @param name 1 to 255 characters, without a slash
   * @return 32 bytes, the caller's own
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if the
   *     store cannot be reached
   */
  byte[] secret(String name);

  /**
   * Secrets of one purpose that take turns: each seals for some time, and opens longer.
   *
   * @param purpose 1 to 200 characters, without a slash
   * @param life how long one seals
   */
  default SealingKeys keys(String purpose, Duration life, Clock clock) {
    return new AgeingKeys(this, purpose, life, clock);
  }

  /**
   * One of several secrets of a purpose.
   *
   * @param number from 1
   * @param created when it was made
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Numbered(int number, Instant created, byte[] secret) {}

  /**
   * All secrets of a purpose, the last made last.
   *
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}
   */
  List<Numbered> numbered(String purpose);

  /**
   * Makes another secret of a purpose, unless there is one of this number.
   *
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}
   */
  void make(String purpose, int number);

  /**
   * Forgets the secrets of a purpose that were made before a time, but for the last.
   *
   * @return how many
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}
   */
  int purge(String purpose, Instant before);
}
