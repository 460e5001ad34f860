package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;

/** Gives callers without a login what is configured for them, if the policy does not give more. */
public final class AnonymousAccess implements AccessPolicy {
  private final Access least;
  private final AccessPolicy policy;

  /**
   * @param least what a caller without a login may do with every document
   * @param policy says who may do what otherwise
   */
  public AnonymousAccess(Access least, AccessPolicy policy) {
    this.least = least;
    this.policy = policy;
  }

  @Override
  public Access access(Caller caller, DocumentId document) {
    Access access = policy.access(caller, document);
    return caller.isAnonymous() && !access.includes(least) ? least : access;
  }
}
