package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Keeping;
import io.collabee.Snapshot;
import io.collabee.event.Audited;
import io.collabee.history.Label;
import io.collabee.history.Verification;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.Archive.Hold;
import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.security.AuditTrail;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Keeps documents in the stores that they are in. */
public final class KeptDocuments implements Keeping {
  private static final String PURGED = "\"del\":true," + LoggedOperation.REWRITTEN;

  private final Around around;
  private final Documents documents;
  private final String author;

  /**
   * To nobody's name.
   *
   * @param documents to nobody's name
   */
  public KeptDocuments(Around around, Documents documents) {
    this(around, documents, "");
  }

  private KeptDocuments(Around around, Documents documents, String author) {
    this.around = around;
    this.documents = documents;
    this.author = author;
  }

  /** Where a document is stored. */
  public record Store(OperationLog log, Archive archive) {}

  /** Is told that a document's history was rewritten. */
  @FunctionalInterface
  public interface Rewritten {
    /**
     * What was read of a document is not what is there any more.
     *
     * @param head the document's head
     */
    void tell(DocumentId document, long head);
  }

  /** What people say about a document, which is kept beside it. */
  @FunctionalInterface
  public interface Beside {
    /**
     * What is left of it when a text is redacted.
     *
     * @param companion the content of the {@link Companion}
     * @param text what nothing may show any more; U+FFFC stands for each embed
     */
    JsonValue without(JsonValue companion, String text);
  }

  /**
   * What keeping needs.
   *
   * @param stores where a document is stored
   * @param gap how long a pause is that ends a session
   * @param labels how many a document may have
   * @param rewritten is told after the fact, on the calling thread; must not block or throw
   * @param audit is told who redacted and purged
   */
  public record Around(
      Function<DocumentId, Store> stores,
      DocumentTypes types,
      Duration gap,
      int labels,
      Clock clock,
      Rewritten rewritten,
      Beside beside,
      AuditTrail audit) {}

  @Override
  public Keeping as(String author) {
    return new KeptDocuments(around, documents.as(author), author);
  }

  private Archive archive(DocumentId document) {
    return around.stores().apply(document).archive();
  }

  @Override
  public List<Label> labels(DocumentId document) {
    return archive(document).labels(document);
  }

  @Override
  public Label label(DocumentId document, long version, String name) {
    requireVersion(version);
    return labelling(document).label(document, new Label(version, name, author, now()));
  }

  private Labelling labelling(DocumentId document) {
    return new Labelling(archive(document), around.types(), around.labels());
  }

  private Instant now() {
    return Instant.ofEpochMilli(around.clock().millis());
  }

  @Override
  public boolean removeLabel(DocumentId document, long version) {
    requireVersion(version);
    return labelling(document).remove(document, version);
  }

  @Override
  public Verification verify(DocumentId document) {
    Store store = around.stores().apply(document);
    return new Verifying(store.log(), store.archive(), around.types(), document).run();
  }

  @Override
  public long thin(DocumentId document, Instant before) {
    Optional<Rewrite> opened = archive(document).rewrite(document, Hold.OLD);
    if (opened.isEmpty()) {
      return 0;
    }
    try (Rewrite rewrite = opened.get()) {
      long gone =
          new Thinning(rewrite, around.types(), around.gap())
              .before(Math.min(rewrite.versionAt(before), rewrite.head() - 1));
      if (gone > 0) {
        rewrite.commit();
        around.rewritten().tell(document, rewrite.head());
      }
      return gone;
    }
  }

  @Override
  public long drop(DocumentId document, Instant before) {
    Optional<Rewrite> opened = archive(document).rewrite(document, Hold.OLD);
    if (opened.isEmpty()) {
      return 0;
    }
    try (Rewrite rewrite = opened.get()) {
      long first = rewrite.first();
      long end = border(rewrite, Math.min(rewrite.versionAt(before), rewrite.head() - 1));
      if (end <= first) {
        return 0;
      }
      StoredSnapshot start = KeptVersion.snapshot(rewrite, around.types(), end);
      List<Long> labelled = rewrite.labels().stream().map(Label::version).toList();
      for (long version : rewrite.snapshots()) {
        if (version < end && !labelled.contains(version)) {
          rewrite.removeSnapshot(version);
        }
      }
      if (!rewrite.snapshots().contains(end)) {
        rewrite.put(start);
      }
      rewrite.dropBefore(end);
      rewrite.commit();
      around.rewritten().tell(document, rewrite.head());
      return end - first;
    }
  }

  /** The last version up to this one that is kept. */
  private static long border(Rewrite rewrite, long version) {
    long border = version;
    while (KeptVersion.isMergedAt(rewrite, border)) {
      border--;
    }
    return border;
  }

