package io.collabee.event;

import io.collabee.DocumentId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something happened that whoever is answerable for security may want to keep: somebody signed in
 * or was refused, rights were withdrawn. It holds no content of documents, no token and no secret.
 * Fired after the fact on a thread of the module's without a request context, in order, first to
 * synchronous observers and then to asynchronous ones; an observer that is slow delays later events
 * and nothing else. Whatever is fired is also one line of level INFO in the log {@code
 * io.collabee.audit}.
 *
 * <p>Of many equal refusals of a connection one is told. Of refused handshakes of one caller, one
 * network and one reason the first is told at once, and those that follow within a minute as one,
 * whose reason says how many they were. If 10,000 events wait for observers, later ones are in the
 * log only.
 *
 * @param kind what happened
 * @param time when
 * @param caller the name of whom it is about; empty for a caller without a login
 * @param document the document it is about
 * @param session names the login it is about, see {@link Audited.Kind#SIGNED_IN}
 * @param address where the caller connected from, as far as the server knows
 * @param reason one sentence for people; its words may change
 */
public record Audited(
    Kind kind,
    Instant time,
    String caller,
    Optional<DocumentId> document,
    Optional<String> session,
    Optional<String> address,
    String reason) {

  /** What can happen. */
  public enum Kind {
    /** A caller connected under a login. Its {@code session} is in all that happens under it. */
    SIGNED_IN,
    /** A login ended because its caller wanted it to. */
    SIGNED_OUT,
    /** A handshake, a request or an operation was refused for lack of rights. */
    REFUSED,
    /** Somebody's logins or tokens were declared invalid. */
    REVOKED,
    /** A caller proved anew who he is, for a critical action. */
    STEPPED_UP,
    /** A range was made unreadable in all versions of a document. */
    REDACTED,
    /** What was in a document was deleted for good. */
    PURGED,
    /** What an open connection may do with a document it follows is more or less than before. */
    ACCESS_CHANGED
  }
}
