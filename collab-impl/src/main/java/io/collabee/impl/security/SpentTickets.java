package io.collabee.impl.security;

import java.time.Instant;
import java.util.UUID;

/** Which tickets have been used; all nodes of a store share it. Thread-safe. */
public interface SpentTickets {

  /**
   * Uses a ticket. Of any number who try, on whatever nodes, one succeeds.
   *
   * @param expires when the ticket is refused for its age, so that this may be forgotten
   * @return false if it was used before
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if
   *     nobody knows; the ticket may have been used up by that
   */
  boolean spend(UUID ticket, Instant expires);

  /**
   * Forgets the tickets that expired before a time.
   *
   * @return how many
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}
   */
  int purge(Instant before);
}
