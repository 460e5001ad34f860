package io.collabee.impl.protocol;

import io.collabee.DocumentId;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.DocumentService.Following;
import io.collabee.impl.document.Follower;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One document that a connection follows. Knows which operations the client has been sent, so that
 * it gets each once: as an operation, or, if it is its own, as the ack.
 *
 * <p>All operations and acks of a document are told on its lane; this class is thread-safe because
 * the client may end it at any time.
 */
final class Subscription implements Follower {
  private final DocumentId document;
  private final Peer peer;
  private @Nullable Runnable begun;
  private @Nullable Following following;
  private boolean ended;

  /** Whether the client has been told all that was committed before it subscribed. */
  private boolean caughtUp;

  /** The version from which on the client lacks no operation below {@link #next}. */
  private long from = Long.MAX_VALUE;

  /** One more than the newest operation sent here. */
  private long next;

  Subscription(DocumentId document, Peer peer) {
    this.document = document;
    this.peer = peer;
  }

  DocumentId document() {
    return document;
  }

  /**
   * Starts to tell.
   *
   * @param version the client has the content of this version, or all operations before it
   * @param whenBegun called once: when the client has caught up, or when this ends
   */
  void begin(long version, Runnable whenBegun) {
    synchronized (this) {
      if (!ended) {
        from = version;
        begun = whenBegun;
        return;
      }
    }
    whenBegun.run();
  }

  /** What ends the following; if this has ended already, it is ended at once. */
  void follows(Following started) {
    synchronized (this) {
      if (!ended) {
        following = started;
        return;
      }
    }
    started.end();
  }

  @Override
  public synchronized void committed(Committed operation) {
    if (ended || operation.version() < next) {
      return;
    }
    String message = frame(operation);
    if (caughtUp) {
      peer.push(message);
    } else {
      peer.content(message);
    }
    next = operation.version() + 1;
  }

  /** All that was committed before has been told. */
  void caughtUp(long head) {
    Runnable whenBegun;
    synchronized (this) {
      if (caughtUp || ended) {
        return;
      }
      caughtUp = true;
      // A client may claim to be ahead of the document.
      from = Math.min(from, head);
      whenBegun = takeBegun();
    }
    whenBegun.run();
  }

  private synchronized Runnable takeBegun() {
    Runnable taken = begun;
    begun = null;
    return taken == null ? () -> {} : taken;
  }

  @Override
  public void ended() {
    if (!isEnded()) {
      peer.close(CloseReason.UNAVAILABLE);
    }
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** Nothing more is sent; but for what is being sent right now. */
  void end() {
    Following toEnd;
    Runnable whenBegun;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      toEnd = following;
      whenBegun = takeBegun();
    }
    if (toEnd != null) {
      toEnd.end();
    }
    whenBegun.run();
  }

  /** Ends without having begun; false if it has begun or ended. */
  synchronized boolean abandon() {
    if (ended || caughtUp) {
      return false;
    }
    ended = true;
    begun = null;
    return true;
  }

  /**
   * Acknowledges an operation of this client.
   *
   * @param version the version it was submitted with
   * @param missed what was committed in between; what the client has had is not sent again
   */
  synchronized void acknowledge(OptionalLong version, Committed operation, List<Committed> missed) {
    boolean complete = version.isPresent() && version.getAsLong() >= from;
    for (Committed other : missed) {
      if (!complete || other.version() >= next) {
        peer.reply(frame(other));
      }
    }
    peer.reply(Messages.ack(document, operation.operation()));
    // One that was resent may be acknowledged before the client has had the operations before it.
    boolean inOrder =
        version.isEmpty() || version.getAsLong() + missed.size() == operation.version();
    if (inOrder) {
      next = Math.max(next, operation.version() + 1);
    }
  }

  /** The version that the client should have; empty while it is catching up. */
  synchronized OptionalLong head() {
    return caughtUp && !ended ? OptionalLong.of(Math.max(from, next)) : OptionalLong.empty();
  }

  private String frame(Committed operation) {
    return frame(document, operation);
  }

  static String frame(DocumentId document, Committed operation) {
    return operation.frame(logged -> Messages.operation(document, logged));
  }
}
