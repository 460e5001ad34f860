package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.OperationLog.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link OperationLog} promises, asked of every one there is. */
public abstract class OperationLogContract {
  private static final String TYPE = "http://sharejs.org/types/text-unicode";
  private static final Instant START = Instant.parse("2026-11-24T08:00:00.123Z");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Documents that no other test of this run touches, whatever the store keeps. */
  private String collection = "";

  private OperationLog log;
  private DocumentId document;
  private ExecutorService others;

  /** The store, as one node sees it. */
  protected abstract OperationLog log();

  /** The same store as another node sees it; the same object where there is only one node. */
  protected abstract OperationLog otherNodesLog();

  @BeforeEach
  final void newCollection() {
    collection = "contract-" + NUMBER.incrementAndGet();
    others = Executors.newCachedThreadPool();
    log = log();
    document = id("a");
  }

  @AfterEach
  final void stopOthers() throws InterruptedException {
    others.shutdownNow();
    assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  protected final DocumentId id(String id) {
    return DocumentId.of(collection, id);
  }

  protected static SortedSet<DocumentId> set(DocumentId... documents) {
    return new TreeSet<>(List.of(documents));
  }

  protected static LoggedOperation operation(long version, String payload) {
    return new LoggedOperation(
        version, "source", version + 1, "ann", START.plusSeconds(version), payload);
  }

  protected static List<LoggedOperation> run(long from, int length) {
    return LongStream.range(from, from + length)
        .mapToObj(version -> operation(version, "\"op\":[" + version + ",\"x\"]"))
        .toList();
  }

  protected static void commit(
      OperationLog log, DocumentId document, List<LoggedOperation> run, @Nullable String type) {
    try (Append append = log.append(set(document))) {
      append.write(document, run, Optional.ofNullable(type));
      append.commit();
    }
  }

  private void commit(DocumentId document, List<LoggedOperation> run) {
    commit(log, document, run, TYPE);
  }

  private List<LoggedOperation> all(DocumentId document) {
    return log.operations(document, 0, Long.MAX_VALUE);
  }

  @Test
  void documentNeverHeardOfIsEmpty() {
    assertThat(all(document)).isEmpty();
    assertThat(log.snapshot(document, Long.MAX_VALUE)).isEmpty();
    assertThat(log.versionAt(document, START)).isZero();
    assertThat(log.heads(List.of(document))).isEmpty();
    assertThat(log.list(DocumentQuery.of(document.organisation(), collection), "", 10)).isEmpty();
  }

  @Test
  void transactionThatSupposesTheRightHeadCommits() {
    commit(document, run(0, 2));

    try (Append append = log.append(document, 2, run(1, 1).get(0).time())) {
      assertThat(append.head(document)).isEqualTo(2);
      assertThat(append.operations(document, 1)).isEqualTo(run(1, 1));
      append.write(document, run(2, 3), Optional.empty());
      append.commit();
    }

    assertThat(all(document)).isEqualTo(run(0, 5));
    assertThat(log.heads(List.of(document))).containsEntry(document, new Head(5, Optional.empty()));
    try (Append append = log.append(set(document))) {
      assertThat(append.time(document)).isEqualTo(run(4, 1).get(0).time());
    }
  }

  @Test
  void transactionThatSupposesAnotherHeadSeesTheRealOneOrIsRefused() {
    commit(document, run(0, 3));

    for (LoggedOperation last : List.of(operation(1, ""), operation(3, ""))) {
      long supposed = last.version() == 3 ? 3 : 2;
      try (Append append = otherNodesLog().append(document, supposed, last.time())) {
        boolean isSeen =
            append.head(document) == 3 && append.time(document).equals(operation(2, "").time());
        if (!isSeen) {
          append.write(document, run(supposed, 1), Optional.of(TYPE));
          assertThatThrownBy(append::commit).isInstanceOf(HeadMovedException.class);
        }
      }
    }

    assertThat(all(document)).isEqualTo(run(0, 3));
    commit(document, run(3, 1));
    assertThat(all(document)).isEqualTo(run(0, 4));
  }

  @Test
  void committedRunsAreReadAsWritten() {
    commit(document, run(0, 1));
    commit(document, run(1, 3));
    commit(document, run(4, 2));

    assertThat(all(document)).isEqualTo(run(0, 6));
  }

  @Test
  void everyPartOfAnOperationIsKept() {
    LoggedOperation create =
        new LoggedOperation(0, "s1", 1, "", START, "\"create\":{\"type\":\"t\",\"data\":null}");
    LoggedOperation edit =
        new LoggedOperation(1, "s2", 1L << 52, "Zoë 😀 \"x\"", START, "\"op\":[1,{\"d\":2}]");
    LoggedOperation delete =
        new LoggedOperation(2, "s1", 2, "ann", START.plusMillis(1), "\"del\":true");
    LoggedOperation nothing = new LoggedOperation(3, "s1", 3, "bob", START.plusMillis(1), "");
    LoggedOperation muchLater =
        new LoggedOperation(4, "s1", 4, "bob", START.plus(Duration.ofDays(20000)), "\"del\":true");

    commit(document, List.of(create, edit, delete, nothing, muchLater));

    assertThat(all(document)).containsExactly(create, edit, delete, nothing, muchLater);
  }

  @Test
  void anyPartOfTheLogCanBeRead() {
    commit(document, run(0, 3));
    commit(document, run(3, 1));
    commit(document, run(4, 5));

    for (int from = 0; from <= 10; from++) {
      for (int to = from; to <= 10; to++) {
        assertThat(log.operations(document, from, to))
            .as("from %d to %d", from, to)
            .isEqualTo(run(0, 9).subList(Math.min(from, 9), Math.min(to, 9)));
      }
    }
  }

  @Test
  void operationsOfAnotherDocumentAreNotRead() {
    DocumentId other = id("b");
    try (Append append = log.append(set(document, other))) {
      append.write(other, run(0, 2), Optional.of(TYPE));
      append.write(document, run(0, 1), Optional.of(TYPE));
      append.commit();
    }

    assertThat(all(document)).isEqualTo(run(0, 1));
    assertThat(all(other)).isEqualTo(run(0, 2));
  }

  @Test
  void namesThatDifferInCaseAccentsOrTrailingSpacesAreDifferentDocuments() {
    List<DocumentId> documents =
        List.of(id("a"), id("A"), id("a "), id("á"), id("a\u0301"), id("ａ"), id("😀"), id("%"));

    int length = 1;
    for (DocumentId each : documents) {
      commit(each, run(0, length++));
    }

    length = 1;
    for (DocumentId each : documents) {
      assertThat(all(each)).as(each.toString()).hasSize(length++);
    }
    assertThat(log.heads(documents)).hasSize(documents.size());
  }

  @Test
  void theLongestNamesAreStored() {
    String longest = "\uD83D\uDE00".repeat(127) + "x";
    DocumentId longNamed = new DocumentId(longest, longest, longest);

    commit(longNamed, run(0, 1));

    assertThat(all(longNamed)).isEqualTo(run(0, 1));
    assertThat(log.heads(List.of(longNamed))).containsOnlyKeys(longNamed);
  }

  @Test
  void documentsOfTwoOrganisationsAreApart() {
    DocumentId first = new DocumentId("one", collection, "a");
    DocumentId second = new DocumentId("two", collection, "a");

    commit(first, run(0, 1));

    assertThat(log.heads(List.of(first, second))).containsOnlyKeys(first);
    assertThat(log.list(DocumentQuery.of("one", collection), "", 10)).hasSize(1);
    assertThat(log.list(DocumentQuery.of("two", collection), "", 10)).isEmpty();
  }

  @Test
  void nullCharactersAndSurrogatesSurvive() {
    String raw = "\"op\":[\"\\u0000 \\ud800 \\udc00 😀 \u2028 \u0001\"]";
    List<LoggedOperation> run =
        List.of(
            new LoggedOperation(0, "source", 1, "ann", START, raw),
            new LoggedOperation(1, "source", 2, "ann", START, "\"op\":[\"\u0000\"]"));
    StoredSnapshot snapshot =
        new StoredSnapshot(
            2,
            Optional.of(TYPE),
            "\"\\u0000 \\ud800 😀\"",
            START,
            Map.of("nul\u0000source", new StoredSnapshot.LastSent(1, 0, START)));

    commit(document, run);
    log.save(document, snapshot);

    assertThat(all(document)).isEqualTo(run);
    assertThat(log.snapshot(document, 2)).contains(snapshot);
  }

  @Test
  void largeOperationsAndSnapshotsAreStored() {
    String large = "é".repeat(5_000_000);
    LoggedOperation operation = operation(0, "\"op\":[\"" + large + "\"]");
    StoredSnapshot snapshot =
        new StoredSnapshot(1, Optional.of(TYPE), "\"" + large + "\"", START, Map.of());

    commit(document, List.of(operation, operation(1, "")));
    log.save(document, snapshot);

    assertThat(all(document)).containsExactly(operation, operation(1, ""));
    assertThat(log.snapshot(document, 1)).contains(snapshot);
  }

  @Test
  void aLongRunIsOneWrite() {
    commit(document, run(0, 5_000));

    assertThat(all(document)).isEqualTo(run(0, 5_000));
    assertThat(log.operations(document, 4_999, 6_000)).isEqualTo(run(4_999, 1));
  }

  @Test
  void headsTellVersionAndType() {
    DocumentId deleted = id("deleted");
    DocumentId heldOnly = id("held");
    commit(document, run(0, 2));
    commit(log, deleted, run(0, 3), null);
    log.append(set(heldOnly)).close();

    assertThat(log.heads(List.of(document, deleted, heldOnly, id("unknown"))))
        .isEqualTo(
            Map.of(
                document, new Head(2, Optional.of(TYPE)), deleted, new Head(3, Optional.empty())));
    assertThat(log.heads(List.of())).isEmpty();
  }

  @Test
  void headsOfThousandsOfDocumentsAreTold() {
    SortedSet<DocumentId> many = new TreeSet<>();
    IntStream.range(0, 2_500).forEach(i -> many.add(id("many-" + i)));
    try (Append append = log.append(many)) {
      many.forEach(each -> append.write(each, run(0, 1), Optional.of(TYPE)));
      append.commit();
    }

    assertThat(log.heads(many)).hasSize(2_500);
    assertThat(otherNodesLog().heads(many)).hasSize(2_500);
  }

  @Test
  void versionAtCountsWhatWasCommittedAtOrBefore() {
    commit(document, run(0, 2));
    commit(document, run(2, 1));
    commit(document, run(3, 4));

    assertThat(log.versionAt(document, START.minusMillis(1))).isZero();
    for (int i = 0; i < 7; i++) {
      assertThat(log.versionAt(document, START.plusSeconds(i))).isEqualTo(i + 1);
      assertThat(log.versionAt(document, START.plusSeconds(i).plusMillis(999))).isEqualTo(i + 1);
    }
    assertThat(log.versionAt(document, Instant.MAX)).isEqualTo(7);
    assertThat(log.versionAt(document, Instant.MIN)).isZero();
  }

  @Test
  void versionAtCountsAllOfOneTime() {
    List<LoggedOperation> atOnce = new ArrayList<>();
    for (int version = 0; version < 9; version++) {
      atOnce.add(new LoggedOperation(version, "s", version + 1, "", START, ""));
    }
    commit(document, atOnce.subList(0, 4));
    commit(document, atOnce.subList(4, 9));

    assertThat(log.versionAt(document, START)).isEqualTo(9);
    assertThat(log.versionAt(document, START.minusMillis(1))).isZero();
  }

  @Test
  void snapshotIsTheNewestAtOrBeforeTheVersion() {
    StoredSnapshot two = snapshot(2, "\"two\"");
    StoredSnapshot five = snapshot(5, "\"five\"");
    commit(document, run(0, 6));
    log.save(document, five);
    log.save(document, two);

    assertThat(log.snapshot(document, 1)).isEmpty();
    assertThat(log.snapshot(document, 2)).contains(two);
    assertThat(log.snapshot(document, 4)).contains(two);
    assertThat(log.snapshot(document, 5)).contains(five);
    assertThat(log.snapshot(document, Long.MAX_VALUE)).contains(five);
    assertThat(log.snapshot(id("other"), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void snapshotOfADeletedDocumentIsKept() {
    StoredSnapshot deleted =
        new StoredSnapshot(
            3,
            Optional.empty(),
            "null",
            START,
            Map.of(
                "s1", new StoredSnapshot.LastSent(7, 2, START),
                "s2", new StoredSnapshot.LastSent(1L << 52, 0, START.minusSeconds(5))));
    commit(log, document, run(0, 3), null);

    log.save(document, deleted);

    assertThat(log.snapshot(document, 3)).contains(deleted);
  }

  @Test
  void aSnapshotSavedTwiceStaysAsItWasFirst() {
    commit(document, run(0, 1));
    log.save(document, snapshot(1, "\"first\""));
    log.save(document, snapshot(1, "\"second\""));
    otherNodesLog().save(document, snapshot(1, "\"third\""));

    assertThat(log.snapshot(document, 1)).contains(snapshot(1, "\"first\""));
  }

  @Test
  void aSnapshotSavedByManyAtOnceIsThereOnce() throws Exception {
    commit(document, run(0, 1));
    CountDownLatch go = new CountDownLatch(1);
    List<Future<?>> savers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      OperationLog node = i % 2 == 0 ? log : otherNodesLog();
      savers.add(
          others.submit(
              () -> {
                go.await();
                node.save(document, snapshot(1, "\"same\""));
                return null;
              }));
    }
    go.countDown();

    for (Future<?> saver : savers) {
      saver.get(30, TimeUnit.SECONDS);
    }
    assertThat(log.snapshot(document, 1)).contains(snapshot(1, "\"same\""));
  }

  private static StoredSnapshot snapshot(long version, String content) {
    return new StoredSnapshot(
        version,
        Optional.of(TYPE),
        content,
        START,
        Map.of("source", new StoredSnapshot.LastSent(version, version - 1, START)));
  }

  @Test
  void listShowsExistingDocumentsPageByPage() {
    List<String> ids = List.of("a", "b", "c", "d", "e");
    for (String each : ids) {
      commit(id(each), run(0, 2));
    }
    commit(log, id("c"), run(2, 1), null);
    log.append(set(id("bb"))).close();
    commit(DocumentId.of(collection + "x", "a"), run(0, 1));

    assertThat(listed("", 2)).containsExactly("a", "b");
    assertThat(listed("b", 2)).containsExactly("d", "e");
    assertThat(listed("e", 2)).isEmpty();
    assertThat(listed("", 1000)).containsExactly("a", "b", "d", "e");
    assertThat(listed("bz", 1)).containsExactly("d");
  }

  private List<String> listed(String after, int limit) {
    return log.list(DocumentQuery.of(collection), after, limit).stream()
        .map(each -> each.document().id())
        .toList();
  }

  @Test
  void listTellsVersionTypeAndTimes() {
    commit(log, document, run(0, 2), "other type");
    commit(document, run(2, 3));

    assertThat(log.list(DocumentQuery.of(collection), "", 1))
        .containsExactly(
            new DocumentSummary(document, 5, Optional.of(TYPE), START, START.plusSeconds(4)));
  }

  @Test
  void listGivesThoseThatAreAskedFor() {
    commit(log, id("a_1"), run(0, 1), "other type");
    commit(id("a_2"), run(0, 5));
    commit(id("ab"), run(0, 1));
    commit(id("A_3"), run(0, 1));
    commit(id("a_4"), run(0, 2));
    commit(log, id("a_4"), run(2, 1), null);
    log.append(set(id("a_5"))).close();
    DocumentQuery all = DocumentQuery.of(collection);

    assertThat(listed(all.withPrefix("a_"))).containsExactly("a_1", "a_2");
    assertThat(listed(all.withPrefix("a%"))).isEmpty();
    assertThat(listed(all.ofType(TYPE))).containsExactlyInAnyOrder("A_3", "a_2", "ab");
    assertThat(listed(all.deleted())).containsExactly("a_4");
    assertThat(listed(all.deleted().ofType(TYPE))).isEmpty();
    assertThat(listed(all.modifiedSince(START.plusSeconds(4)))).containsExactly("a_2");
    assertThat(listed(all.modifiedSince(START.plusSeconds(5)))).isEmpty();
  }

  private List<String> listed(DocumentQuery query) {
    return log.list(query, "", 1000).stream().map(each -> each.document().id()).toList();
  }

  @Test
  void findTellsOfOneThatExists() {
    commit(document, run(0, 2));
    commit(log, id("gone"), run(0, 2), null);
    log.append(set(id("held"))).close();

    assertThat(log.find(document))
        .contains(new DocumentSummary(document, 2, Optional.of(TYPE), START, START.plusSeconds(1)));
    assertThat(log.find(id("gone"))).isEmpty();
    assertThat(log.find(id("held"))).isEmpty();
    assertThat(log.find(id("never"))).isEmpty();
  }

  @Test
  void listRefusesOtherLimits() {
    assertThatThrownBy(() -> listed("", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> listed("", 1001)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTransactionSeesTheHeadsItHolds() {
    DocumentId fresh = id("fresh");
    commit(document, run(0, 3));
    otherNodesLog().operations(document, 0, 1);
    commit(otherNodesLog(), document, run(3, 2), TYPE);

    try (Append append = log.append(set(document, fresh))) {
      assertThat(append.head(document)).isEqualTo(5);
      assertThat(append.head(fresh)).isZero();
      assertThat(append.time(document)).isEqualTo(run(4, 1).get(0).time());
      assertThat(append.time(fresh)).isEqualTo(Instant.EPOCH);
      assertThat(append.operations(document, 0)).isEqualTo(run(0, 5));
      assertThat(append.operations(document, 2)).isEqualTo(run(2, 3));
      assertThat(append.operations(document, 4)).isEqualTo(run(4, 1));
      assertThat(append.operations(document, 5)).isEmpty();
      assertThat(append.operations(fresh, 0)).isEmpty();

      append.write(document, run(5, 1), Optional.of(TYPE));

      assertThat(append.operations(document, 3)).isEqualTo(run(3, 2));
      assertThat(append.head(document)).isEqualTo(5);
    }
  }

  @Test
  void whatIsNotCommittedIsGone() {
    DocumentId fresh = id("fresh");
    commit(document, run(0, 1));

    try (Append append = log.append(set(document, fresh))) {
      append.write(document, run(1, 2), Optional.empty());
      append.write(fresh, run(0, 1), Optional.of(TYPE));
    }

    assertThat(all(document)).isEqualTo(run(0, 1));
    assertThat(all(fresh)).isEmpty();
    assertThat(log.heads(List.of(document, fresh)))
        .isEqualTo(Map.of(document, new Head(1, Optional.of(TYPE))));
    commit(document, run(1, 1));
    commit(fresh, run(0, 1));
    assertThat(all(document)).isEqualTo(run(0, 2));
  }

  @Test
  void aCommitThatWritesNothingIsHarmless() {
    try (Append append = log.append(set(document))) {
      append.commit();
    }

    assertThat(log.heads(List.of(document))).isEmpty();
  }

  @Test
  void whatIsCommittedIsSeenByOtherNodesAtOnce() {
    OperationLog other = otherNodesLog();
    for (int version = 0; version < 20; version++) {
      commit(version % 2 == 0 ? log : other, document, run(version, 1), TYPE);
      assertThat((version % 2 == 0 ? other : log).operations(document, 0, Long.MAX_VALUE))
          .isEqualTo(run(0, version + 1));
    }
  }

  @Test
  void runsThatDoNotContinueTheDocumentAreRefused() {
    commit(document, run(0, 2));

    try (Append append = log.append(set(document))) {
      assertThatThrownBy(() -> append.write(document, run(1, 1), Optional.of(TYPE)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> append.write(document, run(3, 1), Optional.of(TYPE)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> append.write(document, List.of(), Optional.of(TYPE)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () ->
                  append.write(
                      document, List.of(operation(2, ""), operation(4, "")), Optional.of(TYPE)))
          .isInstanceOf(IllegalArgumentException.class);
      append.write(document, run(2, 1), Optional.of(TYPE));
      assertThatThrownBy(() -> append.write(document, run(2, 1), Optional.of(TYPE)))
          .isInstanceOf(IllegalStateException.class);
      append.commit();
    }

    assertThat(all(document)).isEqualTo(run(0, 3));
  }

  @Test
  void documentsThatAreNotHeldAreRefused() {
    DocumentId other = id("other");

    try (Append append = log.append(set(document))) {
      assertThatThrownBy(() -> append.head(other)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> append.operations(other, 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> append.write(other, run(0, 1), Optional.of(TYPE)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anEndedTransactionIsRefusedAndClosesAgain() {
    Append append = log.append(set(document));
    append.commit();

    assertThatThrownBy(() -> append.head(document)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(append::commit).isInstanceOf(IllegalStateException.class);
    append.close();
    append.close();
  }

  @Test
  void aHeldHeadMakesOthersWait() throws Exception {
    commit(document, run(0, 1));
    Future<Long> seen;
    try (Append append = log.append(set(document))) {
      CountDownLatch started = new CountDownLatch(1);
      seen =
          others.submit(
              () -> {
                started.countDown();
                try (Append other = otherNodesLog().append(set(document))) {
                  return other.head(document);
                }
              });
      started.await();

      assertThatThrownBy(() -> seen.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      // Reading goes on meanwhile.
      assertThat(all(document)).hasSize(1);
      append.write(document, run(1, 1), Optional.of(TYPE));
      append.commit();
    }

    assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void theHeadOfADocumentNeverHeardOfIsHeldToo() throws Exception {
    Future<Long> seen;
    try (Append append = log.append(set(document))) {
      seen =
          others.submit(
              () -> {
                try (Append other = otherNodesLog().append(set(document))) {
                  return other.head(document);
                }
              });

      assertThatThrownBy(() -> seen.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      append.write(document, run(0, 2), Optional.of(TYPE));
      append.commit();
    }

    assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void otherDocumentsAreNotHeld() throws Exception {
    try (Append append = log.append(set(id("a"), id("c")))) {
      Future<Long> seen =
          others.submit(
              () -> {
                try (Append other = otherNodesLog().append(set(id("b"), id("d")))) {
                  other.write(id("b"), run(0, 1), Optional.of(TYPE));
                  other.commit();
                }
                return Objects.requireNonNull(log.heads(List.of(id("b"))).get(id("b"))).version();
              });

      assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(append.head(id("a"))).isZero();
    }
  }

  @Test
  void appendersOfOneDocumentLoseAndDoubleNothing() throws Exception {
    int appenders = 6;
    int each = 40;
    List<Future<?>> running = new ArrayList<>();
    for (int a = 0; a < appenders; a++) {
      String source = "source-" + a;
      OperationLog node = a % 2 == 0 ? log : otherNodesLog();
      running.add(
          others.submit(
              () -> {
                for (int seq = 1; seq <= each; seq++) {
                  try (Append append = node.append(set(document))) {
                    long head = append.head(document);
                    assertThat(append.operations(document, Math.max(0, head - 3)))
                        .hasSize((int) Math.min(3, head));
                    append.write(
                        document,
                        List.of(new LoggedOperation(head, source, seq, "", START, "")),
                        Optional.of(TYPE));
                    append.commit();
                  }
                }
                return null;
              }));
    }
    for (Future<?> each1 : running) {
      each1.get(60, TimeUnit.SECONDS);
    }

    List<LoggedOperation> all = all(document);
    assertThat(all)
        .extracting(LoggedOperation::version)
        .containsExactlyElementsOf(LongStream.range(0, (long) appenders * each).boxed().toList());
    Map<String, Long> lastSeq = new HashMap<>();
    for (LoggedOperation operation : all) {
      assertThat(operation.seq()).isEqualTo(lastSeq.getOrDefault(operation.source(), 0L) + 1);
      lastSeq.put(operation.source(), operation.seq());
    }
  }

  @Test
  void appendersOfRandomSetsNeverDeadlock() throws Exception {
    long seed = System.nanoTime();
    System.out.println("appendersOfRandomSetsNeverDeadlock: seed " + seed);
    List<DocumentId> documents =
        new ArrayList<>(IntStream.range(0, 12).mapToObj(i -> id("set-" + i)).toList());
    Collections.shuffle(documents, new Random(seed));
    // Rows get their keys in an order that is not that of the ids.
    for (DocumentId each : documents) {
      log.append(set(each)).close();
    }
    AtomicInteger written = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int a = 0; a < 6; a++) {
      Random random = new Random(seed + a);
      OperationLog node = a % 2 == 0 ? log : otherNodesLog();
      running.add(
          others.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  SortedSet<DocumentId> some = new TreeSet<>();
                  while (some.size() < 4) {
                    some.add(documents.get(random.nextInt(documents.size())));
                  }
                  if (random.nextInt(4) == 0) {
                    some.add(id("new-" + random.nextInt(30)));
                  }
                  try (Append append = node.append(some)) {
                    for (DocumentId each : some) {
                      append.write(each, run(append.head(each), 1), Optional.of(TYPE));
                    }
                    append.commit();
                    written.addAndGet(some.size());
                  }
                }
                return null;
              }));
    }
    for (Future<?> each : running) {
      each.get(60, TimeUnit.SECONDS);
    }

    long heads =
        log.list(DocumentQuery.of(collection), "", 1000).stream()
            .mapToLong(DocumentSummary::version)
            .sum();
    assertThat(heads).as("seed %d", seed).isEqualTo(written.get());
  }
}
