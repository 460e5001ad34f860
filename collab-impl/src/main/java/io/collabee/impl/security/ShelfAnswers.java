package io.collabee.impl.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what a {@link Shelf} was asked, but not for long. */
final class ShelfAnswers {
  private static final Logger LOG = System.getLogger(ShelfAnswers.class.getName());
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private ShelfAnswers() {}

  /**
   * The answers to several questions that were asked at once, in their order.
   *
   * @return empty if one of them has failed, or has not come in time
   */
  static <T> Optional<List<T>> all(List<CompletionStage<T>> asked) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<T> answers = new ArrayList<>();
    try {
      for (CompletionStage<T> each : asked) {
        answers.add(
            each.toCompletableFuture()
                .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
      }
      return Optional.of(answers);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.DEBUG, "The shelf does not answer", e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The answer to one question; empty as {@link #all}. */
  static <T> Optional<T> of(CompletionStage<T> asked) {
    return all(List.of(asked)).map(answers -> answers.get(0));
  }
}
