package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;

/** What holds where the host has no policy: whoever is logged in may write everything. */
public final class AuthenticatedWrite implements AccessPolicy {

  @Override
  public Access access(Caller caller, DocumentId document) {
    return caller.isAnonymous() ? Access.NONE : Access.WRITE;
  }
}
