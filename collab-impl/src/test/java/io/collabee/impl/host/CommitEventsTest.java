package io.collabee.impl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommitEventsTest {
  private static final DocumentId DOCUMENT = DocumentId.of("letters", "one");
  private static final DocumentId OTHER = DocumentId.of("letters", "two");

  private final List<OperationsCommitted> seen = new CopyOnWriteArrayList<>();
  private final OperationLog log = new InMemoryOperationLog();

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
      events.of(log).committed(DOCUMENT, run(0, 2));
      events.of(log).committed(DOCUMENT, run(2, 3));
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
      events.of(log).committed(DOCUMENT, run(0, 1));
      events.of(log).committed(DOCUMENT, run(1, 2));
      await().until(() -> seen.size() == 2);
    }
  }

  @Test
  void aSlowObserverHoldsNobodyUpAndIsToldAllBeforeTheEnd() {
    CountDownLatch slow = new CountDownLatch(1);
    CommitEvents events = new CommitEvents(slowly(slow), Thread::new);
    for (int version = 0; version < 100; version++) {
      events.of(log).committed(DOCUMENT, run(version, version + 1));
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

    events.of(log).committed(DOCUMENT, run(0, 1));

    assertThat(seen).isEmpty();
  }

  @Test
  void whatWaitsForLongIsReadFromTheLogInstead() {
    CountDownLatch slow = new CountDownLatch(1);
    CommitEvents events = new CommitEvents(slowly(slow), Thread::new, 1_000);
    for (int version = 0; version < 500; version += 2) {
      commit(events.of(log), DOCUMENT, version, version + 1);
      commit(events.of(log), OTHER, version, version + 2);
      commit(events.of(log), DOCUMENT, version + 1, version + 2);
    }
    assertThat(events.weight()).isBetween(1L, 1_000L);

    slow.countDown();
    events.close();

    assertThat(versions(DOCUMENT)).containsExactlyElementsOf(versions(0, 500));
    assertThat(versions(OTHER)).containsExactlyElementsOf(versions(0, 500));
    assertThat(seen).hasSizeLessThan(50);
    assertThat(events.weight()).isZero();
  }

  @Test
  void whatIsTakenBackIntoMemoryComesAfterWhatIsReadAndNeverTwice() {
    Semaphore turns = new Semaphore(0);
    CommitEvents events =
        new CommitEvents(
            event -> {
              turns.acquireUninterruptibly();
              seen.add(event);
            },
            Thread::new,
            250);
    long seed = 7;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (long version = 0; version < 300; ) {
      long to = version + 1 + random.nextInt(3);
      commit(events.of(log), DOCUMENT, version, to);
      version = to;
      int before = seen.size();
      if (random.nextInt(4) == 0) {
        turns.release();
        await().until(() -> seen.size() > before);
      }
    }
    turns.release(1_000);
    events.close();

    List<Long> told = versions(DOCUMENT);
    assertThat(told)
        .as("seed %d", seed)
        .containsExactlyElementsOf(versions(0, told.size()))
        .hasSizeBetween(300, 303);
  }

  @Test
  void eventsWaitForAStoreThatIsAway() {
    CountDownLatch slow = new CountDownLatch(1);
    AtomicInteger failures = new AtomicInteger(2);
    OperationLog away = failing(failures);
    try (CommitEvents events = new CommitEvents(slowly(slow), Thread::new, 1)) {
      commit(events.of(away), DOCUMENT, 0, 3);
      slow.countDown();

      await().until(() -> !seen.isEmpty());
    }

    assertThat(failures).hasValue(0);
    assertThat(versions(DOCUMENT)).containsExactlyElementsOf(versions(0, 3));
  }

  private Consumer<OperationsCommitted> slowly(CountDownLatch slow) {
    return event -> {
      try {
        slow.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      seen.add(event);
    };
  }

  /** The log, whose operations cannot be read so many times. */
  private OperationLog failing(AtomicInteger failures) {
    return (OperationLog)
        Proxy.newProxyInstance(
            CommitEventsTest.class.getClassLoader(),
            new Class<?>[] {OperationLog.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("operations") && failures.get() > 0) {
                failures.decrementAndGet();
                throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "Away");
              }
              return method.invoke(log, arguments);
            });
  }

  private void commit(CommitListener listener, DocumentId document, long from, long to) {
    List<Committed> run = run(from, to);
    try (Append append = log.append(new TreeSet<>(List.of(document)))) {
      append.write(document, run.stream().map(Committed::operation).toList(), Optional.of("t"));
      append.commit();
    }
    listener.committed(document, run);
  }

  private List<Long> versions(DocumentId document) {
    return seen.stream()
        .filter(event -> event.document().equals(document))
        .flatMap(event -> event.operations().stream())
        .map(CommittedOperation::version)
        .toList();
  }

  private static List<Long> versions(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
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
