package io.collabee.event;

import java.time.Instant;

/**
 * What carries this node's commits to the other nodes is another now, or the bus that is preferred
 * for it is in another state. Whatever it is, the other nodes hear of every commit: within
 * milliseconds over Redis, otherwise a little later. Fired on a thread of the module's without a
 * request context, first to synchronous observers and then to asynchronous ones.
 *
 * <p>A node that has a bus starts with {@link Carrier#NONE} and {@link Circuit#OPEN}, and one that
 * has none never fires this.
 *
 * @param carrier what this node's commits are told over
 * @param circuit the state of the circuit around the bus that is preferred
 * @param since when it became so
 */
public record BusChanged(Carrier carrier, Circuit circuit, Instant since) {

  /** What can carry commits to other nodes. */
  public enum Carrier {
    /** Redis. */
    REDIS,
    /** The database tells the other nodes. */
    DATABASE,
    /** Nothing does; the other nodes ask the database. */
    NONE
  }

  /** Whether a bus is trusted. */
  public enum Circuit {
    /** It is: what is told arrives. */
    CLOSED,
    /** It is not, and is tried from time to time. */
    OPEN,
    /** It works again; what was missed meanwhile is being looked for. */
    HALF_OPEN
  }
}
