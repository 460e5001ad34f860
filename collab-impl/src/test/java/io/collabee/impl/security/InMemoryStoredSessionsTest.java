package io.collabee.impl.security;

final class InMemoryStoredSessionsTest extends StoredSessionsContract {
  private final StoredSessions sessions = new InMemoryStoredSessions();

  @Override
  protected StoredSessions node() {
    return sessions;
  }

  @Override
  protected StoredSessions otherNode() {
    return sessions;
  }
}
