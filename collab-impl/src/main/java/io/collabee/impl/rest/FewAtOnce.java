package io.collabee.impl.rest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets each caller have few requests under way, so that nobody takes all of the server's threads;
 * more are refused at once. Thread-safe.
 */
public final class FewAtOnce {
  /**
   * How many there are to be of those that may take long, such as those that go through history.
   */
  public static final int LONG_ONES = 2;

  private final int most;
  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  /**
   * Nothing is under way.
   *
   * @param most how many of a user, or of an address without a login, may be at a time
   */
  public FewAtOnce(int most) {
    this.most = most;
  }

  /** A resource that is asked by few requests of a caller at a time. */
  Resource of(Resource resource) {
    return asked -> {
      if (!begin(asked.whose())) {
        throw new AnsweredException(refusal());
      }
      try {
        return resource.answer(asked);
      } finally {
        end(asked.whose());
      }
    };
  }

  /** Whether one more may begin; then it has to {@link #end}. */
  boolean begin(String whose) {
    if (underWay.merge(whose, 1, Integer::sum) <= most) {
      return true;
    }
    end(whose);
    return false;
  }

  void end(String whose) {
    underWay.computeIfPresent(whose, (same, count) -> count == 1 ? null : count - 1);
  }

  /** What is answered to one that may not begin. */
  Answer refusal() {
    return Answer.tooMany("You have " + most + " requests like this under way, which is the limit");
  }
}
