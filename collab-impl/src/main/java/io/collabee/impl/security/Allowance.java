package io.collabee.impl.security;

/**
 * How often something may be done.
 *
 * @param perSecond in the long run; 0 for any number of times
 * @param burst at once, at least 1
 */
public record Allowance(int perSecond, int burst) {
  private static final int BURST_SECONDS = 10;

  /** Checks the ranges. */
  public Allowance {
    if (perSecond < 0 || burst < 1) {
      throw new IllegalArgumentException(perSecond + " a second and " + burst + " at once");
    }
  }

  /**
   * So many times a second, and at once as many as in ten seconds.
   *
   * @param perSecond 0 for any number of times
   */
  public static Allowance of(int perSecond) {
    return new Allowance(perSecond, Math.max(1, Math.multiplyExact(perSecond, BURST_SECONDS)));
  }
}
