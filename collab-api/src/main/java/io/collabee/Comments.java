package io.collabee;

import io.collabee.comments.Anchor;
import io.collabee.comments.CommentThread;
import java.util.List;

/**
 * Comments on documents, for the host application's own code: inject it. What the host does here is
 * not asked of the {@code AccessPolicy}; over HTTP, {@link io.collabee.spi.Access#READ} is needed
 * to read comments and {@link io.collabee.spi.Access#COMMENT} for the rest.
 *
 * <p>Comments are no part of the document: they cost it no version, and are not in its content.
 * They are in a document of their own beside it, of the type {@code json0} in the collection {@code
 * collab.comments/} and the collection's name. Whoever may read the document may read and follow
 * that one; nobody writes it but this, and no document of the host's may be called so. So documents
 * of collections with names of more than 239 characters have no comments.
 *
 * <p>Ids of threads and comments are the caller's: 1 to 64 letters of ASCII, digits, {@code -} and
 * {@code _}, beginning with a letter or digit. What is done a second time with the same id changes
 * nothing, so whoever heard no answer may ask again.
 *
 * <p>Thread-safe. Methods that write return when it is committed. Any method throws {@link
 * CollabException} as {@link Documents} does, and {@link ErrorCode#ERR_DOC_DOES_NOT_EXIST} if the
 * document does not exist; one that names a thread or comment that is not there throws {@link
 * ErrorCode#ERR_COMMENT_DOES_NOT_EXIST}, one whose text is blank or whose id is no id {@link
 * ErrorCode#ERR_MESSAGE_BADLY_FORMED}, one that passes a limit ({@code collab.comments.*}) {@link
 * ErrorCode#ERR_LIMIT_EXCEEDED}.
 */
public interface Comments {

  /**
   * The same comments, for this user: what he says is his, and only his own he changes and takes
   * back.
   *
   * @param user a name as principals have it; empty for nobody, which is where {@code Comments}
   *     starts. Nobody's comments are changed and taken back by none but a moderator.
   */
  Comments as(String user);

  /** The same comments, for a user who may change and take back everybody's. */
  Comments asModerator(String user);

  /**
   * Starts a thread.
   *
   * @param thread the new thread's id, and that of its first comment
   * @param anchor what it is about, at any version up to the head; not {@link Anchor.Gone}
   * @param text what there is to say about it
   * @return the thread, its anchor at the document's newest version
   * @throws CollabException {@link ErrorCode#ERR_COMMENT_ALREADY_EXISTS} if another's thread has
   *     the id, {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT}, or {@link
   *     ErrorCode#ERR_MESSAGE_BADLY_FORMED} if nothing is there in the document, or its type has no
   *     anchors of this kind
   */
  CommentThread start(DocumentId document, String thread, Anchor anchor, String text);

  /**
   * Answers in a thread. A resolved one is open again.
   *
   * @param comment the new comment's id
   * @throws CollabException {@link ErrorCode#ERR_COMMENT_ALREADY_EXISTS} if another's comment has
   *     the id
   */
  CommentThread reply(DocumentId document, String thread, String comment, String text);

  /**
   * Changes what a comment says.
   *
   * @throws CollabException {@link ErrorCode#ERR_COMMENT_FORBIDDEN} if it is another's
   */
  CommentThread edit(DocumentId document, String thread, String comment, String text);

  /**
   * Takes a comment back. That somebody said something there stays to be seen, until nothing in the
   * thread stands any more; then the thread is gone. Old versions of what was said stay in the
   * history.
   *
   * @return the thread as it is then, or would be
   * @throws CollabException {@link ErrorCode#ERR_COMMENT_FORBIDDEN} if it is another's
   */
  CommentThread delete(DocumentId document, String thread, String comment);

  /** Says that a thread is settled; nothing happens if it is. */
  CommentThread resolve(DocumentId document, String thread);

  /** Opens a settled thread again; nothing happens if it is open. */
  CommentThread reopen(DocumentId document, String thread);

  /** All threads of a document, as they were started, with anchors at its newest version. */
  List<CommentThread> list(DocumentId document);

  /**
   * All threads of a document as they are now, with anchors as of a version of the document. Of a
   * thread that was anchored later than that, the anchor is at its own version.
   *
   * @param version from 0 to the head
   * @throws CollabException {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT}
   */
  List<CommentThread> list(DocumentId document, long version);
}
