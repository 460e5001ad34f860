package io.collabee.impl.ot;

import java.util.Random;

/**
 * Runs a law over seeded random cases. The size of a case grows with its seed, so that the first
 * failure is a small one; it names its seed, and {@code -Dcollab.seed=N} runs that one again.
 */
public final class Seeds {

  private Seeds() {}

  /** What holds for every case. */
  public interface Law {
    /**
     * Checks one case.
     *
     * @param random the only source of chance
     * @param size about how large the case should be, from 1
     */
    void check(Random random, int size);
  }

  /** Checks a law for the seeds from 1 to {@code count}; sizes go from 1 to {@code maxSize}. */
  public static void upTo(int count, int maxSize, Law law) {
    Long only = Long.getLong("collab.seed");
    if (only != null) {
      check(only, sizeOf(only, count, maxSize), law);
      return;
    }
    for (long seed = 1; seed <= count; seed++) {
      check(seed, sizeOf(seed, count, maxSize), law);
    }
  }

  private static int sizeOf(long seed, int count, int maxSize) {
    return (int) (1 + seed * (maxSize - 1) / count);
  }

  private static void check(long seed, int size, Law law) {
    try {
      law.check(new Random(seed), size);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", size " + size + ": " + e.getMessage(), e);
    }
  }
}
