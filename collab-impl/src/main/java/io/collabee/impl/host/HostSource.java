package io.collabee.impl.host;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Operation;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.Submission;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The host's code as a client of the live documents: one source for all its threads and authors, so
 * that no document has to remember many.
 */
final class HostSource {
  private final DocumentService service;
  private final String source = "host-" + UUID.randomUUID();
  private long seq;

  HostSource(DocumentService service) {
    this.service = service;
  }

  /**
   * Submits an operation. One at a time, because the operations of a source must reach a document
   * in the order of their numbers.
   */
  synchronized void submit(
      DocumentId document,
      String author,
      OptionalLong version,
      Operation operation,
      boolean exact,
      Answer<Committed> answer) {
    seq++;
    service.submit(
        document, new Submission(source, seq, author, version, operation, exact, outcome(answer)));
  }

  private static Submission.Outcome outcome(Answer<Committed> answer) {
    return new Submission.Outcome() {
      @Override
      public void committed(Committed operation, List<Committed> missed) {
        answer.give(operation);
      }

      @Override
      public void refused(CollabException reason) {
        answer.fail(reason);
      }
    };
  }
}
