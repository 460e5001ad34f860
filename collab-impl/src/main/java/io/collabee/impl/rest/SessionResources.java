package io.collabee.impl.rest;

import io.collabee.DocumentId;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.KeptSession;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Revoker;
import io.collabee.impl.security.SessionKeeper;
import io.collabee.impl.security.StepUp;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows and ends sessions: everybody his own, and those of others who may manage whatever is about
 * no single document.
 */
public final class SessionResources {
  private final SessionKeeper sessions;
  private final Revoker revoker;
  private final Gate gate;

  /**
   * @param gate says who may manage
   */
  public SessionResources(SessionKeeper sessions, Revoker revoker, Gate gate) {
    this.sessions = sessions;
    this.revoker = revoker;
    this.gate = gate;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", "sessions", this::list),
        new Rest.Mapping("DELETE", "sessions/{id}", this::end));
  }

  private Answer list(Asked asked) {
    Login login = asked.login();
    if (login.caller().isAnonymous()) {
      return Answer.unauthenticated();
    }
    String own = login.caller().name();
    String user = asked.query().apply("user").orElse(own);
    if (!user.equals(own)) {
      gate.requireManagement(login, StepUp.Action.REVOKE);
    }
    Optional<String> current = SessionSecret.of(asked).map(SessionSecret::session);
    return Answer.json(
        200,
        sessions.of(user).stream()
            .map(session -> json(session, current.equals(Optional.of(session.id()))))
            .collect(Collectors.joining(",", "{\"sessions\":[", "]}")));
  }

  private static String json(KeptSession session, boolean isCurrent) {
    return "{\"id\":"
        + JsonText.quote(session.id())
        + ",\"since\":"
        + session.since().toEpochMilli()
        + ",\"seen\":"
        + session.seen().toEpochMilli()
        + ",\"expires\":"
        + session.expires().toEpochMilli()
        + ",\"address\":"
        + session.address().map(JsonText::quote).orElse("null")
        + ",\"agent\":"
        + session.agent().map(JsonText::quote).orElse("null")
        + ",\"current\":"
        + isCurrent
        + session.documents().stream()
            .sorted()
            .map(SessionResources::json)
            .collect(Collectors.joining(",", ",\"documents\":[", "]}"));
  }

  private static String json(DocumentId document) {
    return "{\"collection\":"
        + JsonText.quote(document.collection())
        + ",\"id\":"
        + JsonText.quote(document.id())
        + "}";
  }

  private Answer end(Asked asked) {
    Login login = asked.login();
    if (login.caller().isAnonymous()) {
      return Answer.unauthenticated();
    }
    String id = Parameters.requireText("id", asked.part("id"));
    Optional<KeptSession> session = sessions.get(id);
    if (session.filter(found -> found.caller().equals(login.caller().name())).isEmpty()) {
      // Whether others have a session of this id is not everybody's business.
      gate.requireManagement(login, StepUp.Action.REVOKE);
    }
    if (session.isEmpty()) {
      return Answer.problem(404, "NOT_FOUND", "There is no such session");
    }
    revoker.endSession(id, "by " + login.caller().name());
    return Answer.empty(204);
  }
}
