package io.collabee.impl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.History;
import io.collabee.Side;
import io.collabee.Snapshot;
import io.collabee.history.Attribution;
import io.collabee.history.Change;
import io.collabee.history.Contribution;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.history.HistorySettings;
import io.collabee.impl.history.LoggedHistory;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final DocumentId DOCUMENT = DocumentId.of("notes", "one");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final DocumentTypes TYPES =
      new DocumentTypes(
          List.of(
              new TextType(),
              new RichTextType(),
              new Json0Type(),
              new CounterType(),
              new StampType()));

  private final LiveDocuments live =
      new LiveDocuments(
          new InMemoryOperationLog(),
          TYPES,
          Clock.systemUTC(),
          LaneSettings.DEFAULT,
          Thread::new,
          CommitListener.NONE);
  private final Watches watches = new Watches(live, Thread::new);
  private final Documents documents = new BlockingDocuments(live, watches, TIMEOUT);
  private final History history = history(documents, 1_000);

  private History history(Documents documents, long mostReplayed) {
    return new LoggedHistory(
        new BlockingPast(live, TIMEOUT),
        documents,
        TYPES,
        new HistorySettings(Duration.ofMinutes(5), mostReplayed, 2, TIMEOUT));
  }

  @AfterEach
  void stop() {
    watches.close();
    live.close();
  }

  private void text(String text) {
    documents.as("ann").create(DOCUMENT, "text", json(JsonText.quote(text)));
  }

  private long edit(String author, String op) {
    return documents.as(author).edit(DOCUMENT, now -> Optional.of(json(op))).orElseThrow().version()
        + 1;
  }

  private static JsonValue json(String text) {
    return JsonText.parse(text.replace('\'', '"'));
  }

  private String content() {
    return ((JsonString) documents.read(DOCUMENT).orElseThrow().data()).getString();
  }

  @Test
  void aVersionIsRestoredByAnOperation() {
    text("one two three");
    edit("bob", "[4, {'d': 4}]");
    edit("bob", "['zero ']");

    long version = history.as("cy").restore(DOCUMENT, 1).orElseThrow().version();

    assertThat(content()).isEqualTo("one two three");
    assertThat(version).isEqualTo(3);
    assertThat(documents.operations(DOCUMENT, 3, 4))
        .singleElement()
        .satisfies(operation -> assertThat(operation.author()).isEqualTo("cy"));
    assertThat(documents.read(DOCUMENT, 3).data()).isEqualTo(json("'zero one three'"));
    assertThat(history.restore(DOCUMENT, 1)).isEmpty();
  }

  @Test
  void whatOthersCommitWhileAVersionIsRestoredStays() {
    text("one two three");
    edit("bob", "[4, {'d': 4}]");
    Documents overtaken = overtaken(documents, () -> edit("bob", "[9, ' and four']"));

    history(overtaken, 1_000).restore(DOCUMENT, 1);

    assertThat(content()).isEqualTo("one two three and four");
  }

  @Test
  void richTextIsRestoredWithItsFormatting() {
    documents.create(DOCUMENT, "rich-text", json("[{'insert': 'one two\\n'}]"));
    edit("ann", "{'ops': [{'retain': 4}, {'retain': 3, 'attributes': {'bold': true}}]}");
    edit(
        "bob",
        "{'ops': [{'retain': 2}, {'retain': 3, 'attributes': {'bold': null, 'italic': true}}]}");

    history.restore(DOCUMENT, 2);

    assertThat(history.read(DOCUMENT, 4).data()).isEqualTo(history.read(DOCUMENT, 2).data());
  }

  @Test
  void jsonIsRestoredPlaceByPlace() {
    documents.create(DOCUMENT, "json0", json("{'title': 'a', 'items': [1, 2, 3]}"));
    edit("ann", "[{'p': ['items', 1], 'ld': 2}]");
    edit("bob", "[{'p': ['title'], 'od': 'a', 'oi': 'b'}]");

    history.restore(DOCUMENT, 1);

    assertThat(documents.operations(DOCUMENT, 3, 4).get(0).operation().toString())
        .contains("\"title\"", "\"items\"");
    assertThat(history.read(DOCUMENT, 4).data()).isEqualTo(history.read(DOCUMENT, 1).data());
  }

  @Test
  void whatWasDeletedIsRestoredByCreatingItAgain() {
    text("one");
    documents.delete(DOCUMENT);

    history.restore(DOCUMENT, 1);

    assertThat(content()).isEqualTo("one");
  }

  @Test
  void whatWasNotThereOrIsSomethingElseNowIsNotRestored() {
    text("one");
    documents.delete(DOCUMENT);
    documents.create(DOCUMENT, "json0", json("{}"));

    refused(ErrorCode.ERR_DOC_DOES_NOT_EXIST, () -> history.restore(DOCUMENT, 0));
    refused(ErrorCode.ERR_DOC_DOES_NOT_EXIST, () -> history.restore(DOCUMENT, 2));
    refused(ErrorCode.ERR_DOC_ALREADY_CREATED, () -> history.restore(DOCUMENT, 1));
    refused(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT, () -> history.restore(DOCUMENT, 4));
  }

  @Test
  void aTypeWithoutDifferencesIsRestoredByItsInverses() {
    documents.create(DOCUMENT, "counter", json("5"));
    edit("ann", "7");
    edit("bob", "-2");

    history.restore(DOCUMENT, 1);

    assertThat(documents.read(DOCUMENT).orElseThrow().data()).isEqualTo(json("5"));
  }

  @Test
  void aTypeThatLacksWhatIsNeededSaysSo() {
    documents.create(DOCUMENT, "stamp", json("'a'"));
    edit("ann", "'b'");

    refused(ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY, () -> history.restore(DOCUMENT, 1));
    refused(
        ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY,
        () -> history.undo(DOCUMENT, "ann", 1, Long.MAX_VALUE));
    refused(ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY, () -> history.blame(DOCUMENT));
    assertThat(history.compare(DOCUMENT, 1, 2).changes())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Value.class,
            value -> {
              assertThat(value.before()).contains(json("'a'"));
              assertThat(value.after()).contains(json("'b'"));
              assertThat(value.by()).extracting(Contribution::author).containsExactly("ann");
            });
  }

  @Test
  void whatOneDidIsUndoneAndWhatOthersDidStays() {
    text("one two three");
    long before = edit("cy", "[13, ' four']");
    edit("bob", "['ZERO ']");
    edit("ann", "[9, 'and ']");
    long after = edit("bob", "[17, {'d': 6}]");
    edit("ann", "[13, 'some ']");

    history.as("cy").undo(DOCUMENT, "bob", before, after);

    assertThat(content()).isEqualTo("one and some two three four");
    assertThat(history.undo(DOCUMENT, "nobody", 0, after)).isEmpty();
  }

  @Test
  void contentIsReadByVersionAndByTime() {
    text("one");
    edit("bob", "[3, ' two']");
    Instant created = documents.operations(DOCUMENT, 0, 1).get(0).time();

    assertThat(history.read(DOCUMENT, 1).data()).isEqualTo(json("'one'"));
    assertThat(history.read(DOCUMENT, created.minusMillis(1)).exists()).isFalse();
    assertThat(history.read(DOCUMENT, Instant.MAX)).extracting(Snapshot::version).isEqualTo(2L);
  }

  @Test
  void whoWroteWhatIsTold() {
    text("one");
    edit("bob", "[3, ' two']");
    edit("ann", "[7, ' three']");

    assertThat(history.blame(DOCUMENT).attributions())
        .extracting(
            Attribution::from, Attribution::to, each -> each.contribution().orElseThrow().author())
        .containsExactly(tuple(0, 3, "ann"), tuple(3, 7, "bob"), tuple(7, 13, "ann"));
    assertThat(history.blame(DOCUMENT, 2, 1).attributions())
        .extracting(each -> each.contribution().map(Contribution::author))
        .containsExactly(Optional.empty(), Optional.of("bob"));
  }

  @Test
  void whatIsDifferentIsTold() {
    text("one");
    edit("bob", "[{'d': 1}, 'O']");
    edit("ann", "[3, '!']");

    assertThat(history.compare(DOCUMENT, 1, 3).changes())
        .hasSize(3)
        .satisfies(
            changes -> {
              assertThat(changes.get(0))
                  .isInstanceOfSatisfying(
                      Change.Deletion.class,
                      each -> assertThat(each.content()).isEqualTo(json("'o'")));
              assertThat(changes.get(1))
                  .isInstanceOfSatisfying(
                      Change.Insertion.class,
                      each -> assertThat(each.by().author()).isEqualTo("bob"));
              assertThat(changes.get(2))
                  .isInstanceOfSatisfying(
                      Change.Insertion.class, each -> assertThat(each.at()).isEqualTo(3));
            });
    assertThat(history.compare(DOCUMENT, 2, 2).changes()).isEmpty();
  }

  @Test
  void sessionsAreToldTheNewestFirst() {
    text("one");
    edit("bob", "[3, ' two']");
    edit("ann", "[7, ' three']");

    assertThat(history.sessions(DOCUMENT, 10))
        .singleElement()
        .satisfies(
            session -> {
              assertThat(session.from()).isZero();
              assertThat(session.to()).isEqualTo(3);
              assertThat(session.contributions())
                  .extracting(Contribution::author)
                  .containsExactly("ann", "bob");
            });
    assertThat(history.sessions(DOCUMENT, 0, 10)).isEmpty();
    assertThat(history.sessions(DocumentId.of("notes", "other"), 10)).isEmpty();
  }

  @Test
  void whatWouldGoThroughTooMuchIsRefused() {
    History hasty = history(documents, 2);
    text("one");
    edit("ann", "['a']");
    edit("bob", "['b']");
    edit("ann", "['c']");

    refused(ErrorCode.ERR_LIMIT_EXCEEDED, () -> hasty.compare(DOCUMENT, 1, 4));
    refused(ErrorCode.ERR_LIMIT_EXCEEDED, () -> hasty.undo(DOCUMENT, "ann", 1, 4));
    assertThat(hasty.blame(DOCUMENT))
        .satisfies(
            blame -> {
              assertThat(blame.since()).isEqualTo(2);
              assertThat(blame.attributions())
                  .extracting(each -> each.contribution().map(Contribution::author))
                  .containsExactly(Optional.of("ann"), Optional.of("bob"), Optional.empty());
            });
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    text("one");

    assertThatThrownBy(() -> history.read(DOCUMENT, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> history.compare(DOCUMENT, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> history.sessions(DOCUMENT, 0))
        .isInstanceOf(IllegalArgumentException.class);
    refused(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
        () -> history.compare(DOCUMENT, 0, 2));
    refused(ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT, () -> history.blame(DOCUMENT, 2));
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CollabException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  /** The documents, where others are always faster. */
  private static Documents overtaken(Documents documents, Runnable others) {
    return (Documents)
        Proxy.newProxyInstance(
            HistoryTest.class.getClassLoader(),
            new Class<?>[] {Documents.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("edit")) {
                others.run();
              }
              return method.invoke(documents, arguments);
            });
  }

  /** A type that has nothing but what a type must have: an operation is the new content. */
  private static final class StampType implements DocumentType<String, String> {
    @Override
    public String name() {
      return "stamp";
    }

    @Override
    public String uri() {
      return "https://example.com/types/stamp";
    }

    @Override
    public String create(JsonValue data) {
      return snapshot(data);
    }

    @Override
    public String snapshot(JsonValue json) {
      return ((JsonString) json).getString();
    }

    @Override
    public JsonValue snapshotJson(String snapshot) {
      return JsonText.values().createValue(snapshot);
    }

    @Override
    public String operation(JsonValue json) {
      return snapshot(json);
    }

    @Override
    public JsonValue operationJson(String operation) {
      return snapshotJson(operation);
    }

    @Override
    public String apply(String snapshot, String operation) {
      return operation;
    }

    @Override
    public String compose(String first, String second) {
      return second;
    }

    @Override
    public String transform(String operation, String over, Side side) {
      return side == Side.LEFT ? operation : over;
    }
  }
}
