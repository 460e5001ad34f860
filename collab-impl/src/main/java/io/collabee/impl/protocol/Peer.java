package io.collabee.impl.protocol;

/** The client at the other end of a connection. Thread-safe; no method blocks. */
public interface Peer {

  /**
   * Sends what the client asked to read: contents, and operations it is behind. Never refused; who
   * sends it asks {@link #hasRoom} first.
   */
  void content(String message);

  /**
   * Sends what answers a request at once: acks, errors and the like. If the client leaves too much
   * of it unread, it is closed as {@link CloseReason#TOO_SLOW}: it decides how much there is, and
   * need not read any.
   */
  void reply(String message);

  /** Sends what happened elsewhere, with the same consequence. */
  void push(String message);

  /**
   * Sends a presence; it takes the place of an unsent one of the same key, and may be left out if
   * the client is slow.
   *
   * @param key names the presence among all that this client hears of
   */
  void presence(String key, String message);

  /** Whether little enough waits to be sent that large answers may be prepared. */
  boolean hasRoom();

  /** Closes the connection; what waits to be sent is dropped. Harmless if closed. */
  void close(CloseReason reason);
}
