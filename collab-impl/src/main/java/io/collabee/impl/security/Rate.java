package io.collabee.impl.security;

import java.util.function.LongSupplier;

/** A token bucket for one who has an {@link Allowance}. Used by one thread at a time. */
public final class Rate {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filled;

  /** A full bucket. */
  public Rate(Allowance allowance, LongSupplier nanoTime) {
    this.perSecond = allowance.perSecond();
    this.burst = allowance.burst();
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.filled = nanoTime.getAsLong();
  }

  /** Takes one token; false if there is none. */
  public boolean take() {
    if (perSecond == 0) {
      return true;
    }
    if (tokens < 1) {
      fill();
    }
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Whether it is as full as a new one. */
  boolean isFull() {
    fill();
    return tokens >= burst;
  }

  private void fill() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(burst, tokens + (now - filled) / NANOS * perSecond);
    filled = now;
  }
}
