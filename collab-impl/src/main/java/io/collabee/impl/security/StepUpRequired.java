package io.collabee.impl.security;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.time.Duration;

/** {@link ErrorCode#ERR_STEP_UP_REQUIRED}, and how young a login has to be. */
public final class StepUpRequired extends CollabException {
  private static final long serialVersionUID = 1;

  private final Duration maxAge;

  StepUpRequired(Duration maxAge) {
    super(ErrorCode.ERR_STEP_UP_REQUIRED, "Please confirm that it is you");
    this.maxAge = maxAge;
  }

  /** How long ago the caller may have proved who he is, in whole seconds. */
  public long maxAgeSeconds() {
    return maxAge.toSeconds();
  }
}
