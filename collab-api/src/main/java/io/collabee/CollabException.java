package io.collabee;

import java.util.Objects;

/**
 * Something the caller asked for was refused or could not be done. The {@link #code()} says whose
 * fault it was and whether asking again helps; the message may be shown to clients and holds
 * neither document text nor tokens.
 */
public class CollabException extends RuntimeException {
  private final ErrorCode code;

  /**
   * @param code what kind of failure
   * @param message one sentence with the facts that disagree
   */
  public CollabException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param code what kind of failure
   * @param message one sentence with the facts that disagree
   * @param cause for logs; never sent to a client
   */
  public CollabException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** One sentence with the facts that disagree; never null. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** What kind of failure this is. */
  public ErrorCode code() {
    return code;
  }
}
