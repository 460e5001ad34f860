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
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.SnapshotReplay;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.security.AuditTrail;
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
  private static final int LONGEST_NAME = 255;

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

  /**
   * What keeping needs.
   *
   * @param stores where a document is stored
   * @param gap how long a pause is that ends a session
   * @param rewritten is told after the fact, on the calling thread; must not block or throw
   * @param audit is told who redacted and purged
   */
  public record Around(
      Function<DocumentId, Store> stores,
      DocumentTypes types,
      Duration gap,
      Clock clock,
      Rewritten rewritten,
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
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.codePoints().anyMatch(KeptDocuments::isNoCharacter)) {
      throw new IllegalArgumentException(
          "A label has 1 to 255 characters and no control characters");
    }
    try (Rewrite rewrite =
        archive(document).rewrite(document, Hold.ALL).orElseThrow(() -> newer(version, 0))) {
      Label label =
          rewrite.labels().stream()
              .filter(each -> each.version() == version)
              .findFirst()
              .map(there -> new Label(version, name, there.author(), there.time()))
              .orElseGet(() -> new Label(version, name, author, now()));
      if (!rewrite.snapshots().contains(version)) {
        rewrite.put(snapshot(rewrite, version));
      }
      rewrite.label(version, Optional.of(label));
      rewrite.commit();
      return label;
    }
  }

  private static boolean isNoCharacter(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private Instant now() {
    return Instant.ofEpochMilli(around.clock().millis());
  }

  /** The snapshot of a version that is kept. */
  private StoredSnapshot snapshot(Rewrite rewrite, long version) {
    if (version > rewrite.head()) {
      throw newer(version, rewrite.head());
    }
    SnapshotReplay replay = new SnapshotReplay(rewrite.snapshot(version), around.types());
    if ((replay.version() < version && replay.version() < rewrite.first())
        || rewrite.operations(version, version + 1).stream().anyMatch(LoggedOperation::isMerged)) {
      throw new CollabException(ErrorCode.ERR_VERSION_GONE, "Version " + version + " is not kept");
    }
    Walk.over(
        rewrite::operations,
        replay.version(),
        version,
        logged -> {
          var unused = replay.next(logged);
          return true;
        });
    return replay.snapshot();
  }

  @Override
  public boolean removeLabel(DocumentId document, long version) {
    requireVersion(version);
    Optional<Rewrite> opened = archive(document).rewrite(document, Hold.ALL);
    if (opened.isEmpty()) {
      return false;
    }
    try (Rewrite rewrite = opened.get()) {
      if (rewrite.labels().stream().noneMatch(label -> label.version() == version)) {
        return false;
      }
      rewrite.label(version, Optional.empty());
      if (version < rewrite.first()) {
        rewrite.removeSnapshot(version);
      }
      rewrite.commit();
      return true;
    }
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
      StoredSnapshot start = snapshot(rewrite, end);
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
    while (rewrite.operations(border, border + 1).stream().anyMatch(LoggedOperation::isMerged)) {
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
    Optional<Rewrite> opened = archive(document).rewrite(document, Hold.ALL);
    if (opened.isEmpty()) {
      return false;
    }
    try (Rewrite rewrite = opened.get()) {
      long head = rewrite.head();
      boolean isPurged =
          rewrite.first() == head - 1
              && rewrite.operations(head - 1, head).stream()
                  .anyMatch(last -> last.payload().equals(PURGED));
      if (isPurged) {
        return false;
      }
      rewrite.clear(new StoredSnapshot(head, Optional.empty(), "null", rewrite.time(), Map.of()));
      rewrite.append(operation(rewrite, PURGED), Optional.empty());
      rewrite.commit();
      around.rewritten().tell(document, head + 1);
      audit(Audited.Kind.PURGED, document, "The document was purged");
      return true;
    }
  }

  private static final String PURGED = "\"del\":true," + LoggedOperation.REWRITTEN;

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
    requireVersion(version);
    try (Rewrite rewrite =
        archive(document).rewrite(document, Hold.ALL).orElseThrow(() -> newer(version, 0))) {
      Redacting redacting = new Redacting(rewrite, around.types());
      long changed = redacting.range(version, from, to);
      String payload = redacting.edit().map(edit -> edit + ",").orElse("");
      rewrite.append(operation(rewrite, payload + LoggedOperation.REWRITTEN), redacting.type());
      rewrite.commit();
      around.rewritten().tell(document, rewrite.head() + 1);
      audit(
          Audited.Kind.REDACTED,
          document,
          "%d units at version %d were redacted".formatted(to - from, version));
      return changed;
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

  private static CollabException newer(long version, long head) {
    return new CollabException(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
        "Version " + version + " is ahead of the document, which is at " + head);
  }
}
