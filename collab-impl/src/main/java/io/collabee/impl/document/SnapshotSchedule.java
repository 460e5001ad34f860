package io.collabee.impl.document;

/**
 * When a document's next snapshot is due: when the operations since the last one weigh more than a
 * minimum and more than half of that snapshot. So all snapshots together weigh a small multiple of
 * the operations, and opening a document reads at most one and a half times what it holds, or the
 * minimum.
 */
final class SnapshotSchedule {
  private final long minimum;
  private long snapshotWeight;
  private long weightSince;
  private boolean running;

  /**
   * @param minimum characters
   * @param snapshotWeight characters of the newest snapshot, 0 if there is none
   */
  SnapshotSchedule(long minimum, long snapshotWeight) {
    this.minimum = minimum;
    this.snapshotWeight = snapshotWeight;
  }

  void add(int weight) {
    weightSince += weight;
  }

  boolean isDue() {
    return !running && weightSince > Math.max(minimum, snapshotWeight / 2);
  }

  /** A snapshot is being written: of what was added until now. */
  long start() {
    running = true;
    return weightSince;
  }

  /** It was written. */
  void done(long started, long weight) {
    running = false;
    weightSince -= started;
    snapshotWeight = weight;
  }

  /** It was not written; due again when as much again has come. */
  void failed() {
    running = false;
    snapshotWeight = Math.max(snapshotWeight, 4 * weightSince);
  }
}
