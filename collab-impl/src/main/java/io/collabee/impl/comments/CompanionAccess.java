package io.collabee.impl.comments;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.impl.document.Companion;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;

/** Whoever may read a document may read its comments; nobody writes them but this module. */
public final class CompanionAccess implements AccessPolicy {
  private final AccessPolicy policy;

  /**
   * @param policy is only asked about documents that are no companions
   */
  public CompanionAccess(AccessPolicy policy) {
    this.policy = policy;
  }

  @Override
  public Access access(Caller caller, DocumentId document) {
    Access access = policy.access(caller, Companion.subject(document));
    // One that is no answer is for whoever asked to deal with.
    return Companion.is(document) && access != null && access.includes(Access.READ)
        ? Access.READ
        : access;
  }

  @Override
  public Access overall(Caller caller) {
    return policy.overall(caller);
  }
}
