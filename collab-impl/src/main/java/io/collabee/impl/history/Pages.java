package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.LoggedOperation;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a long run of operations page by page, so that it never is in memory as a whole. Pages get
 * longer while operations are light, and shorter when they are heavy.
 */
public final class Pages {
  private static final int FIRST = 200;
  private static final int LONGEST = 5_000;
  private static final int GROWTH = 4;

  /** What a page should weigh, in characters. */
  private static final long WEIGHT = 1_000_000;

  /** What an operation weighs besides its text. */
  private static final int OVERHEAD = 100;

  private final Past past;

  /** Reads there. */
  public Pages(Past past) {
    this.past = past;
  }

  /**
   * Tells the operations from a version to before another, one by one, in order.
   *
   * @throws CollabException {@link ErrorCode#ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND} if one of them is
   *     not kept
   */
  public void forEach(DocumentId document, long from, long to, Consumer<LoggedOperation> each) {
    long version = from;
    int size = FIRST;
    while (version < to) {
      List<LoggedOperation> page = past.operations(document, version, Math.min(to, version + size));
      for (LoggedOperation operation : page) {
        if (operation.version() != version) {
          break;
        }
        each.accept(operation);
        version++;
      }
      if (page.isEmpty() || page.get(page.size() - 1).version() != version - 1) {
        throw new CollabException(
            ErrorCode.ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND,
            "The operation of version " + version + " is not kept");
      }
      size = next(size, page);
    }
  }

  private static int next(int size, List<LoggedOperation> page) {
    long weight =
        page.stream().mapToLong(operation -> OVERHEAD + operation.payload().length()).sum();
    long fitting = WEIGHT * page.size() / weight;
    return (int) Math.max(1, Math.min(Math.min(fitting, LONGEST), (long) GROWTH * size));
  }
}
