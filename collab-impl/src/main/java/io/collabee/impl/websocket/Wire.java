package io.collabee.impl.websocket;

import io.collabee.impl.protocol.CloseReason;
import org.jspecify.annotations.Nullable;

/** A socket as the {@link Outbox} writes to it: one thing at a time. */
interface Wire {

  /**
   * Starts to send a text frame.
   *
   * @param done called once, on any thread, perhaps before this returns
   */
  void send(String text, Done done);

  /** Sends a ping. */
  void ping();

  /** Closes the socket. */
  void close(CloseReason reason);

  /**
   * Ends the connection at once, as far as the server lets us, if it has not ended. After {@link
   * #close}.
   */
  void cut();

  /** Is told when a frame has been written. */
  interface Done {
    /**
     * @param failure why it was not written; {@code null} if it was
     */
    void done(@Nullable Throwable failure);
  }
}
