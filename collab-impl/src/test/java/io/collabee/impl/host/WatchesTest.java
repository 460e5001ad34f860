package io.collabee.impl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.Documents.Watch;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.ot.DocumentTypes;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private static final DocumentId DOCUMENT = DocumentId.of("counters", "visits");

  private final LiveDocuments live =
      new LiveDocuments(
          new InMemoryOperationLog(),
          new DocumentTypes(List.of(new CounterType())),
          Clock.systemUTC(),
          LaneSettings.DEFAULT,
          Thread::new,
          CommitListener.NONE);
  private final Watches watches = new Watches(live, Thread::new);
  private final Documents documents = new BlockingDocuments(live, watches, Duration.ofSeconds(20));
  private final List<Long> versions = new CopyOnWriteArrayList<>();

  @BeforeEach
  void createDocument() {
    documents.create(DOCUMENT, "counter", JsonValue.NULL);
  }

  @AfterEach
  void stop() {
    watches.close();
    live.close();
  }

  @Test
  void theWatcherIsToldWhatIsCommittedFromThenOn() {
    edit(1, 3);

    documents.watch(DOCUMENT, this::hear);
    edit(3, 6);

    await().until(() -> versions.size() == 3);
    assertThat(versions).containsExactly(3L, 4L, 5L);
  }

  @Test
  void aDocumentThatDoesNotExistYetCanBeWatched() {
    DocumentId later = DocumentId.of("counters", "later");

    documents.watch(later, this::hear);
    documents.create(later, "counter", JsonValue.NULL);

    await().untilAsserted(() -> assertThat(versions).containsExactly(0L));
  }

  @Test
  void aWatcherThatThrowsGoesOn() {
    documents.watch(
        DOCUMENT,
        operation -> {
          hear(operation);
          throw new IllegalStateException("a watcher's fault");
        });
    edit(1, 3);

    await().until(() -> versions.size() == 2);
  }

  @Test
  void aWatcherThatLacksAClassGoesOn() {
    documents.watch(
        DOCUMENT,
        operation -> {
          hear(operation);
          throw new NoClassDefFoundError("com/example/Gone");
        });
    edit(1, 3);

    await().until(() -> versions.size() == 2);
  }

  @Test
  void aWatcherMayEdit() {
    documents.watch(
        DOCUMENT,
        operation -> {
          hear(operation);
          if (operation.version() < 5) {
            edit(operation.version() + 1, operation.version() + 2);
          }
        });
    edit(1, 2);

    await().until(() -> versions.size() == 5);
    assertThat(versions).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aSlowWatcherIsToldEverythingOnceAndInOrder() {
    Semaphore steps = new Semaphore(0);
    documents.watch(
        DOCUMENT,
        operation -> {
          steps.acquireUninterruptibly();
          hear(operation);
        });
    // More than wait in memory for a watcher.
    edit(1, 3_500);
    assertThat(versions).isEmpty();

    steps.release(1_200);
    await().until(() -> versions.size() == 1_200);
    edit(3_500, 4_000);
    steps.release(10_000);

    await().atMost(Duration.ofSeconds(30)).until(() -> versions.size() >= 3_999);
    assertThat(versions).containsExactlyElementsOf(LongStream.range(1, 4_000).boxed().toList());
  }

  @Test
  void aClosedWatchHearsNothingMore() {
    Watch watch = documents.watch(DOCUMENT, this::hear);
    edit(1, 2);
    await().until(() -> versions.size() == 1);

    watch.close();
    watch.close();
    List<Long> others = new CopyOnWriteArrayList<>();
    documents.watch(DOCUMENT, operation -> others.add(operation.version()));
    edit(2, 4);

    await().until(() -> others.size() == 2);
    assertThat(versions).containsExactly(1L);
  }

  @Test
  void nothingCanBeWatchedAfterTheEnd() {
    watches.close();

    assertThatThrownBy(() -> documents.watch(DOCUMENT, this::hear))
        .isInstanceOf(CollabException.class);
    edit(1, 2);
  }

  private void hear(CommittedOperation operation) {
    versions.add(operation.version());
  }

  private void edit(long from, long to) {
    for (long version = from; version < to; version++) {
      documents.edit(DOCUMENT, version, Json.createValue(1));
    }
  }
}
