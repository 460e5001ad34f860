package io.collabee.sample;

import java.util.Random;

/** Where tests get their chance from. */
final class Seed {
  private Seed() {}

  /** Chance from {@code -Dcollabee.seed}, else a new one; says which. */
  static Random random() {
    long seed = Long.getLong("collabee.seed", System.nanoTime());
    System.out.println("-Dcollabee.seed=" + seed);
    return new Random(seed);
  }
}
