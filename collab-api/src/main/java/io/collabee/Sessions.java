package io.collabee;

import java.util.List;

/**
 * Who is connected, and who may come back without a new login; to inject wherever an application
 * shows a user where he is signed in.
 *
 * <pre>{@code
 * @Inject Sessions sessions;
 *
 * for (UserSession session : sessions.of("ann")) {
 *   show(session.agent(), session.address(), session.seen());
 * }
 * }</pre>
 *
 * <p>A session begins when a client connects under a login. It lives for {@code
 * collab.session.life} after the last time that its user came with a login, and on whatever node
 * its client connects again. Callers without a login have none.
 *
 * <p>Application-scoped and thread-safe. Every method throws {@link CollabException} with {@link
 * ErrorCode#ERR_STORE_UNAVAILABLE} if the database cannot be asked.
 */
public interface Sessions {

  /**
   * The sessions of a user on all nodes that have not ended, the one seen last first.
   *
   * @param user the user's name as in {@link Caller#name()}
   * @return none if the user is unknown
   */
  List<UserSession> of(String user);

  /**
   * Ends a session on every node, as {@link Revocations#endSession}: its socket is closed, and its
   * client cannot take it up again.
   *
   * @param session as in {@link UserSession#id()}; one that does not exist is no error
   */
  void end(String session);
}
