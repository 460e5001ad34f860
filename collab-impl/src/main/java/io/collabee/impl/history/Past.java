package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.View;
import java.time.Instant;
import java.util.List;

/**
 * Where the past of documents is read. Every method waits for its answer, and throws {@link
 * CollabException} {@link ErrorCode#ERR_STORE_UNAVAILABLE} or {@link ErrorCode#ERR_UNAVAILABLE} if
 * none comes. Thread-safe.
 */
public interface Past {

  /** The newest content. */
  View newest(DocumentId document);

  /**
   * The content at a version.
   *
   * @throws CollabException {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT} if it is
   *     past the head
   */
  View at(DocumentId document, long version);

  /** The content as it was at a time. */
  View at(DocumentId document, Instant time);

  /**
   * The operations from a version to before another, as far as there are any, in order and without
   * gap.
   */
  List<LoggedOperation> operations(DocumentId document, long from, long to);
}
