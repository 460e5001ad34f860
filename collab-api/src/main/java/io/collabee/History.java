package io.collabee;

import io.collabee.history.Blame;
import io.collabee.history.Comparison;
import io.collabee.history.Contribution;
import io.collabee.history.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The history of documents, for the host application's own code: inject it and see who did what,
 * compare versions, and bring back what was. Nothing here rewrites history: what restores or undoes
 * is an operation like any other, on top of those before it.
 *
 * <p>What the host does here is not asked of the {@code AccessPolicy}.
 *
 * <p>Thread-safe. An answer may have to go through many operations, page by page, on the calling
 * thread; {@code collab.history.replay} says through how many. Any method may throw {@link
 * CollabException} with
 *
 * <ul>
 *   <li>{@link ErrorCode#ERR_STORE_UNAVAILABLE} or {@link ErrorCode#ERR_UNAVAILABLE}, also if too
 *       many ask at once: may be retried;
 *   <li>{@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT} if a version is past the head;
 *   <li>{@link ErrorCode#ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND} if operations are needed that are not
 *       kept any more;
 *   <li>{@link ErrorCode#ERR_LIMIT_EXCEEDED} if it would have to go through too many operations;
 *   <li>{@link ErrorCode#ERR_TYPE_DOES_NOT_SUPPORT_HISTORY} if the document's type lacks what is
 *       needed. The built-in types lack nothing, but that {@code json0} is no sequence.
 * </ul>
 *
 * <p>A version below 0, or a range that ends before it begins, is an {@link
 * IllegalArgumentException}.
 */
public interface History {

  /**
   * The same history, with what is restored and undone attributed to this author.
   *
   * @param author a name as principals have it; empty for nobody, which is where {@code History}
   *     starts
   */
  History as(String author);

  /**
   * The same history, which restores and undoes only if a document is at this version, exactly:
   * what is restored or undone is then not merged with anything.
   *
   * <p>Otherwise {@link #restore} and {@link #undo} throw {@link ErrorCode#ERR_VERSION_CONFLICT}.
   *
   * @param head from 0
   */
  History ifAt(long head);

  /**
   * The snapshot at a version; the same as {@link Documents#read(DocumentId, long)}.
   *
   * @param version from 0 to the head
   */
  Snapshot read(DocumentId document, long version);

  /**
   * The snapshot as it was at a time: after all operations committed at or before it. Of version 0
   * if there were none.
   */
  Snapshot read(DocumentId document, Instant time);

  /**
   * The newest sessions of a document, the newest first.
   *
   * @param limit at most so many, from 1 to 1000
   */
  default List<Session> sessions(DocumentId document, int limit) {
    return sessions(document, Long.MAX_VALUE, limit);
  }

  /**
   * The sessions that began before a version, the newest first. To go on, ask for those before the
   * last one's {@link Session#from}.
   *
   * <p>Where one starts to read makes no difference to where sessions begin and end. The newest one
   * may still grow, and an operation committed now may join the newest ones into one.
   *
   * @param before the head or more for the newest ones
   * @param limit at most so many, from 1 to 1000
   * @return fewer than the limit if sessions are long; none only if there are no more
   */
  List<Session> sessions(DocumentId document, long before, int limit);

  /** Who inserted what is there now. */
  default Blame blame(DocumentId document) {
    return blame(document, read(document, Instant.MAX).version());
  }

  /**
   * Who inserted what was there at a version.
   *
   * <p>What was inserted before the last {@code collab.history.replay} operations is told as having
   * been there since; see {@link Blame#since}. The answer for the newest version is remembered for
   * a while, so that the next one costs only what has happened since.
   *
   * @param version from 0 to the head
   */
  default Blame blame(DocumentId document, long version) {
    return blame(document, version, 0);
  }

  /**
   * Who inserted what was there at a version, as far as it was not there at an earlier one. Costs
   * the operations between them.
   *
   * @param version from {@code since} to the head
   * @param since from 0
   */
  Blame blame(DocumentId document, long version, long since);

  /**
   * What is different in a later version of a document, and who did it. Costs the operations
   * between them.
   *
   * @param from the earlier version, from 0
   * @param to the later version, to the head
   * @throws CollabException {@link ErrorCode#ERR_LIMIT_EXCEEDED} if there are more than {@code
   *     collab.history.replay} operations between them
   */
  Comparison compare(DocumentId document, long from, long to);

  /**
   * Brings back what was there at a version, by committing what makes that of what is there now.
   * What others commit at the same time is merged with it, as with any operation. A document that
   * was deleted is created again.
   *
   * @param version from 0 to the head
   * @return the operation as committed; empty if what is there is what was there
   * @throws CollabException {@link ErrorCode#ERR_DOC_DOES_NOT_EXIST} if it did not exist at that
   *     version, {@link ErrorCode#ERR_DOC_ALREADY_CREATED} if a document of another type is there
   *     now
   */
  Optional<CommittedOperation> restore(DocumentId document, long version);

  /**
   * Takes back what one author did in a range of versions and leaves what others did, then and
   * since: what he inserted goes, as far as it is still there, and what he deleted comes back where
   * it was. His creating and deleting the document is not taken back, nor anything before it.
   *
   * <p>To undo what somebody did in a session, take {@link Contribution#from} and {@link
   * Contribution#to}.
   *
   * @param author whose operations; empty for those of nobody
   * @param from the version before the first operation
   * @param to the version after the last operation; the head or more for all since
   * @return the operation as committed; empty if there was nothing to undo
   * @throws CollabException {@link ErrorCode#ERR_LIMIT_EXCEEDED} if more than {@code
   *     collab.history.replay} operations were committed since {@code from}
   */
  Optional<CommittedOperation> undo(DocumentId document, String author, long from, long to);
}