  @Override
  public CommittedOperation undelete(DocumentId document) {
    OperationLog log = around.stores().apply(document).log();
    long first = log.first(document);
    long head = kept(document).map(Kept::head).orElse(0L);
    for (long version = head - 1; version >= first; version--) {
      LoggedOperation operation = log.operations(document, version, version + 1).get(0);
      if (operation.payload().startsWith("\"del\"")) {
        Snapshot before = documents.read(document, version);
        if (before.exists()) {
          return documents.create(document, before.type().orElseThrow(), before.data());
        }
      } else if (!operation.payload().isEmpty() && !operation.isMerged()) {
        throw new CollabException(ErrorCode.ERR_DOC_ALREADY_CREATED, "The document is not deleted");
      }
    }
    throw new CollabException(
        ErrorCode.ERR_DOC_DOES_NOT_EXIST, "There is no document to bring back");
  }

  @Override
  public boolean purge(DocumentId document) {
    Optional<Rewrite> opened = openedWithComments(document);
    if (opened.isEmpty()) {
      return false;
    }
    try (Rewrite rewrite = opened.get()) {
      boolean isNews = clear(rewrite);
      boolean hadComments = rewrite.companion().map(this::clear).orElse(false);
      if (isNews || hadComments) {
        commit(document, rewrite);
        audit(Audited.Kind.PURGED, document, "The document was purged");
      }
      return isNews || hadComments;
    }
  }

  private Optional<Rewrite> openedWithComments(DocumentId document) {
    return Companion.is(document)
        ? archive(document).rewrite(document, Hold.ALL)
        : archive(document).rewriteWithCompanion(document);
  }

  private void commit(DocumentId document, Rewrite rewrite) {
    rewrite.commit();
    around.rewritten().tell(document, rewrite.head() + 1);
    Optional<DocumentId> companion = Companion.of(document);
    if (companion.isPresent() && rewrite.companion().isPresent()) {
      around.rewritten().tell(companion.get(), rewrite.companion().get().head() + 1);
    }
  }

  /** Whether there was anything. */
  private boolean clear(Rewrite rewrite) {
    if (isPurged(rewrite)) {
      return false;
    }
    long head = rewrite.head();
    rewrite.clear(new StoredSnapshot(head, Optional.empty(), "null", rewrite.time(), Map.of()));
    rewrite.append(operation(rewrite, PURGED), Optional.empty());
    return true;
  }

  private static boolean isPurged(Rewrite rewrite) {
    long head = rewrite.head();
    return rewrite.first() == head - 1
        && rewrite.operations(head - 1, head).stream()
            .anyMatch(last -> last.payload().equals(PURGED));
  }

  private LoggedOperation operation(Rewrite rewrite, String payload) {
    Instant now = now();
    return new LoggedOperation(
        rewrite.head(),
        "keeping-" + UUID.randomUUID(),
        1,
        author,
        now.isBefore(rewrite.time()) ? rewrite.time() : now,
        payload);
  }

  @Override
  public long redact(DocumentId document, long version, int from, int to) {
    return redact(
        document,
        version,
        rewrite -> new Redacting(rewrite, around.types()).range(version, from, to));
  }

  @Override
  public long redact(DocumentId document, long version, JsonArray path) {
    return redact(
        document,
        version,
        rewrite -> new JsonRedacting(rewrite, around.types()).string(version, path));
  }

  private long redact(DocumentId document, long version, Function<Rewrite, Redacted> redacting) {
    requireVersion(version);
    try (Rewrite rewrite =
        openedWithComments(document).orElseThrow(() -> KeptVersion.ahead(version, 0))) {
      Redacted redacted = redacting.apply(rewrite);
      rewrite.append(operation(rewrite, redacted.payload()), redacted.type());
      rewrite.companion().ifPresent(comments -> redactComments(comments, redacted.text()));
      commit(document, rewrite);
      audit(
          Audited.Kind.REDACTED,
          document,
          "%d units at version %d were redacted".formatted(redacted.units(), version));
      return redacted.operations();
    }
  }

  private void redactComments(Rewrite comments, String text) {
    if (!isPurged(comments)) {
      KeptComments.Replacing replacing =
          new KeptComments(around.beside(), around.types()).redact(comments, text);
      comments.append(operation(comments, replacing.payload()), replacing.type());
    }
  }

  private void audit(Audited.Kind kind, DocumentId document, String reason) {
    around
        .audit()
        .tell(
            kind,
            new AuditTrail.Subject(
                author, Optional.of(document), Optional.empty(), Optional.empty()),
            reason);
  }

  @Override
  public Optional<Kept> kept(DocumentId document) {
    return archive(document)
        .storage(document)
        .map(
            stored ->
                new Kept(
                    stored.first(),
                    stored.head(),
                    stored.chunks(),
                    stored.compacted(),
                    stored.diffs(),
                    stored.snapshots()));
  }

  private static void requireVersion(long version) {
    if (version < 0) {
      throw new IllegalArgumentException("Version " + version + " is below 0");
    }
  }
}
