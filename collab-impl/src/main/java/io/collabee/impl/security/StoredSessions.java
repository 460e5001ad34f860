package io.collabee.impl.security;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Sessions of clients as the store has them: sealed, and shared by all nodes. Thread-safe. Every
 * method throws {@link io.collabee.CollabException} with {@link
 * io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if it is not known to be done.
 */
public interface StoredSessions {

  /**
   * A session.
   *
   * @param id 1 to 64 characters
   * @param secret a hash of what takes it up, 64 characters
   * @param caller a keyed hash of its caller's name, 64 characters
   * @param sealed the rest
   * @param expires when it ends
   */
  record Row(String id, String secret, String caller, Sealer.Sealed sealed, Instant expires) {}

  /** Stores sessions, in place of those of the same ids, in one transaction. */
  void save(Collection<Row> sessions);

  /** The session of an id, also if it has ended by its time. */
  Optional<Row> find(String id);

  /** All of a caller. */
  List<Row> of(String caller);

  /** Deletes a session, if it is there. */
  void delete(String id);

  /** Deletes all of a caller. */
  void deleteOf(String caller);

  /**
   * Deletes those that ended before a time.
   *
   * @return how many
   */
  int purge(Instant before);
}
