package io.collabee.impl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.Snapshot;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.ot.DocumentTypes;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingDocumentsTest {
  private static final DocumentId DOCUMENT = DocumentId.of("counters", "visits");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final LiveDocuments live =
      new LiveDocuments(
          new InMemoryOperationLog(),
          new DocumentTypes(List.of(new CounterType())),
          Clock.fixed(NOON, ZoneOffset.UTC),
          LaneSettings.DEFAULT,
          Thread::new,
          CommitListener.NONE);
  private final Watches watches = new Watches(live, Thread::new);
  private final Documents documents = new BlockingDocuments(live, watches, Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    watches.close();
    live.close();
  }

  @Test
  void createdDocumentsCanBeRead() {
    CommittedOperation created = documents.create(DOCUMENT, "counter", number(5));

    assertThat(created.version()).isZero();
    assertThat(created.operation())
        .isEqualTo(new Operation.Create("https://example.com/types/counter", number(5)));
    assertThat(created.time()).isEqualTo(NOON);
    assertThat(documents.read(DOCUMENT))
        .contains(
            new Snapshot(DOCUMENT, 1, Optional.of("https://example.com/types/counter"), number(5)));
  }

  @Test
  void aDocumentThatDoesNotExistIsReadAsNone() {
    assertThat(documents.read(DOCUMENT)).isEmpty();
  }

  @Test
  void createRefusesWhatExistsAndUnknownTypes() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);

    refused(
        ErrorCode.ERR_DOC_ALREADY_CREATED,
        () -> documents.create(DOCUMENT, "counter", JsonValue.NULL));
    refused(
        ErrorCode.ERR_DOC_TYPE_NOT_RECOGNIZED,
        () -> documents.create(DocumentId.of("counters", "other"), "slides", JsonValue.NULL));
    refused(
        ErrorCode.ERR_OT_OP_BADLY_FORMED,
        () ->
            documents.create(
                DocumentId.of("counters", "other"), "counter", Json.createValue("five")));
  }

  @Test
  void anEditAgainstAnOldVersionIsTransformedAndCommitted() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);
    documents.edit(DOCUMENT, 1, number(1));

    CommittedOperation committed = documents.edit(DOCUMENT, 1, number(10));

    assertThat(committed.version()).isEqualTo(2);
    assertThat(content()).isEqualTo(number(11));
  }

  @Test
  void editsAreRefusedAsAClientsAre() {
    refused(ErrorCode.ERR_DOC_DOES_NOT_EXIST, () -> documents.edit(DOCUMENT, 0, number(1)));
    documents.create(DOCUMENT, "counter", JsonValue.NULL);

    refused(ErrorCode.ERR_OT_OP_NOT_APPLIED, () -> documents.edit(DOCUMENT, 1, number(-1)));
    refused(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
        () -> documents.edit(DOCUMENT, 2, number(1)));
    assertThatThrownBy(() -> documents.edit(DOCUMENT, -1, number(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(content()).isEqualTo(number(0));
  }

  @Test
  void operationsCarryTheAuthorTheyAreMadeAs() {
    CommittedOperation created = documents.create(DOCUMENT, "counter", JsonValue.NULL);
    CommittedOperation edited = documents.as("ann").edit(DOCUMENT, 1, number(1));

    assertThat(created.author()).isEmpty();
    assertThat(edited.author()).isEqualTo("ann");
    assertThat(documents.operations(DOCUMENT, 0, Long.MAX_VALUE)).containsExactly(created, edited);
  }

  @Test
  void theFunctionIsCalledAgainWithWhatOthersCommittedInBetween() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);
    List<Snapshot> seen = new ArrayList<>();

    Optional<CommittedOperation> committed =
        documents.edit(
            DOCUMENT,
            now -> {
              seen.add(now);
              if (seen.size() <= 3) {
                documents.edit(DOCUMENT, now.version(), number(1));
              }
              return Optional.of(number(100));
            });

    assertThat(seen).extracting(Snapshot::version).containsExactly(1L, 2L, 3L, 4L);
    assertThat(seen)
        .extracting(Snapshot::data)
        .containsExactly(number(0), number(1), number(2), number(3));
    assertThat(committed).map(CommittedOperation::version).contains(4L);
    assertThat(content()).isEqualTo(number(103));
  }

  @Test
  void theFunctionGivesUpWhenOthersAreAlwaysFaster() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);
    AtomicInteger calls = new AtomicInteger();

    refused(
        ErrorCode.ERR_UNAVAILABLE,
        () ->
            documents.edit(
                DOCUMENT,
                now -> {
                  calls.incrementAndGet();
                  documents.edit(DOCUMENT, now.version(), number(1));
                  return Optional.of(number(1_000));
                }));

    assertThat(calls).hasValue(100);
    assertThat(content()).isEqualTo(number(100));
  }

  @Test
  void theFunctionMayHaveNothingToDo() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);

    assertThat(documents.edit(DOCUMENT, now -> Optional.empty())).isEmpty();
    refused(
        ErrorCode.ERR_DOC_DOES_NOT_EXIST,
        () -> documents.edit(DocumentId.of("counters", "other"), now -> Optional.of(number(1))));
  }

  @Test
  void deletedDocumentsAreGoneButTheirHistoryStays() {
    documents.create(DOCUMENT, "counter", number(7));
    CommittedOperation deleted = documents.delete(DOCUMENT);

    assertThat(deleted.operation()).isEqualTo(new Operation.Delete());
    assertThat(documents.read(DOCUMENT)).isEmpty();
    assertThat(documents.read(DOCUMENT, 1).data()).isEqualTo(number(7));
    assertThat(documents.read(DOCUMENT, 2).exists()).isFalse();
    refused(ErrorCode.ERR_DOC_DOES_NOT_EXIST, () -> documents.delete(DOCUMENT));

    assertThat(documents.create(DOCUMENT, "counter", number(1)).version()).isEqualTo(2);
  }

  @Test
  void everyVersionCanBeRead() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);
    documents.edit(DOCUMENT, 1, number(1));

    assertThat(documents.read(DOCUMENT, 0).exists()).isFalse();
    assertThat(documents.read(DOCUMENT, 1).data()).isEqualTo(number(0));
    assertThat(documents.read(DOCUMENT, 2).data()).isEqualTo(number(1));
    refused(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT, () -> documents.read(DOCUMENT, 3));
  }

  @Test
  void operationsAreGivenFromAVersionToBeforeAnother() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);
    for (int version = 1; version < 5; version++) {
      documents.edit(DOCUMENT, version, number(1));
    }

    assertThat(documents.operations(DOCUMENT, 1, 4))
        .extracting(CommittedOperation::version)
        .containsExactly(1L, 2L, 3L);
    assertThat(documents.operations(DOCUMENT, 3, 100))
        .extracting(CommittedOperation::version)
        .containsExactly(3L, 4L);
    assertThat(documents.operations(DOCUMENT, 5, 100)).isEmpty();
    assertThat(documents.operations(DOCUMENT, 3, 2)).isEmpty();
  }

  @Test
  void manyThreadsEditAtOnce() throws Exception {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        Documents mine = documents.as("writer " + writer);
        writers.add(
            () -> {
              for (int i = 0; i < 50; i++) {
                mine.edit(DOCUMENT, 1, number(1));
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(content()).isEqualTo(number(400));
    assertThat(documents.operations(DOCUMENT, 1, 401))
        .extracting(CommittedOperation::seq)
        .doesNotHaveDuplicates()
        .hasSize(400);
  }

  @Test
  void aWriteWithoutAnAnswerInTimeIsNotToBeRetried() {
    Documents hasty = new BlockingDocuments(live, watches, Duration.ofMillis(1));
    CountDownLatch busy = new CountDownLatch(1);
    live.operations(DOCUMENT, 0, 1, Answer.of(none -> await(busy), refused -> {}));

    refused(ErrorCode.ERR_UNKNOWN_ERROR, () -> hasty.create(DOCUMENT, "counter", number(7)));
    refused(ErrorCode.ERR_UNAVAILABLE, () -> hasty.read(DOCUMENT));
    busy.countDown();

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(documents.read(DOCUMENT)).map(Snapshot::data).contains(number(7)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonValue content() {
    return documents.read(DOCUMENT).orElseThrow().data();
  }

  private static JsonValue number(int value) {
    return Json.createValue((long) value);
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CollabException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
