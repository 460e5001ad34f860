package io.collabee.impl.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.Keeping;
import io.collabee.impl.comments.RedactedComments;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.Watches;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.security.AuditTrail;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done in the background to old histories. */
class RetentionTest {
  private static final String TEXT = "http://sharejs.org/types/text-unicode";
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final DocumentTypes types = new DocumentTypes(List.of(new TextType()));
  private final InMemoryOperationLog log = new InMemoryOperationLog();
  private final Days clock = new Days();
  private final LiveDocuments live =
      new LiveDocuments(log, types, clock, LaneSettings.DEFAULT, Thread::new, CommitListener.NONE);
  private final Watches watches = new Watches(live, Thread::new);
  private final Keeping keeping =
      new KeptDocuments(
          new KeptDocuments.Around(
              document -> new KeptDocuments.Store(log, log),
              types,
              Duration.ofMinutes(5),
              10,
              clock,
              live::head,
              RedactedComments::of,
              AuditTrail.NONE),
          new BlockingDocuments(live, watches, TIMEOUT));
  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
    watches.close();
    live.close();
  }

  /** Goes on by days. */
  private static final class Days extends Clock {
    private final AtomicInteger day = new AtomicInteger();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return START.plus(Duration.ofDays(day.get()));
    }
  }

  private void start(String policies, Duration purgeAfter, Archive... archives) {
    running.add(
        new Retention(
            () -> List.of(archives),
            keeping,
            new Retention.Terms(
                RetentionPolicies.parse(policies), purgeAfter, Duration.ofMillis(10)),
            clock,
            Thread::new));
  }

  /** Ann types ten letters, in one go, on a day. */
  private void type(DocumentId document, int day) {
    long head = keeping.kept(document).map(Keeping.Kept::head).orElse(0L);
    List<LoggedOperation> run = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long version = head + i;
      run.add(
          new LoggedOperation(
              version,
              "source",
              version + 1,
              "ann",
              START.plus(Duration.ofDays(day)).plusSeconds(i),
              version == 0
                  ? "\"create\":{\"type\":\"" + TEXT + "\",\"data\":\"\"}"
                  : "\"op\":[\"x\"]"));
    }
    try (Append append = log.append(new TreeSet<>(List.of(document)))) {
      append.write(document, run, Optional.of(TEXT));
      append.commit();
    }
  }

  private Keeping.Kept kept(DocumentId document) {
    return keeping.kept(document).orElseThrow();
  }

  private long merged(DocumentId document) {
    return log.operations(document, 0, 1_000).stream().filter(LoggedOperation::isMerged).count();
  }

  @Test
  void eachCollectionIsKeptAsItsPolicySays() {
    DocumentId thinned = DocumentId.of("notes", "n");
    DocumentId dropped = DocumentId.of("chat-one", "c");
    DocumentId kept = DocumentId.of("contracts", "k");
    DocumentId comments = Companion.of(dropped).orElseThrow();
    List<DocumentId> all = List.of(thinned, dropped, kept, comments);
    all.forEach(document -> type(document, 0));
    all.forEach(document -> type(document, 100));
    clock.day.set(101);

    start("contracts=keep; notes=thin P30D; *=drop P90D", Duration.ZERO, log);

    await().until(() -> merged(thinned) > 0 && kept(comments).first() > 0);
    // The first operation makes the document, and what Ann typed since is one.
    assertThat(merged(thinned)).isEqualTo(8);
    assertThat(kept(thinned).first()).isZero();
    assertThat(kept(dropped).first()).isEqualTo(10);
    assertThat(kept(comments).first()).isEqualTo(10);
    assertThat(kept(kept).first()).isZero();
    assertThat(merged(kept)).isZero();
    assertThat(all).allSatisfy(document -> assertThat(keeping.verify(document).isSound()).isTrue());
  }

  @Test
  void whatGetsOldIsTakenAwayWhenItIs() {
    DocumentId document = DocumentId.of("notes", "n");
    type(document, 0);
    type(document, 20);
    clock.day.set(29);
    start("notes=thin P10D drop P30D", Duration.ZERO, log);
    await().until(() -> merged(document) == 8);
    assertThat(kept(document).first()).isZero();

    clock.day.set(31);

    await().until(() -> kept(document).first() == 10 && merged(document) == 8);
    assertThat(keeping.verify(document).isSound()).isTrue();
  }

  @Test
  void whatWasDeletedIsPurgedAfterAWhile() {
    DocumentId document = DocumentId.of("notes", "n");
    type(document, 0);
    var unused = new BlockingDocuments(live, watches, TIMEOUT).delete(document);
    clock.day.set(6);
    DocumentId later = DocumentId.of("notes", "later");
    type(later, 0);
    var unusedDeletion = new BlockingDocuments(live, watches, TIMEOUT).delete(later);
    clock.day.set(8);

    start("", Duration.ofDays(7), log);

    await().until(() -> kept(document).first() == 11);
    assertThat(kept(later).first()).isZero();
    assertThat(keeping.undelete(later).author()).isEmpty();
  }

  @Test
  void aDatabaseThatIsAwayIsAskedAgainAndHoldsUpNoOther() {
    DocumentId document = DocumentId.of("notes", "n");
    type(document, 0);
    type(document, 50);
    clock.day.set(60);
    AtomicInteger asked = new AtomicInteger();
    Archive away =
        (Archive)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Archive.class},
                (proxy, method, arguments) -> {
                  asked.incrementAndGet();
                  throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "away");
                });

    start("*=drop P30D", Duration.ZERO, away, log);

    await().until(() -> kept(document).first() == 10 && asked.get() > 1);
  }
}
