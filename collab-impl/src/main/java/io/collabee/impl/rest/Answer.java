package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUpRequired;
import java.util.HashMap;
import java.util.Map;

/**
 * What a request is answered with. Unless {@link #headers} say otherwise nobody may keep it.
 *
 * @param status of HTTP
 * @param type of the body; empty if there is none
 * @param headers besides those that every answer has, which they replace
 */
public record Answer(int status, String type, String body, Map<String, String> headers) {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  /** Copies the headers. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer in JSON. */
  public static Answer json(int status, String body) {
    return new Answer(status, JSON, body, Map.of());
  }

  /** An answer that says all by its status. */
  public static Answer empty(int status) {
    return new Answer(status, "", "", Map.of());
  }

  /** Why a request was not served, as RFC 9457 has it, with the error's code. */
  public static Answer problem(CollabException reason) {
    int status = status(reason.code());
    if (reason instanceof StepUpRequired needed) {
      return stepUp(needed);
    }
    Answer answer = problem(status, reason.code().name(), reason.getMessage());
    return status == UNAVAILABLE ? answer.with("Retry-After", "1") : answer;
  }

  /** RFC 9470's challenge. */
  private static Answer stepUp(StepUpRequired needed) {
    String challenge =
        "Bearer error=\"insufficient_user_authentication\", error_description=\""
            + needed.getMessage()
            + "\", max_age=\""
            + needed.maxAgeSeconds()
            + "\"";
    return problem(UNAUTHORIZED, needed.code().name(), needed.getMessage())
        .with("WWW-Authenticate", challenge);
  }

  /** Why a request was not served: for what only HTTP knows. */
  static Answer problem(int status, String code, String detail) {
    String body =
        "{\"type\":\"about:blank\",\"status\":"
            + status
            + ",\"code\":"
            + JsonText.quote(code)
            + ",\"detail\":"
            + JsonText.quote(detail)
            + "}";
    Answer answer = new Answer(status, PROBLEM, body, Map.of());
    return status == UNAUTHORIZED ? answer.with("WWW-Authenticate", "Bearer") : answer;
  }

  /** The caller asks for too much; he may come again soon. */
  static Answer tooMany(String detail) {
    return problem(TOO_MANY, ErrorCode.ERR_LIMIT_EXCEEDED.name(), detail).with("Retry-After", "1");
  }

  /** Nobody is logged in, and somebody has to be. */
  static Answer unauthenticated() {
    return problem(UNAUTHORIZED, "UNAUTHENTICATED", "Nobody is logged in");
  }

  /** The same with another header. */
  public Answer with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Answer(status, type, body, all);
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case ERR_TICKET_REFUSED, ERR_LOGIN_REVOKED, ERR_STEP_UP_REQUIRED -> UNAUTHORIZED;
      case ERR_READ_FORBIDDEN, ERR_WRITE_FORBIDDEN, ERR_COMMENT_FORBIDDEN -> 403;
      case ERR_DOC_DOES_NOT_EXIST, ERR_DOC_WAS_DELETED, ERR_COMMENT_DOES_NOT_EXIST -> 404;
      case ERR_DOC_ALREADY_CREATED, ERR_VERSION_CONFLICT, ERR_COMMENT_ALREADY_EXISTS -> 409;
      case ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND, ERR_VERSION_GONE -> 410;
      case ERR_LIMIT_EXCEEDED -> 413;
      case ERR_STORE_UNAVAILABLE, ERR_UNAVAILABLE -> UNAVAILABLE;
      case ERR_UNKNOWN_ERROR -> 500;
      case ERR_DATABASE_METHOD_NOT_IMPLEMENTED, ERR_TYPE_DOES_NOT_SUPPORT_HISTORY -> 501;
      default -> 400;
    };
  }
}
