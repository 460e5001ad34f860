package io.collabee.sample;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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
  @ConfigProperty(name = "minutes.operators")
  @SuppressWarnings("NullAway.Init")
  private Optional<String> operators;

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

  /**
   * Whom {@code minutes.operators} names, separated by commas, may end anybody's logins, as when a
   * laptop was stolen. By default nobody may.
   */
  @Override
  public Access overall(Caller caller) {
    boolean isOperator = Arrays.asList(operators.orElse("").split("[, ]+")).contains(caller.name());
    return isOperator && !caller.isAnonymous() ? Access.MANAGE : Access.NONE;
  }
}
