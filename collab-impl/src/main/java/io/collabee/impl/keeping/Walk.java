package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.document.LoggedOperation;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Goes over operations page by page. */
final class Walk {
  private static final int PAGE = 1_000;

  private Walk() {}

  /**
   * Tells operations from a version to before another, in order, while the one who is told wants
   * more.
   *
   * @param pages reads the operations from a version to before another
   * @param each answers whether to go on
   * @throws CollabException {@link ErrorCode#ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND} if one is missing
   */
  static void over(
      BiFunction<Long, Long, List<LoggedOperation>> pages,
      long from,
      long to,
      Predicate<LoggedOperation> each) {
    long version = from;
    while (version < to) {
      List<LoggedOperation> page = pages.apply(version, Math.min(to, version + PAGE));
      if (page.isEmpty() || page.get(0).version() != version) {
        throw new CollabException(
            ErrorCode.ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND,
            "The operation of version " + version + " is not kept");
      }
      for (LoggedOperation operation : page) {
        if (!each.test(operation)) {
          return;
        }
      }
      version += page.size();
    }
  }
}
