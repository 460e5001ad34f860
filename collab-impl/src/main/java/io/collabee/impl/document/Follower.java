package io.collabee.impl.document;

/** Is told of every operation committed to one document. */
public interface Follower {

  /**
   * An operation was committed: each version once, in order. Called on the document's lane: must
   * not block or throw.
   */
  void committed(Committed operation);

  /**
   * Nothing more will come, since the module stops or the document could not be read; following
   * anew may help. Called once, on the lane.
   */
  default void ended() {}
}
