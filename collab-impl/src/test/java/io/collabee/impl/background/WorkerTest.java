package io.collabee.impl.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CompletableFuture<Thread> made = new CompletableFuture<>();
  private final CompletableFuture<Worker> self = new CompletableFuture<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  @Test
  void closingEndsARestAndWaitsForTheWork() {
    Worker worker =
        worker(
            LONG,
            () -> {
              assertThat(self.join().isClosingAfter(Duration.ZERO)).isFalse();
              begun.set(true);
              assertThat(self.join().isClosingAfter(LONG)).isTrue();
              ended.set(true);
            });
    worker.start();
    await().untilTrue(begun);

    worker.close();

    assertThat(ended).isTrue();
    assertThat(worker.isClosing()).isTrue();
    assertThat(made.join().isAlive()).isFalse();
    assertThat(made.join().getName()).isEqualTo("collab-test");
  }

  @Test
  void aThreadThatHangsIsNotWaitedForForEver() {
    CountDownLatch hanging = new CountDownLatch(1);
    Worker worker = worker(Duration.ofMillis(20), hanging::await);
    worker.start();

    worker.close();

    assertThat(made.join().isAlive()).isTrue();
    hanging.countDown();
    await().until(() -> !made.join().isAlive());
  }

  @Test
  void aThreadThatTheContainerTakesBackEnds() {
    Worker worker = worker(LONG, () -> self.join().isClosingAfter(LONG));
    worker.start();

    made.join().interrupt();

    await().until(() -> !made.join().isAlive());
    assertThat(worker.isClosing()).isTrue();
  }

  @Test
  void workThatFailsHarmsNobody() {
    Worker worker =
        worker(
            LONG,
            () -> {
              throw new IllegalStateException("expected by the test");
            });
    worker.start();

    await().until(() -> !made.join().isAlive());
    worker.close();
  }

  @Test
  void whatHasNotStartedCanBeClosed() {
    worker(LONG, () -> ended.set(true)).close();

    assertThat(ended).isFalse();
  }

  private Worker worker(Duration patience, Worker.Work work) {
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task);
          made.complete(thread);
          return thread;
        };
    Worker worker = new Worker("collab-test", patience, threads, work);
    self.complete(worker);
    return worker;
  }
}
