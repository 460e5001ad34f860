package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Revoker;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Revokes a token, a user's logins or a session. Everybody may revoke his own logins and the token
 * he comes with; others' only who may manage whatever is about no single document.
 */
public final class RevocationResource implements Resource {
  private final Revoker revoker;
  private final Gate gate;

  /**
   * @param gate says who may manage
   */
  public RevocationResource(Revoker revoker, Gate gate) {
    this.revoker = revoker;
    this.gate = gate;
  }

  @Override
  public Answer answer(Asked asked) {
    Login login = asked.login();
    if (login.caller().isAnonymous()) {
      return Answer.unauthenticated();
    }
    JsonObject wanted = asked.json();
    Optional<String> user = text(wanted, "user");
    Optional<String> token = text(wanted, "token");
    Optional<String> session =
        text(wanted, "session").map(named -> Parameters.requireText("session", named));
    if (user.stream().count() + token.stream().count() + session.stream().count() != 1) {
      throw malformed("One of user, token and session has to be given");
    }
    String by = "by " + login.caller().name();
    if (user.isPresent()) {
      requireManagement(login, user.get().equals(login.caller().name()));
      revoker.revokeUser(user.get(), by);
    } else if (token.isPresent()) {
      Instant expires = time(wanted);
      requireManagement(login, token.equals(login.credential().tokenId()));
      revoker.revokeToken(token.get(), expires, by);
    } else {
      requireManagement(login, false);
      revoker.endSession(session.orElseThrow(), by);
    }
    return Answer.empty(204);
  }

  private void requireManagement(Login login, boolean isHisOwn) {
    if (!isHisOwn) {
      gate.requireManagement(login, StepUp.Action.REVOKE);
    }
  }

  private static Optional<String> text(JsonObject wanted, String field) {
    if (!wanted.containsKey(field)) {
      return Optional.empty();
    }
    if (wanted.get(field) instanceof JsonString text && !text.getString().isEmpty()) {
      return Optional.of(text.getString());
    }
    throw malformed(field + " has to be a text");
  }

  private static Instant time(JsonObject wanted) {
    if (wanted.get("expires") instanceof JsonNumber millis) {
      try {
        Instant time = Instant.ofEpochMilli(millis.longValueExact());
        if (Parameters.isStorable(time)) {
          return time;
        }
        throw malformed("expires is no time");
      } catch (ArithmeticException | DateTimeException e) {
        throw malformed("expires is no time");
      }
    }
    throw malformed("A token is revoked with expires, in milliseconds since 1970");
  }

  private static CollabException malformed(String why) {
    return new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, why);
  }
}
