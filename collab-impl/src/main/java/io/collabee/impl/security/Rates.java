package io.collabee.impl.security;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Sees that nobody does something more often than he may, by whatever name he is known: a user's,
 * an address. Remembers a bounded number of names. A name not heard of for so long that it has its
 * whole allowance again is forgotten; if too many others are heard of, those not heard of for
 * longest are forgotten earlier. Thread-safe.
 */
public final class Rates {
  private static final int MOST_NAMES = 10_000;

  private final Allowance allowance;
  private final LongSupplier nanoTime;

  /** The one used longest ago first. */
  private final Map<String, Rate> rates = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param allowance of each name
   * @param nanoTime as {@link System#nanoTime}
   */
  public Rates(Allowance allowance, LongSupplier nanoTime) {
    this.allowance = allowance;
    this.nanoTime = nanoTime;
  }

  /** Counts that somebody does it once; false if he may not. */
  public synchronized boolean take(String name) {
    if (allowance.perSecond() == 0) {
      return true;
    }
    Rate rate = rates.get(name);
    if (rate == null) {
      forgetSome();
      rate = new Rate(allowance, nanoTime);
      rates.put(name, rate);
    }
    return rate.take();
  }

  private void forgetSome() {
    Iterator<Rate> oldest = rates.values().iterator();
    while (oldest.hasNext() && (oldest.next().isFull() || rates.size() >= MOST_NAMES)) {
      oldest.remove();
    }
  }

  /** How many names are remembered. */
  synchronized int size() {
    return rates.size();
  }
}
