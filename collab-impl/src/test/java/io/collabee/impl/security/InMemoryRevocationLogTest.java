package io.collabee.impl.security;

final class InMemoryRevocationLogTest extends RevocationLogContract {
  private final RevocationLog log = new InMemoryRevocationLog();

  @Override
  protected RevocationLog node() {
    return log;
  }

  @Override
  protected RevocationLog otherNode() {
    return log;
  }
}
