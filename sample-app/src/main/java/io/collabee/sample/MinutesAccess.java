package io.collabee.sample;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Tells CollabEE who may do what with the documents of which minutes. It remembers answers for some
 * seconds itself, so this simply looks them up.
 */
@ApplicationScoped
public class MinutesAccess implements AccessPolicy {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private MinutesList list;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Operators operators;

  @Override
  public Access access(Caller caller, DocumentId document) {
    if (caller.isAnonymous()) {
      // The setting collab.anonymous-access has the last word, and says no unless an operator
      // wants a server for load tests.
      return Access.WRITE;
    }
    if (!Minutes.COLLECTIONS.contains(document.collection())) {
      return Access.NONE;
    }
    return list.find(document.id())
        .flatMap(minutes -> minutes.role(caller.name()))
        .map(Role::access)
        .orElse(Access.NONE);
  }

  /** Operators may end anybody's logins, as when a laptop was stolen. */
  @Override
  public Access overall(Caller caller) {
    return !caller.isAnonymous() && operators.include(caller.name()) ? Access.MANAGE : Access.NONE;
  }
}
