package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;

/** Gives callers without a login what the policy gives them, but no more than is configured. */
public final class AnonymousAccess implements AccessPolicy {
  private final Access most;
  private final AccessPolicy policy;

  /**
   * @param most what a caller without a login may do with a document at the most
   * @param policy says who may do what; it may give less
   */
  public AnonymousAccess(Access most, AccessPolicy policy) {
    this.most = most;
    this.policy = policy;
  }

  @Override
  public Access access(Caller caller, DocumentId document) {
    Access access = policy.access(caller, document);
    return bounded(caller, access);
  }

  @Override
  public Access overall(Caller caller) {
    return bounded(caller, policy.overall(caller));
  }

  private Access bounded(Caller caller, Access access) {
    return caller.isAnonymous() && access.includes(most) ? most : access;
  }
}
