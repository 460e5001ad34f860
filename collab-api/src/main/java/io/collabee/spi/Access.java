package io.collabee.spi;

/** What a caller may do with a document; each level includes those before it. */
public enum Access {
  /** Not even know it exists. */
  NONE,
  /** Read content and history, follow, and be present. */
  READ,
  /** Start, answer and resolve threads of comments, and change and delete one's own. */
  COMMENT,
  /** Submit operations. */
  WRITE,
  /** Whatever else there is: delete history and others' comments, restore, share. */
  MANAGE;

  /** Whether this level includes another. */
  public boolean includes(Access other) {
    return compareTo(other) >= 0;
  }
}
