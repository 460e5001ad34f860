package io.collabee.impl.store;

/** Random bytes that all nodes of a cluster share and that survive their restarts. Thread-safe. */
public interface Secrets {

  /** How long a secret is, in bytes. */
  int LENGTH = 32;

  /**
   * The secret of this name; made up when it is first asked for, on any node.
   *
   * @param name 1 to 255 characters
   * @return 32 bytes, the caller's own
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if the
   *     store cannot be reached
   */
  byte[] secret(String name);
}
