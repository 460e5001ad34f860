package io.collabee.impl.document;

import static io.collabee.impl.document.LiveDocumentsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.BrittleLog.Gate;
import io.collabee.impl.document.TestNode.Ack;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on a log whose transactions do not hold a document beforehand; nothing is told. */
class UnheldDocumentTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");

  private final TestNode here = new TestNode();
  private final TestNode elsewhere = here.otherNode();
  private LoggedOperation untold;

  @BeforeEach
  void open() {
    here.log.supposes();
    here.create(NOTES, "");
    TestNode.get(here.submit(NOTES, "here", 1, 1, "[\"a\"]"));
    untold =
        TestNode.get(elsewhere.submit(NOTES, "elsewhere", 1, 2, "[\"b\"]")).committed().operation();
  }

  @AfterEach
  void close() {
    here.close();
    elsewhere.close();
  }

  @Test
  void anOperationIsTransformedOverThoseOfNodesThatWereFaster() {
    assertThat(TestNode.get(here.submit(NOTES, "here", 2, 2, "[1,\"c\"]")).version()).isEqualTo(3);

    assertThat(here.text(NOTES)).isEqualTo("\"bac\"");
  }

  @Test
  void anOperationOfAVersionThatTheNodeHasNotHeardOfIsTaken() {
    assertThat(TestNode.get(here.submit(NOTES, "here", 2, 3, "[2,\"c\"]")).version()).isEqualTo(3);

    assertThat(here.text(NOTES)).isEqualTo("\"bac\"");
  }

  @Test
  void anOperationOfAVersionThatNobodyHasSeenIsRefused() {
    assertRefused(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
        () -> TestNode.get(here.submit(NOTES, "here", 2, 4, "[2,\"c\"]")));
  }

  @Test
  void whatWasCommittedByAnotherNodeIsNotCommittedAgain() {
    TestNode.get(here.submit(NOTES, "elsewhere", 1, 1, "[\"b\"]"));

    assertThat(here.log.head(NOTES)).isEqualTo(3);
    assertThat(here.text(NOTES)).isEqualTo("\"ba\"");
  }

  @Test
  void whatIsHeardWhileTheTransactionBeginsIsNoFault() {
    Gate beginning = here.log.gateSupposed();
    CompletableFuture<Ack> typed = here.submit(NOTES, "here", 2, 2, "[1,\"c\"]");
    beginning.awaitReached();
    here.documents().committed(NOTES, List.of(untold));
    int transactions = here.log.supposedTransactions.get();

    beginning.open();

    assertThat(TestNode.get(typed).version()).isEqualTo(3);
    assertThat(here.log.supposedTransactions).hasValue(transactions);
  }
}
