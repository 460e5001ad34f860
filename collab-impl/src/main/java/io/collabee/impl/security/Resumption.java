package io.collabee.impl.security;

import io.collabee.CollabException;
import java.util.Optional;

/** Takes sessions up again. Thread-safe; may block. */
public final class Resumption {
  private final SessionKeeper sessions;
  private final RevocationCheck revocations;

  /**
   * @param revocations asked about every session
   */
  public Resumption(SessionKeeper sessions, RevocationCheck revocations) {
    this.sessions = sessions;
    this.revocations = revocations;
  }

  /**
   * The login of whoever comes with nothing but a session's secret. It ends with the session, and
   * is as old as the one that the session began with.
   *
   * @return empty if there is no such session, or none any more
   * @throws CollabException {@link io.collabee.ErrorCode#ERR_LOGIN_REVOKED}; {@link
   *     io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} or {@link
   *     io.collabee.ErrorCode#ERR_UNAVAILABLE} if nobody knows
   */
  public Optional<Login> resume(String secret) {
    Optional<Login> login = sessions.find(secret).map(sessions::login);
    login.ifPresent(revocations::requireSurely);
    return login;
  }

  /**
   * The same login, going on with a session of its caller's if that can be; else as it is. Whoever
   * has just logged in may connect whatever became of what was before.
   */
  public Login goOn(Login login, String secret) {
    try {
      return sessions
          .find(secret)
          .filter(session -> session.caller().equals(login.caller().name()))
          .map(
              session ->
                  new Login(
                      session.id(),
                      login.caller(),
                      login.credential(),
                      Optional.of(
                          new Login.Continued(
                              session.secret(), session.since(), Optional.empty()))))
          .filter(this::isGood)
          .orElse(login);
    } catch (CollabException e) {
      return login;
    }
  }

  private boolean isGood(Login login) {
    revocations.requireSurely(login);
    return true;
  }
}
