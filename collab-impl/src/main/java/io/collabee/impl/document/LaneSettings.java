package io.collabee.impl.document;

import java.time.Duration;

/**
 * How much the live documents of a node may hold and do at once.
 *
 * @param lanes threads that commit, 1 or more; each document belongs to one
 * @param readers threads that read from the store for them, 1 or more
 * @param queueLimit operations that may wait in one lane; more are refused as retryable
 * @param batchLimit operations that one transaction takes at most
 * @param tailLimit committed operations that a document keeps in memory to transform over and to
 *     send to those who missed them; older ones are read from the log
 * @param idle how long a document that nobody follows or edits stays in memory
 * @param snapshotBytes how much the operations since the last snapshot must weigh at least before
 *     the next is taken; on documents larger than twice that, half the snapshot's weight
 * @param documentSize how long a document's JSON may get by an operation, in UTF-16 units as its
 *     type counts them
 * @param sourceMemory how long a client's last operation is remembered at least, to know it when it
 *     is resent; longer if it is among the last {@code tailLimit}
 */
public record LaneSettings(
    int lanes,
    int readers,
    int queueLimit,
    int batchLimit,
    int tailLimit,
    Duration idle,
    long snapshotBytes,
    long documentSize,
    Duration sourceMemory) {

  /** What applies where nothing is configured. */
  public static final LaneSettings DEFAULT =
      new LaneSettings(
          4,
          2,
          10_000,
          1_000,
          2_000,
          Duration.ofMinutes(5),
          64 * 1024,
          16 << 20,
          Duration.ofDays(7));

  /** Checks the ranges. */
  public LaneSettings {
    if (lanes < 1
        || readers < 1
        || queueLimit < 1
        || batchLimit < 1
        || tailLimit < 1
        || documentSize < 1) {
      throw new IllegalArgumentException("Lanes, readers and limits are 1 or more");
    }
  }
}
