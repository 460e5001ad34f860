package io.collabee;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The documents, for the host application's own code: inject it and create, read, edit, watch and
 * delete documents as any client does. What the host does here is not asked of the {@code
 * AccessPolicy}.
 *
 * <p>Thread-safe. Methods that write return when the operation is committed; a caller's transaction
 * has no part in it. Any method may throw {@link CollabException} with {@link
 * ErrorCode#ERR_STORE_UNAVAILABLE} or {@link ErrorCode#ERR_UNAVAILABLE}, which may be retried. One
 * that writes throws {@link ErrorCode#ERR_UNKNOWN_ERROR} if no answer comes within {@code
 * collab.api.timeout} or the thread is interrupted: the operation may be committed or not. A
 * version below 0 is an {@link IllegalArgumentException}.
 */
public interface Documents {

  /**
   * The same documents, with operations attributed to this author.
   *
   * @param author a name as principals have it; empty for nobody, which is where {@code Documents}
   *     starts
   */
  Documents as(String author);

  /**
   * Creates a document.
   *
   * @param type the type's name or URI
   * @param data what it starts with, in the type's snapshot form; {@link JsonValue#NULL} for empty
   *     content
   * @throws CollabException {@link ErrorCode#ERR_DOC_ALREADY_CREATED}, {@link
   *     ErrorCode#ERR_DOC_TYPE_NOT_RECOGNIZED}, or {@link ErrorCode#ERR_OT_OP_BADLY_FORMED} if the
   *     data is no content of the type
   */
  CommittedOperation create(DocumentId document, String type, JsonValue data);

  /** The newest snapshot; empty if the document does not exist. */
  Optional<Snapshot> read(DocumentId document);

  /** What is known of a document; empty if it does not exist. */
  Optional<DocumentSummary> find(DocumentId document);

  /**
   * Documents of a collection, ordered by id, by code points or as the database orders texts. To go
   * on, ask for those after the last one's id.
   *
   * <p>Where a {@link io.collabee.spi.DocumentPlacement} names several databases, those of one that
   * has been away since the start are left out.
   *
   * @param after list those whose id comes after this; empty for the first ones
   * @param limit at most so many, from 1 to 1000
   */
  List<DocumentSummary> list(DocumentQuery query, String after, int limit);

  /**
   * The snapshot at a version.
   *
   * @param version from 0 to the head
   * @throws CollabException {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT} if it is
   *     past the head
   */
  Snapshot read(DocumentId document, long version);

  /**
   * Commits an operation made against a version, transformed over what was committed since.
   *
   * @param version from 0 to the head
   * @param op an operation of the document's type, as JSON
   * @return the operation as committed
   * @throws CollabException as a client would get it: {@link ErrorCode#ERR_OT_OP_NOT_APPLIED},
   *     {@link ErrorCode#ERR_DOC_DOES_NOT_EXIST}, …
   */
  CommittedOperation edit(DocumentId document, long version, JsonValue op);

  /**
   * Edits what is there now: the function sees the newest snapshot and gives an operation on it. If
   * others commit in between, the function is called again with what is there then, so the
   * operation is committed exactly as given.
   *
   * @param edit called one or more times; empty means that there is nothing to do
   * @return the operation as committed; empty if there was nothing to do
   * @throws CollabException {@link ErrorCode#ERR_DOC_DOES_NOT_EXIST}, or {@link
   *     ErrorCode#ERR_UNAVAILABLE} if others were faster 100 times
   */
  Optional<CommittedOperation> edit(
      DocumentId document, Function<Snapshot, Optional<JsonValue>> edit);

  /**
   * Deletes a document; its history stays.
   *
   * @throws CollabException {@link ErrorCode#ERR_DOC_DOES_NOT_EXIST}
   */
  CommittedOperation delete(DocumentId document);

  /**
   * Deletes a document that nobody has changed meanwhile; its history stays.
   *
   * @param version what it has to be at
   * @throws CollabException {@link ErrorCode#ERR_VERSION_CONFLICT} if it is at another; {@link
   *     ErrorCode#ERR_DOC_DOES_NOT_EXIST}
   */
  CommittedOperation delete(DocumentId document, long version);

  /**
   * The committed operations of a document, in version order.
   *
   * @param from first version
   * @param to version after the last; the head or more for all there are
   */
  List<CommittedOperation> operations(DocumentId document, long from, long to);

  /**
   * Follows a document: every operation committed from now on, once, in version order, whoever made
   * it.
   *
   * @param watcher called on a thread of the module's; should return soon. If it throws, that is
   *     logged and it goes on.
   */
  Watch watch(DocumentId document, Consumer<CommittedOperation> watcher);

  /** A watched document. */
  interface Watch extends AutoCloseable {
    /** Ends it. Harmless if it has ended. */
    @Override
    void close();
  }
}
