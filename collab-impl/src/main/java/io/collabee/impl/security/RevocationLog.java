package io.collabee.impl.security;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What has been revoked; all nodes of a store share it. Thread-safe. */
public interface RevocationLog {

  /**
   * Stores a revocation. What was said before of the same subject holds on: its times only grow.
   *
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if it
   *     is not known to be stored
   */
  void record(Revocation revocation);

  /**
   * Reads what was recorded at some time or after it.
   *
   * @param time by the store's own clock: one that this method returned before, or {@link
   *     Instant#EPOCH}
   * @param each is given every one; may be given some twice
   * @return from when on to read the next time. What was being recorded while this read is after
   *     it.
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}; some
   *     may have been given
   */
  Instant since(Instant time, Consumer<Revocation> each);

  /**
   * Those of some subjects.
   *
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}
   */
  Collection<Revocation> of(Set<Revocation.Subject> subjects);

  /** That of one subject; otherwise as {@link #of(Set)}. */
  default Optional<Revocation> of(Revocation.Subject subject) {
    return of(Set.of(subject)).stream().findAny();
  }

  /**
   * Forgets those that expired before a time.
   *
   * @return how many
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}
   */
  int purge(Instant before);
}
