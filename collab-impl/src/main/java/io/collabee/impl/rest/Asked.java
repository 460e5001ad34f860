package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.Login;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A request.
 *
 * @param login whoever the server says is there
 * @param whose what counts against this caller's limits: his name, or the network of whoever has
 *     none
 * @param path what the names in the resource's pattern stand for
 * @param query the value of a parameter of the URL
 * @param header the value of a header
 * @param body read when it is asked for; throws {@link ErrorCode#ERR_LIMIT_EXCEEDED} if it is too
 *     long
 */
public record Asked(
    Login login,
    String whose,
    Map<String, String> path,
    Function<String, Optional<String>> query,
    Function<String, Optional<String>> header,
    Supplier<String> body) {
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  /** JSON, or a format that is written in it. */
  private static final Pattern JSON =
      Pattern.compile("\\s*application/([\\w.-]+\\+)?json\\s*(;|$)", Pattern.CASE_INSENSITIVE);

  /** The same request of a resource whose pattern matches so. */
  Asked matched(Map<String, String> variables) {
    return new Asked(login, whose, variables, query, header, body);
  }

  /** What stands where the pattern has this name. */
  public String part(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  /**
   * The body, which has to be a JSON object, and to be called so: what forms and scripts of other
   * pages may send without being asked about is not.
   *
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED} if it is none
   * @throws AnsweredException with 415 if it is called something else
   */
  public JsonObject json() {
    if (!header.apply("Content-Type").map(Asked::isJson).orElse(false)) {
      throw new AnsweredException(
          Answer.problem(
                  UNSUPPORTED_MEDIA_TYPE,
                  "UNSUPPORTED_MEDIA_TYPE",
                  "The body has to be of the content type application/json")
              .with("Accept", "application/json"));
    }
    if (JsonText.parse(body.get()) instanceof JsonObject object) {
      return object;
    }
    throw new CollabException(
        ErrorCode.ERR_MESSAGE_BADLY_FORMED, "The body has to be a JSON object");
  }

  private static boolean isJson(String contentType) {
    return JSON.matcher(contentType).lookingAt();
  }
}
