package io.collabee.impl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.LoggedOperation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommitEventsTest {
  private static final DocumentId DOCUMENT = DocumentId.of("letters", "one");

  private final List<OperationsCommitted> seen = new CopyOnWriteArrayList<>();

  @Test
  void eventsAreToldInOrderOnAThreadOfTheirOwn() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    try (CommitEvents events =
        new CommitEvents(
            event -> {
              threads.add(Thread.currentThread());
              seen.add(event);
            },
            Thread::new)) {
      events.committed(DOCUMENT, run(0, 2));
      events.committed(DOCUMENT, run(2, 3));
      await().until(() -> seen.size() == 2);
    }

    assertThat(seen)
        .flatExtracting(OperationsCommitted::operations)
        .extracting(CommittedOperation::version)
        .containsExactly(0L, 1L, 2L);
    assertThat(threads).doesNotContain(Thread.currentThread()).hasSize(2);
  }

  @Test
  void anObserverThatThrowsMissesNothing() {
    try (CommitEvents events =
        new CommitEvents(
            event -> {
              seen.add(event);
              throw new IllegalStateException("an observer's fault");
            },
            Thread::new)) {
      events.committed(DOCUMENT, run(0, 1));
      events.committed(DOCUMENT, run(1, 2));
      await().until(() -> seen.size() == 2);
    }
  }

  @Test
  void aSlowObserverHoldsNobodyUpAndIsToldAllBeforeTheEnd() {
    CountDownLatch slow = new CountDownLatch(1);
    CommitEvents events =
        new CommitEvents(
            event -> {
              try {
                slow.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              seen.add(event);
            },
            Thread::new);
    for (int version = 0; version < 100; version++) {
      events.committed(DOCUMENT, run(version, version + 1));
    }
    assertThat(seen).isEmpty();

    slow.countDown();
    events.close();

    assertThat(seen).hasSize(100);
  }

  @Test
  void aCommitAfterTheEndIsNoError() {
    CommitEvents events = new CommitEvents(seen::add, Thread::new);
    events.close();

    events.committed(DOCUMENT, run(0, 1));

    assertThat(seen).isEmpty();
  }

  private static List<Committed> run(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(
            version ->
                new Committed(
                    new LoggedOperation(
                        version, "source", version + 1, "", Instant.EPOCH, "\"op\":[\"a\"]")))
        .toList();
  }
}
