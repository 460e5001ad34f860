package io.collabee.impl.security;

import io.collabee.DocumentId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A connection whose session is kept. Thread-safe; nothing blocks or throws. */
public interface Connected {

  /** Who it is, now. */
  Login login();

  /** What it follows, now. */
  Set<DocumentId> documents();

  /** From where it comes, as far as that is known. */
  Optional<String> address();

  /** What program its client says it is. */
  Optional<String> agent();

  /**
   * Its session is kept, so that it can be taken up.
   *
   * @param secret what takes it up, for the client alone; empty if the client knows it
   * @param expires until when it can be
   */
  void kept(String session, Optional<String> secret, Instant expires);
}
