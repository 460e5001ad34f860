package io.collabee.impl.redis;

import java.time.Duration;
import java.util.Random;

/**
 * What becomes of published messages on their way to a subscriber: by chance one is lost, comes
 * again, comes later or after the one behind it.
 *
 * @param drop how likely a message is lost, from 0 to 1
 * @param repeat how likely one that is not comes a second time, at once or later
 * @param delay how likely one comes later than it should
 * @param latest by how much at most
 * @param reorder how likely one waits until another has passed
 * @param random decides
 */
public record Tampering(
    double drop, double repeat, double delay, Duration latest, double reorder, Random random) {

  /** Leaves everything as it is. */
  static Tampering none() {
    return new Tampering(0, 0, 0, Duration.ZERO, 0, new Random(0));
  }

  boolean drops() {
    return happens(drop);
  }

  boolean repeats() {
    return happens(repeat);
  }

  boolean delays() {
    return happens(delay);
  }

  boolean reorders() {
    return happens(reorder);
  }

  private boolean happens(double chance) {
    return chance > 0 && random.nextDouble() < chance;
  }

  long someMillis() {
    return 1 + (long) (random.nextDouble() * latest.toMillis());
  }
}
