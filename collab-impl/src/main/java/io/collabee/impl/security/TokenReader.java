package io.collabee.impl.security;

import java.security.Principal;
import java.util.Optional;

/** Reads the token that a server has verified and tells of by its principal. Thread-safe. */
public interface TokenReader {

  /** Knows no tokens. */
  TokenReader NONE = principal -> Optional.empty();

  /** What the token says; empty if the principal is not from a token. */
  Optional<Credential> read(Principal principal);
}
