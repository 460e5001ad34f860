package io.collabee.impl.cluster;

import io.collabee.impl.cluster.BusMessage.Beat;
import io.collabee.impl.security.Shelf;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A bus that knows whether it can be relied on. The cluster publishes on the first of its carriers
 * that is trusted, and listens to all of them.
 */
public interface Carrier extends Bus {

  /** What messages go over. */
  Kind kind();

  /** How far it is trusted now. Thread-safe. */
  Trust trust();

  /**
   * Called twice a second, on the cluster's thread: the place for beats. Must not block or throw.
   */
  void tick();

  /** What the server of this bus keeps, if it keeps anything. */
  default Shelf shelf() {
    return Shelf.NONE;
  }

  /** What messages go over. */
  enum Kind {
    REDIS,
    DATABASE
  }

  /** The state of the circuit around a bus. */
  enum Trust {
    /** What is published arrives, as far as anybody can tell. The circuit is closed. */
    TRUSTED,
    /** It does not; it is tried from time to time. The circuit is open. */
    AWAY,
    /** It does again; what was missed meanwhile is being looked for. */
    RECOVERING
  }

  /** Makes a carrier. */
  @FunctionalInterface
  interface Opener {

    /** Starts a carrier; must neither wait for its server nor fail if that is not there. */
    Carrier open(Home home);
  }

  /** What a carrier finds on its node. Thread-safe; no method blocks or throws. */
  interface Home extends Bus.Receiver {

    /** Which node this is. */
    NodeId node();

    /**
     * Takes what came over the carrier. What this node said itself is no news to it, but its beats
     * prove that the carrier works.
     *
     * @param ownBeats takes the numbers of this node's own beats
     */
    default void receive(List<Envelope> envelopes, LongConsumer ownBeats) {
      for (Envelope envelope : envelopes) {
        if (!envelope.node().equals(node())) {
          accept(envelope);
        } else if (envelope.message() instanceof Beat beat) {
          ownBeats.accept(beat.number());
        }
      }
    }

    /**
     * Compares every document in memory with its head in the database.
     *
     * @param done called once, when that is done, however long the database takes
     */
    void checkAll(Runnable done);

    /** The carrier's trust is another now. */
    void changed();
  }
}
