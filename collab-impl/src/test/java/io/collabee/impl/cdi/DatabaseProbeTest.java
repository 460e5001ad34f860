package io.collabee.impl.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseProbeTest {
  private final AtomicInteger questions = new AtomicInteger();

  @Test
  void aDatabaseThatAnswersIsThereAndOneThatFailsIsNot() {
    AtomicBoolean isAway = new AtomicBoolean();
    Runnable question =
        () -> {
          if (isAway.get()) {
            throw new IllegalStateException("away");
          }
        };
    try (DatabaseProbe probe = new DatabaseProbe(question, Duration.ofSeconds(20), Thread::new)) {
      assertThat(probe.answers()).isTrue();
      isAway.set(true);
      assertThat(probe.answers()).isFalse();
      isAway.set(false);
      assertThat(probe.answers()).isTrue();
    }
  }

  @Test
  void oneThatHangsIsAskedOnceHoweverOftenItIsAskedFor() {
    CountDownLatch back = new CountDownLatch(1);
    try (DatabaseProbe probe =
        new DatabaseProbe(() -> hang(back), Duration.ofMillis(10), Thread::new)) {
      assertThat(probe.answers()).isFalse();
      assertThat(probe.answers()).isFalse();
      assertThat(questions.get()).isEqualTo(1);

      back.countDown();
      await().until(probe::answers);
    }
  }

  @Test
  void oneThatIsClosedDoesNotAnswer() {
    DatabaseProbe probe = new DatabaseProbe(() -> {}, Duration.ofSeconds(20), Thread::new);
    probe.close();

    assertThat(probe.answers()).isFalse();
  }

  private void hang(CountDownLatch back) {
    questions.incrementAndGet();
    try {
      back.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
