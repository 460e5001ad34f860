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
 * submits, so an answer should come from memory. Called on container threads, several at a time. If
 * it throws, access is refused.
 */
public interface AccessPolicy {

  /** What the caller may do with the document; it need not exist yet. */
  Access access(Caller caller, DocumentId document);
}
