package io.collabee.spi;

import io.collabee.Caller;
import io.collabee.DocumentId;

/**
 * Says who may do what with which document. A host implements it as an {@code @ApplicationScoped}
 * bean; without one, every authenticated caller may {@link Access#WRITE}.
 *
 * <p>Whoever has no login gets what this gives, but no more than {@code collab.anonymous-access}
 * allows; where that is {@code none}, nobody without a login connects.
 *
 * <p>Asked for every document a connection reads or subscribes to and for every operation it
 * submits; each connection remembers an answer for {@code collab.access.cache}. For documents that
 * a connection follows it is asked again every {@code collab.access.recheck}, and at once when the
 * host fires {@link io.collabee.event.AccessChanged}: what it answers then holds on the open
 * connection. Called on threads of the container and of the module, several at a time, without a
 * request context; an answer should come from memory.
 *
 * <p>If it throws or gives null, nothing is allowed that was not before: a new reader is refused,
 * and the connection of a writer, or of somebody about whom rights were said to have changed, is
 * closed so that it comes back a little later with its edits.
 */
public interface AccessPolicy {

  /** What the caller may do with the document; it need not exist yet. */
  Access access(Caller caller, DocumentId document);

  /**
   * What the caller may do that is about no single document: with {@link Access#MANAGE}, end the
   * logins of others.
   */
  default Access overall(Caller caller) {
    return Access.NONE;
  }
}
