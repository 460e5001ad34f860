package io.collabee.impl.document;

final class InMemoryOperationLogTest extends OperationLogContract {
  private final OperationLog log = new InMemoryOperationLog();

  @Override
  protected OperationLog log() {
    return log;
  }

  @Override
  protected OperationLog otherNodesLog() {
    return log;
  }
}
