package io.collabee.impl.rest;

import io.collabee.impl.security.Revoker;

/** Ends the login that a request comes with. */
public final class SignOutResource implements Resource {
  private final Revoker revoker;

  /** Ends logins by this. */
  public SignOutResource(Revoker revoker) {
    this.revoker = revoker;
  }

  @Override
  public Answer answer(Asked asked) {
    if (asked.login().caller().isAnonymous()) {
      return Answer.problem(401, "UNAUTHENTICATED", "Nobody is logged in");
    }
    revoker.signOut(asked.login());
    return Answer.empty(204);
  }
}
