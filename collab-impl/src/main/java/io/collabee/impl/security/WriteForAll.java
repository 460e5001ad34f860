package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;

/**
 * What holds where the host has no policy: whoever may connect may write everything. {@link
 * AnonymousAccess} holds back those without a login.
 */
public final class WriteForAll implements AccessPolicy {

  @Override
  public Access access(Caller caller, DocumentId document) {
    return Access.WRITE;
  }
}
