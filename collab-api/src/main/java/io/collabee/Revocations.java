package io.collabee;

import java.time.Instant;

/**
 * Ends logins before their time, to inject wherever an application does so itself: when somebody
 * changes his password, leaves the company, or has lost a device.
 *
 * <pre>{@code
 * @Inject Revocations revocations;
 *
 * revocations.revokeUser("ann");
 * }</pre>
 *
 * <p>When a method returns, the revocation is committed in the database that all nodes share, in a
 * transaction of its own, and holds on this node: sockets that it concerns are being closed with
 * code 4420, and whoever comes with what was revoked is refused. Other nodes hear of it over the
 * bus between them within milliseconds, and without a bus by asking the database every {@code
 * collab.revocation.check}. Nothing can take a revocation back. Saying the same again is harmless.
 *
 * <p>It ends what this module knows of. Whatever else is reached with the same token or the same
 * login of the server is the application's to close.
 *
 * <p>Application-scoped and thread-safe. Every method throws {@link CollabException} with {@link
 * ErrorCode#ERR_STORE_UNAVAILABLE} if the revocation is not known to be stored: call it again.
 */
public interface Revocations {

  /**
   * Ends one token and the logins that rest on it.
   *
   * @param tokenId the token's {@code jti}; tokens without one are revoked by their user only
   * @param expires the token's {@code exp}: until then the revocation is remembered. If it has
   *     passed, nothing is left to be revoked.
   */
  void revokeToken(String tokenId, Instant expires);

  /**
   * Ends all logins of a user that rest on something issued before now: tokens by their {@code
   * iat}, logins of the server by when this module first heard of them.
   *
   * <p>A token tells the second in which it was issued; so one issued after this call, but within
   * the same second, is taken for older and refused. The revocation is remembered for {@code
   * collab.revocation.life}, which must be longer than any token lives.
   *
   * @param name the user's name as in {@link Caller#name()}
   */
  void revokeUser(String name);

  /**
   * Ends one login: its connection, and what could take it up again elsewhere. The token that it
   * rested on stays good and may begin another.
   *
   * @param session as in {@link io.collabee.event.Audited#session()}
   */
  void endSession(String session);
}
