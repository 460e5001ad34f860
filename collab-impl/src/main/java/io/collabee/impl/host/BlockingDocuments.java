package io.collabee.impl.host;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.Snapshot;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.View;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** The documents for the host's code, by asking the live documents and waiting for the answer. */
public final class BlockingDocuments implements Documents {
  private static final int ATTEMPTS = 100;
  private static final int MOST_LISTED = 1_000;

  private final DocumentService service;
  private final HostSource source;
  private final Watches watches;
  private final Duration timeout;
  private final String author;
  private final boolean writesCompanions;

  /**
   * The documents of this node, to nobody's name.
   *
   * @param timeout how long a call waits for its answer
   */
  public BlockingDocuments(DocumentService service, Watches watches, Duration timeout) {
    this(service, new HostSource(service), watches, timeout, "", false);
  }

  private BlockingDocuments(
      DocumentService service,
      HostSource source,
      Watches watches,
      Duration timeout,
      String author,
      boolean writesCompanions) {
    this.service = service;
    this.source = source;
    this.watches = watches;
    this.timeout = timeout;
    this.author = author;
    this.writesCompanions = writesCompanions;
  }

  /** The same documents, for whoever writes comments. */
  public Documents withCompanions() {
    return new BlockingDocuments(service, source, watches, timeout, author, true);
  }

  @Override
  public Documents as(String author) {
    return new BlockingDocuments(service, source, watches, timeout, author, writesCompanions);
  }

  @Override
  public CommittedOperation create(DocumentId document, String type, JsonValue data) {
    return commit(document, OptionalLong.empty(), new Operation.Create(type, data), false);
  }

  @Override
  public Optional<Snapshot> read(DocumentId document) {
    View view = view(document);
    return view.content().isPresent() ? Optional.of(HostValues.snapshot(view)) : Optional.empty();
  }

  @Override
  public Optional<DocumentSummary> find(DocumentId document) {
    return ask(answer -> service.find(document, answer));
  }

  @Override
  public List<DocumentSummary> list(DocumentQuery query, String after, int limit) {
    if (limit < 1 || limit > MOST_LISTED) {
      throw new IllegalArgumentException("Limit " + limit + " is not from 1 to " + MOST_LISTED);
    }
    return ask(answer -> service.list(query, after, limit, answer));
  }

  @Override
  public Snapshot read(DocumentId document, long version) {
    requireVersion(version);
    return HostValues.snapshot(ask(answer -> service.read(document, version, answer)));
  }

  @Override
  public CommittedOperation edit(DocumentId document, long version, JsonValue op) {
    requireVersion(version);
    return commit(document, OptionalLong.of(version), new Operation.Edit(op), false);
  }

  @Override
  public Optional<CommittedOperation> edit(
      DocumentId document, Function<Snapshot, Optional<JsonValue>> edit) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Snapshot now = read(document).orElseThrow(() -> noDocument(document));
      Optional<JsonValue> op = edit.apply(now);
      if (op.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            commit(document, OptionalLong.of(now.version()), new Operation.Edit(op.get()), true));
      } catch (CollabException e) {
        if (e.code() != ErrorCode.ERR_VERSION_CONFLICT) {
          throw e;
        }
      }
    }
    throw new CollabException(
        ErrorCode.ERR_UNAVAILABLE, "Others were faster " + ATTEMPTS + " times");
  }

  @Override
  public CommittedOperation delete(DocumentId document) {
    View view = view(document);
    if (view.content().isEmpty()) {
      throw noDocument(document);
    }
    OptionalLong version = OptionalLong.of(view.version());
    return commit(document, version, new Operation.Delete(), false);
  }

  @Override
  public CommittedOperation delete(DocumentId document, long version) {
    requireVersion(version);
    View view = view(document);
    if (view.content().isEmpty()) {
      throw noDocument(document);
    }
    if (version > view.version()) {
      throw new CollabException(
          ErrorCode.ERR_VERSION_CONFLICT,
          "Version " + version + " is ahead of the document, which is at " + view.version());
    }
    return commit(document, OptionalLong.of(version), new Operation.Delete(), true);
  }

  @Override
  public List<CommittedOperation> operations(DocumentId document, long from, long to) {
    requireVersion(from);
    List<Committed> operations = ask(answer -> service.operations(document, from, to, answer));
    return operations.stream().map(operation -> HostValues.operation(document, operation)).toList();
  }

  @Override
  public Watch watch(DocumentId document, Consumer<CommittedOperation> watcher) {
    return watches.watch(document, watcher, timeout);
  }

  private View view(DocumentId document) {
    return ask(answer -> service.read(document, answer));
  }

  private static CollabException noDocument(DocumentId document) {
    return new CollabException(
        ErrorCode.ERR_DOC_DOES_NOT_EXIST, "There is no document " + document);
  }

  private CommittedOperation commit(
      DocumentId document, OptionalLong version, Operation operation, boolean exact) {
    if (Companion.is(document) && !writesCompanions) {
      throw new CollabException(
          ErrorCode.ERR_WRITE_FORBIDDEN,
          "The collection " + document.collection() + " is for comments, which Comments writes");
    }
    Awaited<Committed> committed = new Awaited<>();
    source.submit(document, author, version, operation, exact, committed);
    // Not a retryable code: what is still on its way would be committed twice.
    return HostValues.operation(
        document,
        committed.await(
            timeout, ErrorCode.ERR_UNKNOWN_ERROR, ": the operation may be committed or not"));
  }

  private <T> T ask(Consumer<Answer<T>> question) {
    Awaited<T> answer = new Awaited<>();
    question.accept(answer);
    return answer.await(timeout, ErrorCode.ERR_UNAVAILABLE, "");
  }

  private static void requireVersion(long version) {
    if (version < 0) {
      throw new IllegalArgumentException("Version " + version + " is below 0");
    }
  }
}
