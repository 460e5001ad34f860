package io.collabee.sample;

import java.util.Random;

/** Where tests get their chance from. */
final class Seed {
  private Seed() {}

  /** The number in {@code -Dcollabee.seed}, else a new one; says which. */
  static long number() {
    long seed = Long.getLong("collabee.seed", System.nanoTime());
    System.out.println("-Dcollabee.seed=" + seed);
    return seed;
  }

  /** Chance from {@code -Dcollabee.seed}, else a new one; says which. */
  static Random random() {
    return new Random(number());
  }
}
