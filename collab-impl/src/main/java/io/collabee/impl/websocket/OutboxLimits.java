package io.collabee.impl.websocket;

/**
 * How much may wait to be sent to one client. Sizes are in UTF-16 units.
 *
 * @param unread how much may wait besides contents that were asked for; more closes the connection.
 *     Presences are left out from a quarter of it on.
 * @param room below this much waiting, the next large answer is prepared
 * @param batch how long a frame of several messages may get; one message may be longer
 */
public record OutboxLimits(int unread, int room, int batch) {

  /** What applies where nothing is configured. */
  public static final OutboxLimits DEFAULT = new OutboxLimits(4 << 20, 256 << 10, 64 << 10);

  /** Checks the ranges. */
  public OutboxLimits {
    if (unread < 1 || room < 1 || batch < 1) {
      throw new IllegalArgumentException("Outbox limits are 1 or more");
    }
  }
}
