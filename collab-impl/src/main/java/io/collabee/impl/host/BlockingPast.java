package io.collabee.impl.host;

import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.View;
import io.collabee.impl.history.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The past of documents, by asking the live documents and waiting for the answer. */
public final class BlockingPast implements Past {
  private final DocumentService service;
  private final Duration timeout;

  /**
   * The past of this node's documents.
   *
   * @param timeout how long a call waits for its answer
   */
  public BlockingPast(DocumentService service, Duration timeout) {
    this.service = service;
    this.timeout = timeout;
  }

  @Override
  public View newest(DocumentId document) {
    return ask(answer -> service.read(document, answer));
  }

  @Override
  public View at(DocumentId document, long version) {
    return ask(answer -> service.read(document, version, answer));
  }

  @Override
  public View at(DocumentId document, Instant time) {
    return ask(answer -> service.read(document, time, answer));
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from, long to) {
    List<Committed> operations = ask(answer -> service.operations(document, from, to, answer));
    return operations.stream().map(Committed::operation).toList();
  }

  private <T> T ask(Consumer<Answer<T>> question) {
    Awaited<T> answer = new Awaited<>();
    question.accept(answer);
    return answer.await(timeout, ErrorCode.ERR_UNAVAILABLE, "");
  }
}
