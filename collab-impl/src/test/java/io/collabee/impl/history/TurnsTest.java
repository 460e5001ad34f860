package io.collabee.impl.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(1, Duration.ofMinutes(5));
  private final List<Thread> threads = new ArrayList<>();
  private final Executor executor =
      task -> {
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
      };

  @Test
  void fewWaitForTheirTurnAndMoreAreRefusedAtOnce() {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    List<CompletableFuture<Integer>> asked = new ArrayList<>();
    for (int i = 0; i <= Turns.WAITING; i++) {
      asked.add(CompletableFuture.supplyAsync(() -> turns.take(() -> slow(end, done)), executor));
    }
    await()
        .until(
            () ->
                threads.stream()
                    .map(Thread::getState)
                    .allMatch(
                        state ->
                            state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING));

    assertThatThrownBy(() -> turns.take(done::incrementAndGet))
        .isInstanceOfSatisfying(
            CollabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_UNAVAILABLE));
    assertThat(done).hasValue(0);
    end.countDown();

    asked.forEach(CompletableFuture::join);
    assertThat(turns.take(done::incrementAndGet)).isEqualTo(Turns.WAITING + 2);
  }

  private static int slow(CountDownLatch end, AtomicInteger done) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return done.incrementAndGet();
  }
}
