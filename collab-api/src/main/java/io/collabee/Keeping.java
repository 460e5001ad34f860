package io.collabee;

import io.collabee.history.Label;
import io.collabee.history.Verification;
import jakarta.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of documents' histories, for the host application's own code: inject it to name
 * versions, to check that a history is whole, and to do what {@link History} never does: take
 * something out of it.
 *
 * <p>What the host does here is not asked of the {@code AccessPolicy}.
 *
 * <p>Thread-safe. Methods work on the calling thread, may take as long as the history is, and
 * return when what they did is committed; each does all of it or nothing, whatever dies meanwhile.
 * Any method may throw {@link CollabException} {@link ErrorCode#ERR_STORE_UNAVAILABLE} or {@link
 * ErrorCode#ERR_UNAVAILABLE}, which may be retried. A version below 0 is an {@link
 * IllegalArgumentException}.
 */
public interface Keeping {

  /**
   * The same, with labels and what is committed attributed to this author.
   *
   * @param author a name as principals have it; empty for nobody, which is where {@code Keeping}
   *     starts
   */
  Keeping as(String author);

  /** The labels of a document, in the order of their versions. */
  List<Label> labels(DocumentId document);

  /**
   * Names a version, which then stays readable; or, if it has a label, gives that another name and
   * leaves its author and time.
   *
   * @param version from 0 to the head
   * @param name 1 to 255 characters, not blank, without control characters; otherwise an {@link
   *     IllegalArgumentException}
   * @throws CollabException {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT}, {@link
   *     ErrorCode#ERR_VERSION_GONE}
   */
  Label label(DocumentId document, long version, String name);

  /**
   * Takes a label away. If operations before and after its version are not kept, the version goes
   * with it.
   *
   * @return whether there was one
   */
  boolean removeLabel(DocumentId document, long version);

  /**
   * Goes through a document's history and checks it; see {@link Verification}. In memory is a page
   * of it at a time.
   */
  Verification verify(DocumentId document);

  /**
   * Merges what was committed before a time to one operation for each stretch of work of one author
   * within a session. The versions between them, but those with a label, are not kept: reading them
   * is answered with {@link ErrorCode#ERR_VERSION_GONE}.
   *
   * @return how many versions are not kept any more
   */
  long thin(DocumentId document, Instant before);

  /**
   * Deletes the operations that were committed before a time, but the document's last one. Of the
   * versions before it those with a label are kept.
   *
   * @return how many operations were deleted
   */
  long drop(DocumentId document, Instant before);

  /**
   * Brings back a document that was deleted, as it was before that.
   *
   * @return the operation as committed
   * @throws CollabException {@link ErrorCode#ERR_DOC_ALREADY_CREATED} if it exists, {@link
   *     ErrorCode#ERR_DOC_DOES_NOT_EXIST} if it never did or was purged
   */
  CommittedOperation undelete(DocumentId document);

  /**
   * Deletes a document, if it is not, and every trace of what was in it: operations, snapshots,
   * labels. Its name and the number of its head stay, so that no version is ever counted twice: a
   * client that comes back with edits of the old document is refused, even if there is a new one of
   * that name.
   *
   * @return whether there was anything to purge
   */
  boolean purge(DocumentId document);

  /**
   * Makes a range of what was there at a version unreadable in all versions: each unit of it
   * becomes a {@code █}, where it was inserted, in every snapshot, and by an operation in what is
   * there now. Line ends stay, and so do embeds, attributes, and the length of everything.
   *
   * <p>A text that was copied or brought back by undoing was inserted another time. If the range
   * has 4 units or more, insertions that hold the same text as a whole are made unreadable too.
   *
   * @param version from the oldest one kept to the head
   * @param from start of the range, in the type's units
   * @param to its end, after {@code from}
   * @return how many operations were changed
   * @throws CollabException {@link ErrorCode#ERR_VERSION_GONE}, {@link
   *     ErrorCode#ERR_DOC_DOES_NOT_EXIST} if it did not exist at that version, {@link
   *     ErrorCode#ERR_OT_OP_NOT_APPLIED} if it is shorter, {@link
   *     ErrorCode#ERR_TYPE_DOES_NOT_SUPPORT_HISTORY} if it is neither a {@code text} nor a {@code
   *     rich-text}
   */
  long redact(DocumentId document, long version, int from, int to);

  /**
   * Makes a string of a {@code json0} document unreadable in all versions, unit by unit where it
   * was inserted, as {@link #redact(DocumentId, long, int, int)} does with a range of a text: also
   * where it moved with the items of a list, and in the old values that operations carry. In what
   * is there now it is replaced as a whole, so that an edit of this string that is under way is
   * lost.
   *
   * <p>Keys of objects and numbers stay.
   *
   * @param version from the oldest one kept to the head
   * @param path where the string was at that version: keys and indices from the root on; empty if
   *     the content is a string
   * @return how many operations were changed
   * @throws CollabException {@link ErrorCode#ERR_VERSION_GONE}, {@link
   *     ErrorCode#ERR_DOC_DOES_NOT_EXIST} if it did not exist at that version, {@link
   *     ErrorCode#ERR_OT_OP_NOT_APPLIED} if the path leads to no string, or to an empty one, {@link
   *     ErrorCode#ERR_TYPE_DOES_NOT_SUPPORT_HISTORY} if it is no {@code json0}
   */
  long redact(DocumentId document, long version, JsonArray path);

  /** What is kept of a document; empty if there never was one. */
  Optional<Kept> kept(DocumentId document);

  /**
   * What is kept of a document.
   *
   * @param first the oldest version whose operation is kept
   * @param head the newest version
   * @param chunks how many rows have the operations that are compressed
   * @param compacted up to which version they are
   * @param diffs how many rows have the others
   * @param snapshots how many snapshots there are
   */
  record Kept(long first, long head, long chunks, long compacted, long diffs, long snapshots) {}
}
