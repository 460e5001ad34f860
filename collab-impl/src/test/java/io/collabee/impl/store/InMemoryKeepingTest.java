package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.OperationLog;
import java.time.Clock;

final class InMemoryKeepingTest extends KeepingContract {
  private final InMemoryOperationLog stored = new InMemoryOperationLog();

  @Override
  OperationLog openLog(Clock clock) {
    return stored;
  }

  @Override
  Archive archive() {
    return stored;
  }

  @Override
  void compact(DocumentId document) {
    // Nothing is compressed in memory.
  }
}
