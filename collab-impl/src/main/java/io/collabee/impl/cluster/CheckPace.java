package io.collabee.impl.cluster;

import java.time.Duration;

/**
 * How long the head check pauses. Without a trusted bus: short after something was found, and
 * growing while nothing is. With one: growing to seldom, whatever is found, since what a round
 * finds is mostly what the bus is just bringing. Thread-safe.
 */
final class CheckPace {
  /** The question takes at most a tenth of the time. */
  private static final int PAUSE_PER_QUESTION = 9;

  /** But a database that hung once does not make this node find nothing for many minutes. */
  private static final long LONGEST_FOR_QUESTION = Duration.ofSeconds(10).toNanos();

  private final CheckSettings settings;
  private Duration pause;
  private boolean trusting;

  CheckPace(CheckSettings settings) {
    this.settings = settings;
    this.pause = settings.fast();
  }

  /** Whether the preferred bus is trusted. Begins anew: other nodes may learn of it later. */
  synchronized void trusts(boolean bus) {
    trusting = bus;
    pause = settings.fast();
  }

  /**
   * The pause after a round, in nanoseconds.
   *
   * @param found whether it found anything
   * @param asking for how long it asked the database, in nanoseconds
   */
  synchronized long pause(boolean found, long asking) {
    if (found && !trusting) {
      pause = settings.fast();
    }
    long chosen =
        Math.max(pause.toNanos(), Math.min(PAUSE_PER_QUESTION * asking, LONGEST_FOR_QUESTION));
    Duration longest = trusting ? settings.trusted() : settings.slow();
    Duration grown = pause.plus(pause.dividedBy(2));
    pause = grown.compareTo(longest) < 0 ? grown : longest;
    return chosen;
  }
}
