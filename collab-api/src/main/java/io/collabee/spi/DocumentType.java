package io.collabee.spi;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A type of document: what its content and its operations are, and how concurrent operations are
 * transformed. A host adds one of its own as an {@code @ApplicationScoped} CDI bean; it is then
 * served like the built-in ones.
 *
 * <p>All methods are pure functions and thread-safe. Snapshots and operations are immutable values.
 * Their JSON is nested 198 deep at the most; an operation whose JSON is deeper is refused.
 *
 * <p>For operations {@code a} and {@code b} that apply to one snapshot {@code s}, the type must
 * keep:
 *
 * <ul>
 *   <li>TP1: {@code apply(apply(s, a), transform(b, a, RIGHT))} equals {@code apply(apply(s, b),
 *       transform(a, b, LEFT))};
 *   <li>compose: {@code apply(s, compose(a, c))} equals {@code apply(apply(s, a), c)};
 *   <li>round trip: {@code operation(operationJson(a))} equals {@code a}, and the same for
 *       snapshots;
 *   <li>invert, where offered: {@code apply(apply(s, a), invert(a, s))} equals {@code s};
 *   <li>diff, where offered: {@code apply(s, diff(s, t))} equals {@code t}.
 * </ul>
 *
 * <p>{@link #transform} need not be closed under {@link #compose}: the server transforms over
 * committed operations one at a time, in version order.
 *
 * @param <S> a snapshot of the content
 * @param <O> an operation
 */
public interface DocumentType<S, O> {

  /**
   * Short name, such as {@code text}; may be used in place of the URI when a document is created.
   */
  String name();

  /** More names by which the type is found, unless another type is called so. */
  default Set<String> aliases() {
    return Set.of();
  }

  /** Identifies the type on the wire and in the store. Clients must have a type of the same URI. */
  String uri();

  /**
   * The content a new document starts with.
   *
   * @param data what the client gave; {@link JsonValue#NULL} if nothing
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_BADLY_FORMED} if the data is no content of
   *     this type
   */
  S create(JsonValue data);

  /**
   * Reads a stored snapshot.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_BADLY_FORMED} if the JSON is no content of
   *     this type
   */
  S snapshot(JsonValue json);

  /** Writes a snapshot in the form clients get it. */
  JsonValue snapshotJson(S snapshot);

  /**
   * Reads an operation and checks its form, without a document.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_BADLY_FORMED} if the JSON is no operation of
   *     this type
   */
  O operation(JsonValue json);

  /** Writes an operation in the form clients get it. */
  JsonValue operationJson(O operation);

  /**
   * The snapshot after the operation. Should cost what the operation weighs, not what the document
   * weighs.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_NOT_APPLIED} if the operation does not fit
   *     the snapshot
   */
  S apply(S snapshot, O operation);

  /**
   * About how long the JSON of a snapshot is, in UTF-16 units. Asked after every operation, so it
   * should cost next to nothing: keep it with the snapshot. An operation that makes a document
   * longer than {@code collab.document.size} is refused.
   *
   * @return empty if the type does not know; its documents may then be of any size
   */
  default OptionalLong size(S snapshot) {
    return OptionalLong.empty();
  }

  /** One operation that does what {@code first} and then {@code second} do. */
  O compose(O first, O second);

  /**
   * Rewrites an operation to apply after a concurrent one.
   *
   * @param operation the one to rewrite
   * @param over the one that was applied first; both apply to the same snapshot
   * @param side which of the two {@code operation} is, to break ties
   */
  O transform(O operation, O over, Side side);

  /**
   * The operation that undoes another, if this type has inverses and this operation has one.
   *
   * @param operation the one to undo
   * @param before the snapshot it was applied to
   */
  default Optional<O> invert(O operation, S before) {
    return Optional.empty();
  }

  /**
   * The side on which an operation gives way where two operations set the same thing: an operation
   * transformed as this side leaves what the other has set. What undoes an old operation is
   * transformed so over those since. Of no matter if operations never set the same thing.
   */
  default Side yieldingSide() {
    return Side.LEFT;
  }

  /**
   * An operation that makes of one content another, if this type can tell. It should leave alone
   * what both have in common, so that what others do there at the same time stays, and cost a
   * bounded time: where the contents differ very much it may just replace one by the other.
   *
   * <p>Without it, a version is restored by undoing all operations since, if the type has inverses.
   */
  default Optional<O> diff(S from, S to) {
    return Optional.empty();
  }

  /**
   * How the content is a sequence, if it is one. Without it nobody can be told who wrote which part
   * of a document, nor where two versions differ.
   */
  default Optional<Sequence<S, O>> sequence() {
    return Optional.empty();
  }

  /**
   * Where a position in the content is after an operation, in the type's unit of length; empty if
   * the type has no linear positions.
   *
   * @param position from 0 to the length of the content
   * @param own whether the operation is of the one whose position this is: an own insertion at the
   *     position moves it
   */
  default OptionalInt transformPosition(int position, O over, boolean own) {
    return OptionalInt.empty();
  }

  /**
   * Whether {@link #transformPresence} is offered. Without it the server passes presences on as
   * they are.
   */
  default boolean hasPresence() {
    return false;
  }

  /**
   * A presence (cursor, selection) after an operation.
   *
   * @param presence what a client sent; the type decides what it must look like, and keeps fields
   *     it does not know
   * @param own whether the operation was made by the presence's own client
   * @return the moved presence; {@link JsonValue#NULL} if it is gone
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED} if the presence has not the
   *     type's form
   */
  default JsonValue transformPresence(JsonValue presence, O over, boolean own) {
    return presence;
  }
}
