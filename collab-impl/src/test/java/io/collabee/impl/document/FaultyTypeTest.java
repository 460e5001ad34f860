package io.collabee.impl.document;

import static io.collabee.impl.document.LiveDocumentsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host's type may have faults: they are its documents' trouble and nobody else's. */
class FaultyTypeTest {
  private static final DocumentId FAULTY = DocumentId.of("notes", "faulty");
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");

  // One lane and one reader: whoever kills them harms everybody.
  private final TestNode node = node(new BrittleLog(), true);

  private static TestNode node(BrittleLog log, boolean readsAll) {
    LaneSettings usual = TestNode.SETTINGS;
    return new TestNode(
        log,
        new LaneSettings(
            1,
            1,
            usual.queueLimit(),
            usual.batchLimit(),
            usual.tailLimit(),
            usual.idle(),
            usual.snapshotBytes(),
            usual.documentSize(),
            usual.sourceMemory()),
        Clock.fixed(TestNode.NOON, ZoneOffset.UTC),
        new DocumentTypes(List.of(new TextType(), new FaultyType(readsAll))));
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void anOperationThatOverflowsTheStackIsRefusedAlone() {
    node.create(NOTES, "");
    create(node);

    assertRefused(
        ErrorCode.ERR_OT_OP_NOT_APPLIED,
        () -> TestNode.get(node.submit(FAULTY, "s", 1, 1, "\"overflow\"")));

    assertThat(TestNode.get(node.submit(FAULTY, "s", 2, 1, "\"fine\"")).version()).isEqualTo(1);
    assertThat(TestNode.get(node.submit(NOTES, "s", 1, 1, "[\"x\"]")).version()).isEqualTo(1);
  }

  @Test
  void aDocumentThatCannotBeReadBackIsAnsweredAndItsNeighboursGoOn() {
    node.create(NOTES, "");
    create(node);
    TestNode.get(node.submit(FAULTY, "s", 1, 1, "\"unreadable\""));

    try (TestNode restarted = node(node.log, false)) {
      assertRefused(ErrorCode.ERR_UNKNOWN_ERROR, () -> restarted.read(FAULTY));
      assertRefused(ErrorCode.ERR_UNKNOWN_ERROR, () -> restarted.read(FAULTY, 2));
      assertThat(restarted.text(NOTES)).isEqualTo("\"\"");
    }
  }

  @Test
  void aPresenceThatCannotBeMovedIsAnswered() {
    create(node);
    TestNode.get(node.submit(FAULTY, "s", 1, 1, "\"fine\""));

    assertRefused(ErrorCode.ERR_UNKNOWN_ERROR, () -> node.presence(FAULTY, 1, "{}", "t"));
  }

  private static void create(TestNode node) {
    TestNode.get(
        node.submit(FAULTY, "creator", 1, 0, new Operation.Create("faulty", JsonValue.NULL)));
  }

  private static final class FaultyType implements DocumentType<String, String> {
    private final boolean readsAll;

    FaultyType(boolean readsAll) {
      this.readsAll = readsAll;
    }

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public String uri() {
      return "https://example.com/types/faulty";
    }

    @Override
    public String create(JsonValue data) {
      return "";
    }

    @Override
    public String snapshot(JsonValue json) {
      return operation(json);
    }

    @Override
    public JsonValue snapshotJson(String snapshot) {
      return JsonText.values().createValue(snapshot);
    }

    @Override
    public String operation(JsonValue json) {
      String operation = ((JsonString) json).getString();
      if (operation.equals("unreadable") && !readsAll) {
        throw new NoClassDefFoundError("com/example/Gone");
      }
      return operation;
    }

    @Override
    public JsonValue operationJson(String operation) {
      return JsonText.values().createValue(operation);
    }

    @Override
    public String apply(String snapshot, String operation) {
      if (operation.equals("overflow")) {
        throw new StackOverflowError();
      }
      return operation;
    }

    @Override
    public String compose(String first, String second) {
      return second;
    }

    @Override
    public String transform(String operation, String over, Side side) {
      return operation;
    }

    @Override
    public boolean hasPresence() {
      return true;
    }

    @Override
    public JsonValue transformPresence(JsonValue presence, String over, boolean own) {
      throw new IllegalStateException("A fault");
    }
  }
}
