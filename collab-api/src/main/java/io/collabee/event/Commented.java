package io.collabee.event;

import io.collabee.DocumentId;
import io.collabee.comments.CommentThread;
import java.time.Instant;

/**
 * Somebody did something with comments. Fired once, on the node that committed it, after the
 * transaction; first to synchronous observers and then to asynchronous ones, on a thread of the
 * module's without a request context. Made for telling people by mail:
 *
 * <pre>{@code
 * void tell(@Observes Commented event) {
 *   Set<String> people = new HashSet<>(event.thread().participants());
 *   people.remove(event.by());
 *   people.forEach(person -> mail.send(person, event));
 * }
 * }</pre>
 *
 * <p>What observers have not been told two seconds after the node was told to stop, or when it
 * dies, is never fired. Nor is what more than ten thousand others wait before.
 *
 * @param kind what was done
 * @param document the document that the thread is about
 * @param thread the thread afterwards
 * @param comment the id of the comment that was said, changed or taken back; of a resolved or
 *     reopened thread, the first one's
 * @param by who did it, empty for nobody
 * @param time when
 */
public record Commented(
    Kind kind, DocumentId document, CommentThread thread, String comment, String by, Instant time) {

  /** What can be done. */
  public enum Kind {
    /** A thread was started. */
    STARTED,
    /** Somebody answered; a resolved thread is open again. */
    REPLIED,
    /** The text of a comment was changed. */
    EDITED,
    /** A comment was taken back; with the last one the thread is gone. */
    DELETED,
    /** The thread is settled. */
    RESOLVED,
    /** The thread is open again. */
    REOPENED
  }
}
