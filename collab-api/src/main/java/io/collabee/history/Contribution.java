package io.collabee.history;

import java.time.Instant;

/**
 * Operations of one author. There may be others' operations between them.
 *
 * @param author the verified principal's name, empty for nobody
 * @param from the document's version before the first of them
 * @param to its version after the last of them; {@code from + 1} if there is only one
 * @param began when the first was committed
 * @param ended when the last was
 */
public record Contribution(String author, long from, long to, Instant began, Instant ended) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it ends before it begins
   */
  public Contribution {
    if (from < 0 || to <= from || ended.isBefore(began)) {
      throw new IllegalArgumentException(
          "A contribution from version " + from + " at " + began + " to " + to + " at " + ended);
    }
  }

  /**
   * This one with another of the same author as one.
   *
   * @throws IllegalArgumentException if it is somebody else's
   */
  public Contribution and(Contribution other) {
    if (!author.equals(other.author)) {
      throw new IllegalArgumentException("The contributions are of two authors");
    }
    return new Contribution(
        author,
        Math.min(from, other.from),
        Math.max(to, other.to),
        began.isBefore(other.began) ? began : other.began,
        ended.isAfter(other.ended) ? ended : other.ended);
  }
}
