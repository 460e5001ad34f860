package io.collabee.impl.protocol;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks the host's policy what this connection's caller may do. */
final class Guard {
  private static final Logger LOG = System.getLogger(Guard.class.getName());

  private final Supplier<Caller> caller;
  private final AccessPolicy policy;

  /**
   * @param caller whoever it is by now; a renewed login may bring other roles
   */
  Guard(Supplier<Caller> caller, AccessPolicy policy) {
    this.caller = caller;
    this.policy = policy;
  }

  /**
   * @throws CollabException {@link ErrorCode#ERR_READ_FORBIDDEN}
   */
  void requireRead(DocumentId document) {
    if (!may(Access.READ, document)) {
      throw new CollabException(ErrorCode.ERR_READ_FORBIDDEN, "You may not read this document");
    }
  }

  /**
   * @throws CollabException {@link ErrorCode#ERR_WRITE_FORBIDDEN}
   */
  void requireWrite(DocumentId document) {
    if (!may(Access.WRITE, document)) {
      throw new CollabException(ErrorCode.ERR_WRITE_FORBIDDEN, "You may not write this document");
    }
  }

  /**
   * The documents of a channel that the caller may read.
   *
   * @throws CollabException {@link ErrorCode#ERR_READ_FORBIDDEN} if it is a document's channel and
   *     there is none
   */
  Set<DocumentId> requireRead(Channel channel) {
    List<DocumentId> documents = channel.documents();
    Set<DocumentId> readable =
        documents.stream()
            .filter(document -> may(Access.READ, document))
            .collect(Collectors.toUnmodifiableSet());
    if (readable.isEmpty() && !documents.isEmpty()) {
      throw new CollabException(
          ErrorCode.ERR_READ_FORBIDDEN, "You may not read this channel's document");
    }
    return readable;
  }

  private boolean may(Access wanted, DocumentId document) {
    try {
      return policy.access(caller.get(), document).includes(wanted);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The access policy failed for " + document + "; access is refused", e);
      return false;
    }
  }
}
