package io.collabee.impl.websocket;

import io.collabee.impl.security.Allowance;

/**
 * How many clients a node serves at a time.
 *
 * @param sockets all together, at least 1
 * @param perUser those of one user; 0 for any number
 * @param perAddress those of one address, be it that of a proxy; 0 for any number
 * @param unknown how often handshakes of nobody known may come from an address
 */
public record VisitorLimits(int sockets, int perUser, int perAddress, Allowance unknown) {

  /** What applies where nothing is configured. */
  public static final VisitorLimits DEFAULT =
      new VisitorLimits(20_000, 100, 2_000, Allowance.of(100));

  /** Checks the ranges. */
  public VisitorLimits {
    if (sockets < 1 || perUser < 0 || perAddress < 0) {
      throw new IllegalArgumentException("A limit of visitors is out of range");
    }
  }
}
