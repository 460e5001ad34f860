package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.Arrivals;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog.Head;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadCheckTest {
  private static final DocumentId ONE = DocumentId.of("c", "one");
  private static final DocumentId OTHER = DocumentId.of("c", "other");
  private static final Duration LONG = Duration.ofHours(1);

  private final Lanes lanes = new Lanes();
  private final Heads heads = new Heads();
  private HeadCheck check = new HeadCheck(lanes, heads, of(Duration.ofMillis(2)), threads());

  @AfterEach
  void close() {
    check.close();
  }

  @Test
  void whatIsBehindItsHeadIsTold() {
    heads.now.put(ONE, 5L);
    heads.now.put(OTHER, 7L);

    check.start();

    await().until(() -> lanes.told.equals(Map.of(ONE, 5L)));
  }

  @Test
  void aDocumentThatTheDatabaseDoesNotKnowIsNotTold() {
    check.start();

    await().until(() -> heads.questions.get() > 3);
    assertThat(lanes.told).isEmpty();
  }

  @Test
  void aDatabaseThatFailsIsAskedAgain() {
    heads.failures.set(3);
    heads.now.put(ONE, 5L);

    check.start();

    await().until(() -> !lanes.told.isEmpty());
  }

  @Test
  void aFaultDoesNotEndTheChecks() {
    heads.faults.set(3);
    heads.now.put(ONE, 5L);

    check.start();

    await().until(() -> !lanes.told.isEmpty());
  }

  @Test
  void whoeverFailsWhenAllIsCheckedDoesNotEndTheChecks() {
    AtomicInteger done = new AtomicInteger();
    check.all(
        () -> {
          throw new IllegalStateException("a fault of the one who asked");
        },
        true);
    check.all(done::incrementAndGet, true);
    check.start();
    await().until(() -> done.get() == 1);

    heads.now.put(ONE, 5L);

    await().until(() -> !lanes.told.isEmpty());
  }

  @Test
  void aCheckOfAllIsMadeAtOnce() {
    check = new HeadCheck(lanes, heads, of(LONG), threads());
    check.start();
    await().until(() -> heads.questions.get() == 2);
    AtomicInteger done = new AtomicInteger();

    check.all(done::incrementAndGet, true);

    await().until(() -> done.get() == 1);
    assertThat(heads.questions).hasValue(4);
  }

  @Test
  void aCheckOfAllIsDoneWhenTheDatabaseHasAnswered() {
    heads.failures.set(20);
    AtomicInteger failuresLeft = new AtomicInteger(-1);

    check.all(() -> failuresLeft.set(heads.failures.get()), true);
    check.start();

    await().until(() -> failuresLeft.get() == 0);
  }

  @Test
  void whoIsNotPatientIsToldTooWhenTheDatabaseDoesNotAnswer() {
    heads.failures.set(Integer.MAX_VALUE);
    AtomicInteger done = new AtomicInteger();

    check.all(done::incrementAndGet, false);
    check.start();

    await().until(() -> heads.questions.get() > 10);
    assertThat(done).hasValue(1);
  }

  @Test
  void aLaneThatDoesNotAnswerKeepsNoOtherFromBeingChecked() {
    lanes.stuck = true;
    heads.now.put(ONE, 5L);

    check.start();

    await().until(() -> lanes.told.containsKey(ONE));
  }

  @Test
  void trustIsActedUponAtOnce() {
    check = new HeadCheck(lanes, heads, of(LONG), threads());
    check.start();
    await().until(() -> heads.questions.get() == 2);

    check.trusts(false);

    await().until(() -> heads.questions.get() == 4);
  }

  private static CheckSettings of(Duration pause) {
    return new CheckSettings(pause, pause, pause);
  }

  private static ThreadFactory threads() {
    return Executors.defaultThreadFactory();
  }

  /** Two lanes with a document each. */
  private static final class Lanes implements Arrivals {
    final Map<DocumentId, Long> told = new ConcurrentHashMap<>();
    volatile boolean stuck;

    @Override
    public void committed(DocumentId document, List<LoggedOperation> operations) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void head(DocumentId document, long version) {
      told.put(document, version);
    }

    @Override
    public int versions(Consumer<Map<DocumentId, Long>> each) {
      each.accept(Map.of(ONE, 3L));
      if (!stuck) {
        each.accept(Map.of(OTHER, 7L));
      }
      return 2;
    }
  }

  private static final class Heads implements HeadCheck.Heads {
    final Map<DocumentId, Long> now = new ConcurrentHashMap<>();
    final AtomicInteger questions = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger faults = new AtomicInteger();

    @Override
    public Map<DocumentId, Head> of(Collection<DocumentId> documents) {
      questions.incrementAndGet();
      if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new LinkageError("a class is missing");
      }
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "away");
      }
      Map<DocumentId, Head> found = new ConcurrentHashMap<>();
      for (DocumentId document : documents) {
        Long version = now.get(document);
        if (version != null) {
          found.put(document, new Head(version, Optional.empty()));
        }
      }
      return found;
    }
  }
}
