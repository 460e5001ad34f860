package io.collabee;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A session of a user: one client that is connected, or may come back without a new login.
 *
 * @param id names it, as {@link io.collabee.event.Audited#session()}; no secret
 * @param user the name of its user, as in {@link Caller#name()}
 * @param since when its client connected for the first time
 * @param seen when its client was connected for the last time that is known; up to five minutes
 *     late while it is connected
 * @param expires when it ends, unless its user comes with a login until then
 * @param address from where its client connected last, as far as that is known: an IP address
 * @param documents that its client follows; up to five minutes late, and none when it is not
 *     connected
 */
public record UserSession(
    String id,
    String user,
    Instant since,
    Instant seen,
    Instant expires,
    Optional<String> address,
    Set<DocumentId> documents) {

  /** Copies the documents. */
  public UserSession {
    documents = Set.copyOf(documents);
  }
}
