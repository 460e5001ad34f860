package io.collabee.impl.rest;

import io.collabee.impl.security.Login;
import io.collabee.impl.security.Resumption;
import io.collabee.impl.security.Revoker;
import java.util.Optional;

/** Ends the login that a request comes with, and the session whose secret it comes with. */
public final class SignOutResource implements Resource {
  private final Revoker revoker;
  private final Resumption resumption;

  /**
   * Ends logins by this.
   *
   * @param resumption knows whose session a secret is
   */
  public SignOutResource(Revoker revoker, Resumption resumption) {
    this.revoker = revoker;
    this.resumption = resumption;
  }

  @Override
  public Answer answer(Asked asked) {
    Login login = asked.login();
    Optional<Login> session =
        SessionSecret.of(asked).map(SessionSecret::text).flatMap(resumption::resume);
    if (login.caller().isAnonymous() && session.isEmpty()) {
      return Answer.unauthenticated();
    }
    session.ifPresent(revoker::signOut);
    if (!login.caller().isAnonymous()) {
      revoker.signOut(login);
    }
    return Answer.empty(204);
  }
}
