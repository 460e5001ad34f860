package io.collabee.impl.history;

import io.collabee.history.Change;
import java.util.List;

/**
 * Follows what becomes of a content, to tell what is different afterwards and who did it. For one
 * thread.
 *
 * @param <S> a snapshot of the content's type
 * @param <O> an operation of it
 */
interface Tracker<S, O> {

  /** Takes the next operation in. */
  void edit(O operation, Origin origin);

  /** What is different in the content that has come out. */
  List<Change> changes(S now);

  /** What is different if the document is deleted now. */
  List<Change> deleted(Origin origin);
}
