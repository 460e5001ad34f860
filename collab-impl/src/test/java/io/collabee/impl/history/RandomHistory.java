package io.collabee.impl.history;

import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * A document that several authors edit at random, with pauses short and long. For every version its
 * content as JSON.
 */
final class RandomHistory {
  static final DocumentId DOCUMENT = DocumentId.of("notes", "one");
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  static final List<String> AUTHORS = List.of("ann", "bob", "cy", "");

  private static final int[] PAUSES = {0, 0, 1, 2, 30, 200, 500};

  private final Random random;
  private final DocumentType<?, ?> type;
  private final OperationLog log;
  private Instant now = START;

  /** The content at every version; null where the document does not exist. */
  final List<JsonValue> contents = new ArrayList<>();

  final List<LoggedOperation> operations = new ArrayList<>();
  final TestPast past;

  RandomHistory(DocumentType<?, ?> type, Random random) {
    this(type, random, new InMemoryOperationLog());
  }

  /** One that is written to a log of somebody's. */
  RandomHistory(DocumentType<?, ?> type, Random random, OperationLog log) {
    this.log = log;
    this.random = random;
    this.type = type;
    this.past = new TestPast(log, types());
    contents.add(JsonValue.NULL);
  }

  DocumentTypes types() {
    return new DocumentTypes(List.of(type));
  }

  /** Makes an edit at random. */
  interface Editor {
    JsonValue edit(Random random, JsonValue content);
  }

  void create(JsonValue data) {
    String uri = JsonText.quote(type.uri());
    append(
        "\"create\":{\"type\":" + uri + ",\"data\":" + JsonText.write(data) + "}",
        created(type, data));
  }

  private static <S> JsonValue created(DocumentType<S, ?> type, JsonValue data) {
    return type.snapshotJson(type.create(data));
  }

  void delete() {
    append("\"del\":true", JsonValue.NULL);
  }

  void nothing() {
    append("", content());
  }

  void edit(int count, Editor editor) {
    for (int i = 0; i < count; i++) {
      JsonValue op = editor.edit(random, content());
      append("\"op\":" + JsonText.write(op), applied(type, content(), op));
    }
  }

  private static <S, O> JsonValue applied(
      DocumentType<S, O> type, JsonValue content, JsonValue op) {
    return type.snapshotJson(type.apply(type.snapshot(content), type.operation(op)));
  }

  private void append(String payload, JsonValue after) {
    now = now.plusSeconds(PAUSES[random.nextInt(PAUSES.length)]);
    String author = AUTHORS.get(random.nextInt(AUTHORS.size()));
    LoggedOperation operation =
        new LoggedOperation(head(), "source", head() + 1, author, now, payload);
    try (OperationLog.Append append = log.append(new TreeSet<>(List.of(DOCUMENT)))) {
      append.write(DOCUMENT, List.of(operation), Optional.of(type.uri()));
      append.commit();
    }
    operations.add(operation);
    contents.add(after);
  }

  /** The operations as the log has them now. */
  List<LoggedOperation> logged() {
    return log.operations(DOCUMENT, 0, Long.MAX_VALUE);
  }

  /**
   * Thins it out up to a version at random.
   *
   * @param archive of the log
   * @param gap what ends a session
   */
  void thin(Archive archive, Duration gap) {
    Documents none =
        (Documents)
            Proxy.newProxyInstance(
                RandomHistory.class.getClassLoader(),
                new Class<?>[] {Documents.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                });
    KeptDocuments keeping =
        new KeptDocuments(
            new KeptDocuments.Around(
                document -> new KeptDocuments.Store(log, archive),
                types(),
                gap,
                100,
                Clock.systemUTC(),
                (document, head) -> {},
                (companion, text) -> companion,
                (kind, subject, reason) -> {}),
            none);
    var unused = keeping.thin(DOCUMENT, operations.get((int) version(0, head() - 1)).time());
  }

  long head() {
    return operations.size();
  }

  JsonValue content() {
    return contents.get(contents.size() - 1);
  }

  /** A version at random, from one to another. */
  long version(long from, long to) {
    return from + random.nextInt((int) (to - from + 1));
  }
}
