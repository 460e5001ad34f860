package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.History;
import io.collabee.Snapshot;
import io.collabee.history.Blame;
import io.collabee.history.Comparison;
import io.collabee.history.Session;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.Replay;
import io.collabee.impl.document.View;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** History as the log has it. */
public final class LoggedHistory implements History {
  private static final int MOST_SESSIONS = 1_000;

  private final Work work;
  private final Documents documents;
  private final OptionalLong wantedHead;

  /**
   * The history of documents, to nobody's name.
   *
   * @param documents to nobody's name; what restores and undoes is committed there
   */
  public LoggedHistory(
      Past past, Documents documents, DocumentTypes types, HistorySettings settings) {
    this(new Work(past, types, settings), documents, OptionalLong.empty());
  }

  private LoggedHistory(Work work, Documents documents, OptionalLong wantedHead) {
    this.work = work;
    this.documents = documents;
    this.wantedHead = wantedHead;
  }

  /** What the histories of all authors share. */
  private static final class Work {
    private final Past past;
    private final Pages pages;
    private final DocumentTypes types;
    private final HistorySettings settings;
    private final Turns turns;
    private final SessionList sessions;
    private final Authorship authorship;

    Work(Past past, DocumentTypes types, HistorySettings settings) {
      this.past = past;
      this.pages = new Pages(past);
      this.types = types;
      this.settings = settings;
      this.turns = new Turns(settings.mostAtOnce(), settings.patience());
      this.sessions = new SessionList(past, settings.gap());
      this.authorship = new Authorship(past, types, settings);
    }

    void requireAtMost(long operations) {
      if (operations > settings.mostReplayed()) {
        throw new CollabException(
            ErrorCode.ERR_LIMIT_EXCEEDED,
            "That are "
                + operations
                + " operations, and no more than "
                + settings.mostReplayed()
                + " are gone through");
      }
    }

    Replay replay(View start) {
      return new Replay(start, types);
    }
  }

  @Override
  public History as(String author) {
    return new LoggedHistory(work, documents.as(author), wantedHead);
  }

  @Override
  public History ifAt(long head) {
    requireRange(0, head);
    return new LoggedHistory(work, documents, OptionalLong.of(head));
  }

  @Override
  public Snapshot read(DocumentId document, long version) {
    requireRange(0, version);
    return snapshot(work.past.at(document, version));
  }

  @Override
  public Snapshot read(DocumentId document, Instant time) {
    return snapshot(work.past.at(document, time));
  }

  private static Snapshot snapshot(View view) {
    JsonValue data = view.content().map(Content::json).orElse(JsonValue.NULL);
    return new Snapshot(view.document(), view.version(), view.type(), data);
  }

  @Override
  public List<Session> sessions(DocumentId document, long before, int limit) {
    requireRange(0, before);
    if (limit < 1 || limit > MOST_SESSIONS) {
      throw new IllegalArgumentException("Limit " + limit + " is not from 1 to " + MOST_SESSIONS);
    }
    return work.turns.take(() -> work.sessions.before(document, before, limit));
  }

  @Override
  public Blame blame(DocumentId document, long version, long since) {
    requireRange(since, version);
    return work.turns.take(
        () -> {
          requireHead(document, version);
          return work.authorship.blame(document, version, since);
        });
  }

  @Override
  public Comparison compare(DocumentId document, long from, long to) {
    requireRange(from, to);
    return work.turns.take(
        () -> {
          requireHead(document, to);
          work.requireAtMost(to - from);
          Comparing comparing =
              new Comparing(work.replay(work.past.at(document, from)), work.settings.gap());
          work.pages.forEach(document, from, to, comparing::next);
          return comparing.done(document, from);
        });
  }

  private void requireHead(DocumentId document, long version) {
    long head = work.past.newest(document).version();
    if (version > head) {
      throw new CollabException(
          ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
          "Version " + version + " is ahead of the document, which is at " + head);
    }
  }

  @Override
  public Optional<CommittedOperation> restore(DocumentId document, long version) {
    requireRange(0, version);
    View now = work.past.newest(document);
    requireWanted(now.version());
    View then = work.past.at(document, version);
    Content<?> wanted =
        then.content()
            .orElseThrow(
                () ->
                    new CollabException(
                        ErrorCode.ERR_DOC_DOES_NOT_EXIST,
                        "At version " + version + " the document did not exist"));
    if (now.content().isEmpty()) {
      return Optional.of(documents.create(document, wanted.type().uri(), wanted.json()));
    }
    if (!now.type().equals(then.type())) {
      throw new CollabException(
          ErrorCode.ERR_DOC_ALREADY_CREATED, "A document of another type is there now");
    }
    Optional<JsonValue> difference =
        work.turns.take(() -> difference(now, wanted, document, version));
    return difference.map(op -> commit(document, now.version(), op));
  }

  private <S> Optional<JsonValue> difference(
      View now, Content<S> wanted, DocumentId document, long version) {
    @SuppressWarnings("unchecked") // Both are of one type.
    S present = (S) now.content().orElseThrow().value();
    if (present.equals(wanted.value())) {
      return Optional.empty();
    }
    Optional<JsonValue> found = difference(wanted.type(), present, wanted.value());
    return found.isPresent() ? found : undoing(document, version, now.version(), operation -> true);
  }

  private static <S, O> Optional<JsonValue> difference(DocumentType<S, O> type, S from, S to) {
    return type.diff(from, to).map(type::operationJson);
  }

  @Override
  public Optional<CommittedOperation> undo(DocumentId document, String author, long from, long to) {
    requireRange(from, to);
    long head = work.past.newest(document).version();
    requireWanted(head);
    Optional<JsonValue> undo =
        work.turns.take(
            () ->
                undoing(
                    document,
                    from,
                    head,
                    logged -> logged.version() < to && logged.author().equals(author)));
    return undo.map(op -> commit(document, head, op));
  }

  private void requireWanted(long head) {
    if (wantedHead.isPresent() && wantedHead.getAsLong() != head) {
      throw new CollabException(
          ErrorCode.ERR_VERSION_CONFLICT,
          "The document is at version " + head + ", not " + wantedHead.getAsLong());
    }
  }

  private CommittedOperation commit(DocumentId document, long head, JsonValue operation) {
    JsonValue op = Halves.replaced(operation);
    if (wantedHead.isEmpty()) {
      return documents.edit(document, head, op);
    }
    return documents
        .edit(
            document,
            now -> {
              requireWanted(now.version());
              return Optional.of(op);
            })
        .orElseThrow();
  }

  private Optional<JsonValue> undoing(
      DocumentId document, long from, long head, Predicate<LoggedOperation> undone) {
    work.requireAtMost(head - from);
    Undoing undoing = new Undoing(work.replay(work.past.at(document, from)), undone);
    work.pages.forEach(document, from, head, undoing::next);
    return undoing.done();
  }

  /**
   * Forgets what is remembered of a document, whose history was rewritten: some of it was redacted,
   * or is not kept any more.
   */
  public void forget(DocumentId document) {
    work.sessions.forget(document);
    work.authorship.forget(document);
  }

  private static void requireRange(long from, long to) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("No versions go from " + from + " to " + to);
    }
  }
}
