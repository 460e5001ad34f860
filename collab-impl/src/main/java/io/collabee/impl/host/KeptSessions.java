package io.collabee.impl.host;

import io.collabee.Sessions;
import io.collabee.UserSession;
import io.collabee.impl.security.KeptSession;
import io.collabee.impl.security.Revoker;
import io.collabee.impl.security.SessionKeeper;
import java.util.List;

/** The sessions that a cluster keeps, as the host sees them. */
public final class KeptSessions implements Sessions {
  private final SessionKeeper keeper;
  private final Revoker revoker;

  /** Ends sessions by this revoker. */
  public KeptSessions(SessionKeeper keeper, Revoker revoker) {
    this.keeper = keeper;
    this.revoker = revoker;
  }

  @Override
  public List<UserSession> of(String user) {
    return keeper.of(user).stream().map(KeptSessions::shown).toList();
  }

  private static UserSession shown(KeptSession session) {
    return new UserSession(
        session.id(),
        session.caller(),
        session.since(),
        session.seen(),
        session.expires(),
        session.address(),
        session.agent(),
        session.documents());
  }

  @Override
  public void end(String session) {
    revoker.endSession(session);
  }
}
