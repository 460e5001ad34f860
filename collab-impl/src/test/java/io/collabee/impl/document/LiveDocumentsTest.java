package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.impl.document.TestNode.Ack;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.RichTextType;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveDocumentsTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");

  private final TestNode node = new TestNode();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aDocumentThatNeverExistedIsAtVersionZero() {
    View view = node.read(NOTES);

    assertThat(view.version()).isZero();
    assertThat(view.type()).isEmpty();
    assertThat(view.json()).isEqualTo("null");
  }

  @Test
  void operationsTakeConsecutiveVersions() {
    assertThat(node.create(NOTES, "ab").version()).isZero();

    Ack first = TestNode.get(node.submit(NOTES, "s", 1, 1, "[1,\"x\"]"));
    Ack second = TestNode.get(node.submit(NOTES, "s", 2, 2, "[{\"d\":1}]"));

    assertThat(first.version()).isEqualTo(1);
    assertThat(second.version()).isEqualTo(2);
    assertThat(node.text(NOTES)).isEqualTo("\"xb\"");
    assertThat(second.committed().operation())
        .isEqualTo(new LoggedOperation(2, "s", 2, "ann", TestNode.NOON, "\"op\":[{\"d\":1}]"));
  }

  @Test
  void anOperationThatWouldMakeTheDocumentTooLargeIsRefused() {
    try (TestNode small = limitedTo(10)) {
      small.create(NOTES, "12345678");
      TestNode.get(small.submit(NOTES, "s", 1, 1, "[\"ab\"]"));

      assertRefused(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          () -> TestNode.get(small.submit(NOTES, "s", 2, 2, "[\"c\"]")));
      assertRefused(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          () -> small.create(DocumentId.of("notes", "large"), "12345678901"));

      TestNode.get(small.submit(NOTES, "s", 3, 2, "[\"c\",{\"d\":1}]"));
      assertThat(small.text(NOTES)).isEqualTo("\"cb12345678\"");
    }
  }

  @Test
  void aDocumentThatIsTooLargeAlreadyMayBecomeSmaller() {
    node.create(NOTES, "1234567890abc");

    try (TestNode small = limitedTo(10)) {
      TestNode.get(small.submit(NOTES, "s", 1, 1, "[{\"d\":1}]"));
      assertRefused(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          () -> TestNode.get(small.submit(NOTES, "s", 2, 2, "[\"x\"]")));

      assertThat(small.text(NOTES)).isEqualTo("\"234567890abc\"");
    }
  }

  private TestNode limitedTo(long documentSize) {
    LaneSettings usual = TestNode.SETTINGS;
    return new TestNode(
        node.log,
        new LaneSettings(
            usual.lanes(),
            usual.readers(),
            usual.queueLimit(),
            usual.batchLimit(),
            usual.tailLimit(),
            usual.idle(),
            usual.snapshotBytes(),
            documentSize,
            usual.sourceMemory()),
        Clock.fixed(TestNode.NOON, ZoneOffset.UTC));
  }

  @Test
  void anOperationIsTransformedOverWhatWasCommittedSince() {
    node.create(NOTES, "ab");
    TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"12\"]"));

    Ack late = TestNode.get(node.submit(NOTES, "t", 1, 1, "[1,\"x\"]"));

    assertThat(node.text(NOTES)).isEqualTo("\"12axb\"");
    assertThat(late.committed().operation().payload()).isEqualTo("\"op\":[3,\"x\"]");
    assertThat(late.missed()).extracting(Committed::version).containsExactly(1L);
  }

  @Test
  void anOperationFarBehindIsTransformedOverWhatIsInTheLogOnly() {
    node.create(NOTES, "ab");
    for (int i = 1; i <= 100; i++) {
      TestNode.get(node.submit(NOTES, "s", i, i, "[\"-\"]"));
    }

    Ack late = TestNode.get(node.submit(NOTES, "t", 1, 1, "[1,\"x\"]"));

    assertThat(late.version()).isEqualTo(101);
    assertThat(late.missed()).hasSize(100);
    assertThat(node.text(NOTES)).isEqualTo("\"" + "-".repeat(100) + "axb\"");
  }

  @Test
  void aCreateWithoutVersionTakesTheHead() {
    CompletableFuture<Ack> acknowledged = new CompletableFuture<>();

    node.documents()
        .submit(
            NOTES,
            new Submission(
                "s",
                1,
                "",
                OptionalLong.empty(),
                new Operation.Create("text-unicode", JsonValue.NULL),
                TestNode.outcome(acknowledged)));

    assertThat(TestNode.get(acknowledged).version()).isZero();
  }

  @Test
  void aResentOperationIsAnsweredAsItWasCommittedWhateverVersionItClaims() {
    node.create(NOTES, "");
    Ack first = TestNode.get(node.submit(NOTES, "s", 7, 1, "[\"x\"]"));
    TestNode.get(node.submit(NOTES, "t", 1, 2, "[\"y\"]"));

    for (long version = 1; version <= 3; version++) {
      Ack again = TestNode.get(node.submit(NOTES, "s", 7, version, "[\"x\"]"));
      assertThat(again.committed().operation()).isEqualTo(first.committed().operation());
    }
    assertThat(node.text(NOTES)).isEqualTo("\"yx\"");
  }

  @Test
  void aResentOperationIsAnsweredWithWhatWasCommittedBeforeIt() {
    node.create(NOTES, "");
    TestNode.get(node.submit(NOTES, "t", 1, 1, "[\"y\"]"));
    Ack first = TestNode.get(node.submit(NOTES, "s", 7, 1, "[\"x\"]"));

    assertThat(TestNode.get(node.submit(NOTES, "s", 7, 1, "[\"x\"]"))).isEqualTo(first);
    assertThat(first.missed()).hasSize(1);
  }

  @Test
  void aResentOperationIsKnownAfterARestart() {
    node.create(NOTES, "");
    for (int i = 1; i <= 300; i++) {
      TestNode.get(node.submit(NOTES, "s", i, i, "[\"0123456789\"]"));
    }
    Ack last = TestNode.get(node.submit(NOTES, "t", 1, 301, "[\"x\"]"));
    await().until(() -> node.log.snapshots.get() > 0);
    for (int i = 301; i <= 400; i++) {
      TestNode.get(node.submit(NOTES, "s", i, i + 1, "[\"0123456789\"]"));
    }

    try (TestNode restarted = node.otherNode()) {
      Ack again = TestNode.get(restarted.submit(NOTES, "t", 1, 402, "[\"x\"]"));
      assertThat(again.committed().operation()).isEqualTo(last.committed().operation());
      assertThat(restarted.read(NOTES).version()).isEqualTo(402);
    }
  }

  @Test
  void aSequenceNumberBelowTheLastIsNeverApplied() {
    node.create(NOTES, "");
    TestNode.get(node.submit(NOTES, "s", 5, 1, "[\"x\"]"));

    assertRefused(
        ErrorCode.ERR_OT_OP_BADLY_FORMED,
        () -> TestNode.get(node.submit(NOTES, "s", 4, 2, "[\"y\"]")));
    assertThat(node.text(NOTES)).isEqualTo("\"x\"");
  }

  @Test
  void impossibleVersionsAreRefused() {
    node.create(NOTES, "");

    assertRefused(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
        () -> TestNode.get(node.submit(NOTES, "s", 1, 2, "[\"y\"]")));
    assertRefused(
        ErrorCode.ERR_MESSAGE_BADLY_FORMED,
        () -> TestNode.get(node.submit(NOTES, "s", 2, -1, "[\"y\"]")));
    assertRefused(ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT, () -> node.read(NOTES, 2));
  }

  @Test
  void whatDoesNotFitIsRefusedAloneAndTheRestOfItsBatchCommits() {
    node.create(NOTES, "abc");

    List<CompletableFuture<Ack>> sent =
        List.of(
            node.submit(NOTES, "s", 1, 1, "[3,\"x\"]"),
            node.submit(NOTES, "t", 1, 1, "[9,\"y\"]"),
            node.submit(NOTES, "u", 1, 1, "{\"no\":\"operation\"}"),
            node.submit(NOTES, "v", 1, 1, "[\"z\"]"));

    TestNode.get(sent.get(0));
    TestNode.get(sent.get(3));
    assertRefused(ErrorCode.ERR_OT_OP_NOT_APPLIED, () -> TestNode.get(sent.get(1)));
    assertRefused(ErrorCode.ERR_OT_OP_BADLY_FORMED, () -> TestNode.get(sent.get(2)));
    assertThat(node.text(NOTES)).isEqualTo("\"zabcx\"");
  }

  @Test
  void whatCouldNotBeReadBackIsRefused() {
    DocumentTypes types = new DocumentTypes(List.of(new RichTextType()));
    Clock clock = Clock.fixed(TestNode.NOON, ZoneOffset.UTC);
    try (TestNode rich = new TestNode(node.log, TestNode.SETTINGS, clock, types)) {
      Operation create = new Operation.Create("rich-text", JsonValue.NULL);
      TestNode.get(rich.submit(NOTES, "s", 1, 0, create));
      JsonValue embed = JsonValue.EMPTY_JSON_OBJECT;
      for (int i = 0; i < 300; i++) {
        embed = JsonText.values().createObjectBuilder().add("o", embed).build();
      }
      JsonValue op = JsonText.values().createArrayBuilder().add(insertion(embed)).build();

      assertRefused(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          () -> TestNode.get(rich.submit(NOTES, "s", 2, 1, new Operation.Edit(op))));
    }
    try (TestNode restarted = new TestNode(node.log, TestNode.SETTINGS, clock, types)) {
      assertThat(restarted.text(NOTES)).isEqualTo("{\"ops\":[]}");
    }
  }

  private static JsonValue insertion(JsonValue inserted) {
    return JsonText.values().createObjectBuilder().add("insert", inserted).build();
  }

  @Test
  void creationAndDeletionAreSequencedLikeShareDb() {
    node.create(NOTES, "ab");
    Operation create = new Operation.Create("text-unicode", JsonValue.NULL);

    assertRefused(
        ErrorCode.ERR_DOC_ALREADY_CREATED,
        () -> TestNode.get(node.submit(NOTES, "s", 1, 0, create)));
    assertRefused(
        ErrorCode.ERR_DOC_ALREADY_CREATED,
        () -> TestNode.get(node.submit(NOTES, "s", 2, 1, create)));
    TestNode.get(node.submit(NOTES, "s", 3, 1, new Operation.Delete()));
    Ack second = TestNode.get(node.submit(NOTES, "t", 1, 1, new Operation.Delete()));
    assertThat(second.version()).isEqualTo(2);
    assertRefused(
        ErrorCode.ERR_DOC_WAS_DELETED,
        () -> TestNode.get(node.submit(NOTES, "u", 1, 1, "[\"x\"]")));
    assertRefused(
        ErrorCode.ERR_DOC_DOES_NOT_EXIST,
        () -> TestNode.get(node.submit(NOTES, "u", 2, 3, "[\"x\"]")));
    assertThat(node.read(NOTES).type()).isEmpty();

    TestNode.get(node.submit(NOTES, "v", 1, 3, create));
    assertThat(node.text(NOTES)).isEqualTo("\"\"");
    assertRefused(
        ErrorCode.ERR_DOC_TYPE_NOT_RECOGNIZED,
        () ->
            TestNode.get(
                node.submit(
                    DocumentId.of("notes", "x"),
                    "v",
                    2,
                    0,
                    new Operation.Create("no-such-type", JsonValue.NULL))));
    assertRefused(
        ErrorCode.ERR_DOC_DOES_NOT_EXIST,
        () ->
            TestNode.get(
                node.submit(DocumentId.of("notes", "y"), "v", 3, 0, new Operation.Delete())));
  }

  @Test
  void anExactSubmissionIsRefusedIfOthersWereFaster() {
    node.create(NOTES, "");
    TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]"));
    CompletableFuture<Ack> acknowledged = new CompletableFuture<>();

    node.documents()
        .submit(
            NOTES,
            new Submission(
                "t",
                1,
                "",
                OptionalLong.of(1),
                new Operation.Edit(JsonValue.EMPTY_JSON_ARRAY),
                true,
                TestNode.outcome(acknowledged)));

    assertRefused(ErrorCode.ERR_VERSION_CONFLICT, () -> TestNode.get(acknowledged));
  }

  @Test
  void followersAreToldEveryVersionOnceInOrder() {
    node.create(NOTES, "");
    for (int i = 1; i <= 100; i++) {
      TestNode.get(node.submit(NOTES, "s", i, i, "[\"-\"]"));
    }

    List<Committed> told = Collections.synchronizedList(new ArrayList<>());
    DocumentService.Following following = node.follow(NOTES, 3, told);
    TestNode.get(node.submit(NOTES, "s", 101, 101, "[\"-\"]"));
    await().until(() -> told.size() == 99);
    following.end();
    TestNode.get(node.submit(NOTES, "s", 102, 102, "[\"-\"]"));
    node.read(NOTES);

    assertThat(told)
        .extracting(Committed::version)
        .containsExactlyElementsOf(IntStream.rangeClosed(3, 101).mapToObj(i -> (long) i).toList());
  }

  @Test
  void operationsAreReadFromTheTailAndFromTheLog() {
    node.create(NOTES, "");
    for (int i = 1; i <= 100; i++) {
      TestNode.get(node.submit(NOTES, "s", i, i, "[\"-\"]"));
    }

    assertThat(node.operations(NOTES, 0)).hasSize(101);
    assertThat(node.operations(NOTES, 99))
        .extracting(Committed::version)
        .containsExactly(99L, 100L);
    assertThat(node.operations(NOTES, 2, 4)).extracting(Committed::version).containsExactly(2L, 3L);
    assertThat(node.operations(NOTES, 98, 100))
        .extracting(Committed::version)
        .containsExactly(98L, 99L);
    assertThat(node.operations(NOTES, 4, 4)).isEmpty();
    assertThat(node.operations(NOTES, 4, 2)).isEmpty();
    assertThat(node.operations(NOTES, 101)).isEmpty();
    assertThat(node.operations(NOTES, 500)).isEmpty();
  }

  @Test
  void oldVersionsAreReadBack() {
    node.create(NOTES, "");
    for (int i = 1; i <= 200; i++) {
      TestNode.get(node.submit(NOTES, "s", i, i, "[\"0123456789\"]"));
    }
    await().until(() -> node.log.snapshots.get() > 0);

    for (int version : new int[] {1, 2, 50, 199, 201}) {
      View view = node.read(NOTES, version);
      assertThat(view.json()).hasSize(2 + 10 * (version - 1));
    }
    assertThat(node.read(NOTES, 0).type()).isEmpty();
  }

  @Test
  void anotherNodesOperationsAreTakenInBeforeOnesOwn() {
    node.create(NOTES, "ab");
    try (TestNode other = node.otherNode()) {
      assertThat(other.text(NOTES)).isEqualTo("\"ab\"");
      TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"12\"]"));
      List<Committed> told = Collections.synchronizedList(new ArrayList<>());
      other.follow(NOTES, 1, told);

      Ack late = TestNode.get(other.submit(NOTES, "t", 1, 1, "[1,\"x\"]"));

      assertThat(late.version()).isEqualTo(2);
      assertThat(other.text(NOTES)).isEqualTo("\"12axb\"");
      assertThat(told).extracting(Committed::version).containsExactly(1L, 2L);
      assertThat(other.heard).extracting(Committed::version).containsExactly(2L);
    }
  }

  @Test
  void timeNeverGoesBackWithinADocument() {
    node.create(NOTES, "");
    Clock behind = Clock.fixed(TestNode.NOON.minus(Duration.ofHours(1)), ZoneOffset.UTC);
    try (TestNode slow = new TestNode(node.log, TestNode.SETTINGS, behind)) {
      Ack ack = TestNode.get(slow.submit(NOTES, "s", 1, 1, "[\"x\"]"));
      assertThat(ack.committed().operation().time()).isEqualTo(TestNode.NOON);
    }
  }

  @Test
  void presencesAreMovedToTheHead() {
    node.create(NOTES, "ab");
    TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"12\"]"));

    assertThat(node.presence(NOTES, 1, "{\"index\":1,\"length\":0}", "t"))
        .isEqualTo(
            new DocumentService.MovedPresence(2, JsonText.parse("{\"index\":3,\"length\":0}")));
    assertThat(node.presence(NOTES, 9, "{\"index\":1,\"length\":0}", "t").version()).isEqualTo(9);
    TestNode.get(node.submit(NOTES, "s", 2, 2, new Operation.Delete()));
    assertThat(node.presence(NOTES, 1, "{\"index\":1,\"length\":0}", "t").presence())
        .isEqualTo(JsonValue.NULL);
  }

  @Test
  void aPresenceThatIsCostlyToMoveIsPassedOnAsItIs() {
    node.create(NOTES, "ab");
    String large = "[\"" + "x".repeat(50_000) + "\"]";
    TestNode.get(node.submit(NOTES, "s", 1, 1, large));
    TestNode.get(node.submit(NOTES, "s", 2, 2, large));

    String presence = "{\"index\":1,\"length\":0}";
    assertThat(node.presence(NOTES, 1, presence, "t"))
        .isEqualTo(new DocumentService.MovedPresence(1, JsonText.parse(presence)));
    assertThat(node.presence(NOTES, 2, presence, "t").version()).isEqualTo(3);
  }

  @Test
  void anIdleDocumentLeavesTheMemoryAndComesBack() {
    MovableClock clock = new MovableClock();
    try (TestNode moved = new TestNode(new BrittleLog(), TestNode.SETTINGS, clock)) {
      moved.create(NOTES, "ab");
      int reads = moved.log.historyReads.get();
      clock.now = clock.now.plus(Duration.ofHours(1));

      await()
          .untilAsserted(
              () -> {
                // The lane looks for idle documents about once a second; another document's task
                // wakes it.
                clock.now = clock.now.plus(Duration.ofHours(1));
                moved.read(DocumentId.of("notes", "other" + clock.now.toEpochMilli()));
                assertThat(moved.text(NOTES)).isEqualTo("\"ab\"");
                assertThat(moved.log.historyReads.get()).isGreaterThan(reads + 2);
              });
    }
  }

  @Test
  void aResentOperationIsKnownThoughTheClockOfANodeIsFarAhead() {
    MovableClock ahead = new MovableClock();
    ahead.now = TestNode.NOON.plus(Duration.ofDays(30));
    node.create(NOTES, "");
    TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]"));
    try (TestNode fast = new TestNode(node.log, TestNode.SETTINGS, ahead)) {
      String large = "[\"" + "y".repeat(2_000) + "\"]";
      TestNode.get(fast.submit(NOTES, "t", 1, 2, large));
      await().until(() -> node.log.snapshots.get() == 1);

      assertThat(TestNode.get(fast.submit(NOTES, "s", 1, 3, "[\"x\"]")).version()).isEqualTo(1);
    }
    try (TestNode later = node.otherNode()) {
      assertThat(TestNode.get(later.submit(NOTES, "s", 1, 3, "[\"x\"]")).version()).isEqualTo(1);
    }
  }

  private static final class MovableClock extends Clock {
    private volatile Instant now = TestNode.NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CollabException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
