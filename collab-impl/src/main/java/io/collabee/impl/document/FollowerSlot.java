package io.collabee.impl.document;

/** A follower's place at a document. Ended from any thread, told on the document's lane. */
final class FollowerSlot {
  private static final System.Logger LOG = System.getLogger(FollowerSlot.class.getName());

  private final Follower follower;
  private volatile boolean ended;

  FollowerSlot(Follower follower) {
    this.follower = follower;
  }

  void tell(Committed committed) {
    if (!ended) {
      Calls.guarded(LOG, () -> follower.committed(committed));
    }
  }

  void tellEnded() {
    if (!ended) {
      ended = true;
      Calls.guarded(LOG, follower::ended);
    }
  }

  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }
}
