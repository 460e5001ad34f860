package io.collabee;

/**
 * Which of two concurrent operations is the one being transformed, where the type must break a tie.
 * The server always transforms the newly submitted operation as {@link #LEFT} over the committed
 * one. What left wins differs by type.
 */
public enum Side {
  LEFT,
  RIGHT;

  /** The other side. */
  public Side opposite() {
    return this == LEFT ? RIGHT : LEFT;
  }
}
