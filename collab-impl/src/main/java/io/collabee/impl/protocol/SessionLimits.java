package io.collabee.impl.protocol;

import io.collabee.impl.security.Allowance;

/**
 * What one connection may do.
 *
 * @param openDocuments how many documents it may be subscribed to, 1 to 1,000,000
 * @param operationSize the longest message that submits an operation, in UTF-16 units; at least 128
 * @param messages how often it may send a message
 * @param operations how often it may send an operation
 * @param waitingReads how many requests for content may wait for the client to take earlier ones,
 *     at least 1
 * @param presences how many presences it may have, 1 to 1,000,000
 * @param presenceSize the longest message that tells a presence, in UTF-16 units; at least 128
 * @param presenceUpdates how often it may tell a presence
 */
public record SessionLimits(
    int openDocuments,
    int operationSize,
    Allowance messages,
    Allowance operations,
    int waitingReads,
    int presences,
    int presenceSize,
    Allowance presenceUpdates) {

  /** What applies where nothing is configured. */
  public static final SessionLimits DEFAULT =
      new SessionLimits(
          1_000,
          1_048_576,
          Allowance.of(2_000),
          Allowance.of(1_000),
          10_000,
          1_000,
          16_384,
          Allowance.of(200));

  /** Checks the ranges. */
  public SessionLimits {
    require(openDocuments >= 1 && openDocuments <= 1_000_000, "openDocuments", openDocuments);
    require(operationSize >= 128, "operationSize", operationSize);
    require(waitingReads >= 1, "waitingReads", waitingReads);
    require(presences >= 1 && presences <= 1_000_000, "presences", presences);
    require(presenceSize >= 128, "presenceSize", presenceSize);
  }

  private static void require(boolean holds, String name, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }
}
