package io.collabee.impl.cluster;

import java.time.Duration;

/**
 * How long the head check pauses.
 *
 * @param fast after something was found that no bus had brought
 * @param slow the longest pause while the preferred bus is not trusted, or there is none; the pause
 *     grows up to it while nothing is found
 * @param trusted the longest pause while the preferred bus is trusted
 */
public record CheckSettings(Duration fast, Duration slow, Duration trusted) {
  /** What applies where nothing is configured. */
  public static final CheckSettings DEFAULT =
      new CheckSettings(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5));
}
