package io.collabee.impl.protocol;

/**
 * What one connection may do.
 *
 * @param openDocuments how many documents it may be subscribed to, 1 to 1,000,000
 * @param operationSize the longest message that submits an operation, in UTF-16 units; at least 128
 * @param messagesPerSecond how many messages it may send a second in the long run; 0 for any number
 * @param burst how many it may send at once, at least 1
 * @param waitingReads how many requests for content may wait for the client to take earlier ones,
 *     at least 1
 * @param presences how many presences it may have, 1 to 1,000,000
 */
public record SessionLimits(
    int openDocuments,
    int operationSize,
    int messagesPerSecond,
    int burst,
    int waitingReads,
    int presences) {

  /** What applies where nothing is configured. */
  public static final SessionLimits DEFAULT =
      new SessionLimits(1_000, 1_048_576, 2_000, 20_000, 10_000, 1_000);

  /** Checks the ranges. */
  public SessionLimits {
    require(openDocuments >= 1 && openDocuments <= 1_000_000, "openDocuments", openDocuments);
    require(operationSize >= 128, "operationSize", operationSize);
    require(messagesPerSecond >= 0, "messagesPerSecond", messagesPerSecond);
    require(burst >= 1, "burst", burst);
    require(waitingReads >= 1, "waitingReads", waitingReads);
    require(presences >= 1 && presences <= 1_000_000, "presences", presences);
  }

  private static void require(boolean holds, String name, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }
}
