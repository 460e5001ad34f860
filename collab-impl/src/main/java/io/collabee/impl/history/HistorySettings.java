package io.collabee.impl.history;

import java.time.Duration;

/**
 * What history goes by.
 *
 * @param gap how long an author's pause is that ends what he was at
 * @param mostReplayed how many operations an answer may go through
 * @param mostAtOnce how many answers may be worked out at a time
 * @param patience how long others wait for their turn
 */
public record HistorySettings(Duration gap, long mostReplayed, int mostAtOnce, Duration patience) {}
