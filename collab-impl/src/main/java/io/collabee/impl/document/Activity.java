package io.collabee.impl.document;

/**
 * What the documents of a node are at.
 *
 * @param documents how many are in memory
 * @param operations how many were committed here since the start
 * @param transactions in how many transactions
 */
public record Activity(int documents, long operations, long transactions) {
  /** Nothing yet. */
  public static final Activity NONE = new Activity(0, 0, 0);

  /** Both together. */
  public Activity plus(Activity other) {
    return new Activity(
        documents + other.documents,
        operations + other.operations,
        transactions + other.transactions);
  }
}
