package io.collabee.impl.protocol;

import java.util.function.LongSupplier;

/** A token bucket: so many at once, so many a second in the long run. Used by one thread. */
final class Rate {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filled;

  /**
   * @param perSecond 0 for no limit
   */
  Rate(int perSecond, int burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.filled = nanoTime.getAsLong();
  }

  /** Takes one token; false if there is none. */
  boolean take() {
    if (perSecond == 0) {
      return true;
    }
    if (tokens < 1) {
      long now = nanoTime.getAsLong();
      tokens = Math.min(burst, tokens + (now - filled) / NANOS * perSecond);
      filled = now;
    }
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
