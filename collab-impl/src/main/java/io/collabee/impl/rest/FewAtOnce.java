package io.collabee.impl.rest;

import io.collabee.ErrorCode;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets each caller have few requests under way of those that take long, so that nobody takes all of
 * the server's threads; more are refused at once. Thread-safe.
 */
public final class FewAtOnce {
  /** Of a user, or of an address without a login. */
  static final int MOST = 2;

  private static final int TOO_MANY = 429;

  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  /** Nothing is under way. */
  public FewAtOnce() {}

  /** A resource that is asked by few requests of a caller at a time. */
  Resource of(Resource resource) {
    return asked -> {
      begin(asked.whose());
      try {
        return resource.answer(asked);
      } finally {
        end(asked.whose());
      }
    };
  }

  private void begin(String whose) {
    if (underWay.merge(whose, 1, Integer::sum) > MOST) {
      end(whose);
      throw new AnsweredException(
          Answer.problem(
                  TOO_MANY,
                  ErrorCode.ERR_LIMIT_EXCEEDED.name(),
                  "You have " + MOST + " requests like this under way, which is the limit")
              .with("Retry-After", "1"));
    }
  }

  private void end(String whose) {
    underWay.computeIfPresent(whose, (same, count) -> count == 1 ? null : count - 1);
  }
}
