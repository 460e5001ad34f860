package io.collabee.impl.security;

import io.collabee.Caller;
import java.time.Instant;

/** Logins that last. */
public final class TestLogins {
  private TestLogins() {}

  public static Login of(String name) {
    return of(Caller.named(name));
  }

  public static Login of(Caller caller) {
    return new Login("session of " + caller.name(), caller, Credential.ofServer(Instant.EPOCH));
  }
}
