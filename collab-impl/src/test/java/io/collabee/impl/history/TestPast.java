package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.Replay;
import io.collabee.impl.document.View;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The past as a log has it. Counts what is read. */
final class TestPast implements Past {
  private final OperationLog log;
  private final DocumentTypes types;
  long read;

  TestPast(OperationLog log, DocumentTypes types) {
    this.log = log;
    this.types = types;
  }

  @Override
  public View newest(DocumentId document) {
    return at(document, log.operations(document, 0, Long.MAX_VALUE).size());
  }

  @Override
  public View at(DocumentId document, long version) {
    Replay replay = new Replay(new View(document, 0, Optional.empty()), types);
    for (LoggedOperation operation : log.operations(document, 0, version)) {
      replay.apply(replay.understand(operation));
    }
    if (replay.version() < version) {
      throw new CollabException(
          ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT, "The document is not there yet");
    }
    return new View(document, version, replay.content());
  }

  @Override
  public View at(DocumentId document, Instant time) {
    return at(document, log.versionAt(document, time));
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from, long to) {
    List<LoggedOperation> operations = log.operations(document, from, to);
    read += operations.size();
    return operations;
  }
}
