package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.SnapshotReplay;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.store.JpaStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Documents of last year in a server's PostgreSQL, which it thins out and compacts, and which are
 * looked at from outside, also while there is no server.
 */
final class OldHistories implements AutoCloseable {
  /** Has the server thin out and compact them, as fast as it can. */
  static final Map<String, String> THINNING =
      Map.of(
          "collab.retention.policies", "old=thin P30D",
          "collab.retention.pause", "PT0.05S");

  private static final String TEXT = "http://sharejs.org/types/text-unicode";
  private static final int OPERATIONS = 150;
  private static final String CONTENT = typed();
  private static final DocumentTypes TYPES = new DocumentTypes(List.of(new TextType()));

  private final JpaStore store;
  private final OperationLog log;
  private final List<DocumentId> documents = new ArrayList<>();

  /** None yet. */
  OldHistories(Postgres database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.properties().get("minutes.db.url"));
    source.setUser(database.properties().get("minutes.db.user"));
    store = JpaStore.open(source, Schema.CREATE, Clock.systemUTC());
    log = store.operationLog();
  }

  /** Writes some more; a server that runs begins to thin them out at once. */
  void write(int count) {
    for (int i = 0; i < count; i++) {
      DocumentId document = DocumentId.of("old", "d" + documents.size());
      write(document);
      documents.add(document);
    }
  }

  private void write(DocumentId document) {
    Instant lastYear = Instant.now().minus(Duration.ofDays(365));
    List<LoggedOperation> run = new ArrayList<>();
    for (int version = 0; version < OPERATIONS; version++) {
      run.add(
          new LoggedOperation(
              version,
              "source-" + document.id(),
              version + 1L,
              "ann",
              Instant.ofEpochMilli(lastYear.toEpochMilli() + version * 1_000L),
              version == 0
                  ? "\"create\":{\"type\":\"" + TEXT + "\",\"data\":\"\"}"
                  : "\"op\":[\"" + letter(version) + "\"]"));
    }
    try (Append append = log.append(new TreeSet<>(List.of(document)))) {
      append.write(document, run, Optional.of(TEXT));
      append.commit();
    }
  }

  private static char letter(int version) {
    return (char) ('a' + version % 26);
  }

  private static String typed() {
    StringBuilder content = new StringBuilder("\"");
    for (int version = OPERATIONS - 1; version > 0; version--) {
      content.append(letter(version));
    }
    return content.append('"').toString();
  }

  /**
   * Each is whole, and every operation there once, as it was or thinned out.
   *
   * @return how many of them are thinned out
   */
  int requireWhole() {
    int thinned = 0;
    for (DocumentId document : documents) {
      List<LoggedOperation> operations = log.operations(document, 0, Long.MAX_VALUE);
      assertThat(operations)
          .as(document.toString())
          .extracting(LoggedOperation::seq)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, OPERATIONS).mapToObj(seq -> (long) seq).toList());
      long merged = operations.stream().filter(LoggedOperation::isMerged).count();
      // Old or new, and nothing between: all but the first two, and the last, which stays.
      assertThat(merged).as(document.toString()).isIn(0L, OPERATIONS - 3L);
      thinned += merged > 0 ? 1 : 0;
      assertThat(content(operations)).as(document.toString()).isEqualTo(CONTENT);
    }
    System.out.printf("%d of %d old histories are thinned out%n", thinned, documents.size());
    return thinned;
  }

  private static String content(List<LoggedOperation> operations) {
    SnapshotReplay replay = new SnapshotReplay(Optional.empty(), TYPES);
    operations.forEach(
        operation -> {
          var unused = replay.next(operation);
        });
    return replay.snapshot().content();
  }

  @Override
  public void close() {
    store.close();
  }
}
