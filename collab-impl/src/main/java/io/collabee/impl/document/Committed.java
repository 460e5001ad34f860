package io.collabee.impl.document;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A committed operation on its way to those who follow the document; remembers its encoded form, so
 * that it is encoded once.
 */
public final class Committed {
  private final LoggedOperation operation;
  private volatile @Nullable String frame;

  /** Wraps an operation that is in the log. */
  public Committed(LoggedOperation operation) {
    this.operation = operation;
  }

  /** What was committed. */
  public LoggedOperation operation() {
    return operation;
  }

  /** Shorthand for the operation's version. */
  public long version() {
    return operation.version();
  }

  /** The encoded form; made by the first who asks. All callers must encode alike. */
  public String frame(Function<LoggedOperation, String> encoder) {
    String made = frame;
    if (made == null) {
      made = encoder.apply(operation);
      frame = made;
    }
    return made;
  }
}
