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
 * @param agent what program its client said it is when it connected last, as browsers do in the
 *     header {@code User-Agent}: up to 256 characters and a {@code …}, none of them invisible. The
 *     client may say anything, so it is for its own user to recognise, and shown as text
 * @param documents that its client follows; up to five minutes late, and none when it is not
 *     connected. Of very many, as a thousand with long names, some are left out
 */
public record UserSession(
    String id,
    String user,
    Instant since,
    Instant seen,
    Instant expires,
    Optional<String> address,
    Optional<String> agent,
    Set<DocumentId> documents) {

  /** Copies the documents. */
  public UserSession {
    documents = Set.copyOf(documents);
  }
}
