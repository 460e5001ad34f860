package io.collabee.impl.document;

import static io.collabee.impl.document.LiveDocumentsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that went over to a standby which lacked what was last committed. A node that had seen
 * it must not write on top of it, and so make the log of others unreadable.
 */
class LostOperationsTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");
  private static final Clock A_SECOND_LATER =
      Clock.fixed(TestNode.NOON.plusSeconds(1), ZoneOffset.UTC);

  private final TestNode node = new TestNode();
  private final TestNode other = new TestNode(node.log, TestNode.SETTINGS, A_SECOND_LATER);

  @BeforeEach
  void loseAnOperation() {
    node.create(NOTES, "abc");
    TestNode.get(node.submit(NOTES, "lost", 1, 1, "[\"xyz\"]"));
    node.log.losesLast(NOTES);
  }

  @AfterEach
  void close() {
    node.close();
    other.close();
  }

  @Test
  void nothingIsWrittenOverAnotherOperationOfTheSameVersion() {
    commitElsewhere("[{\"d\":3}]");

    assertIsNotWritten(2, "[6,\"!\"]");
  }

  @Test
  void nothingIsWrittenBehindMoreThanWasLost() {
    commitElsewhere("[{\"d\":3}]");
    commitElsewhere("[]");

    assertIsNotWritten(2, "[6,\"!\"]");
  }

  @Test
  void nothingIsWrittenBehindLessThanWasLost() {
    assertIsNotWritten(2, "[6,\"!\"]");
  }

  @Test
  void whoeverHearsAnotherOperationOfAKnownVersionReadsTheDocumentAnew() {
    CompletableFuture<Void> ended = follow();
    LoggedOperation elsewhere = commitElsewhere("[{\"d\":3}]");

    node.documents().committed(NOTES, List.of(elsewhere));

    TestNode.get(ended);
    assertThat(node.text(NOTES)).isEqualTo("\"\"");
  }

  @Test
  void whoeverReadsOnInAnotherLogReadsTheDocumentAnew() {
    CompletableFuture<Void> ended = follow();
    commitElsewhere("[{\"d\":3}]");
    commitElsewhere("[]");

    node.documents().head(NOTES, 3);

    TestNode.get(ended);
    assertThat(node.text(NOTES)).isEqualTo("\"\"");
  }

  @Test
  void whatIsHeardLateAgreesWithTheLogAndChangesNothing() {
    DocumentId tuesday = DocumentId.of("notes", "tuesday");
    node.create(tuesday, "");
    LoggedOperation own =
        TestNode.get(node.submit(tuesday, "s", 1, 1, "[\"x\"]")).committed().operation();
    List<Committed> told = Collections.synchronizedList(new ArrayList<>());
    node.follow(tuesday, 2, told);
    int reads = node.log.historyReads.get();

    node.documents().committed(tuesday, List.of(own));
    TestNode.get(node.submit(tuesday, "s", 2, 2, "[\"y\"]"));

    await().until(() -> told.size() == 1);
    assertThat(node.log.historyReads).hasValue(reads);
  }

  private void assertIsNotWritten(long version, String operation) {
    assertRefused(
        ErrorCode.ERR_UNAVAILABLE,
        () -> TestNode.get(node.submit(NOTES, "s", 1, version, operation)));

    assertThat(node.text(NOTES)).isEqualTo(other.text(NOTES));
    try (TestNode later = node.otherNode()) {
      assertThat(later.text(NOTES)).isEqualTo(other.text(NOTES));
    }
  }

  private LoggedOperation commitElsewhere(String operation) {
    long version = node.log.head(NOTES);
    return TestNode.get(other.submit(NOTES, "elsewhere", version, version, operation))
        .committed()
        .operation();
  }

  private CompletableFuture<Void> follow() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletableFuture<Long> started = new CompletableFuture<>();
    node.documents()
        .follow(
            NOTES,
            2,
            new Follower() {
              @Override
              public void committed(Committed operation) {}

              @Override
              public void ended() {
                ended.complete(null);
              }
            },
            DocumentService.Answer.of(started::complete, started::completeExceptionally));
    TestNode.get(started);
    return ended;
  }
}
