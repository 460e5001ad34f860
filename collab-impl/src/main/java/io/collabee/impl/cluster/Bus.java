package io.collabee.impl.cluster;

import java.util.function.Consumer;

/**
 * Carries messages to the other nodes. A port: messages may be lost, repeated, delayed and
 * reordered. Thread-safe.
 */
public interface Bus extends AutoCloseable {

  /**
   * Where what arrives is handed to, on any thread; must not block. A bus may bring a node its own
   * messages.
   */
  interface Receiver extends Consumer<Envelope> {}

  /**
   * Passes a message on to whoever listens. Never blocks and never throws; what cannot be sent is
   * lost.
   */
  void publish(Envelope message);

  /** Says nothing more, hears nothing more, and gives its threads and connections back. */
  @Override
  void close();
}
