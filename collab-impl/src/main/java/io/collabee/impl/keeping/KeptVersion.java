package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.SnapshotReplay;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.ot.DocumentTypes;

/** Finds what a document was at a version. */
final class KeptVersion {
  private KeptVersion() {}

  /**
   * The snapshot of a version.
   *
   * @throws CollabException {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT} or {@link
   *     ErrorCode#ERR_VERSION_GONE}
   */
  static StoredSnapshot snapshot(Rewrite rewrite, DocumentTypes types, long version) {
    if (version > rewrite.head()) {
      throw ahead(version, rewrite.head());
    }
    SnapshotReplay replay = new SnapshotReplay(rewrite.snapshot(version), types);
    if ((replay.version() < version && replay.version() < rewrite.first())
        || isMergedAt(rewrite, version)) {
      throw new CollabException(ErrorCode.ERR_VERSION_GONE, "Version " + version + " is not kept");
    }
    Walk.over(
        rewrite::operations,
        replay.version(),
        version,
        logged -> {
          var unused = replay.next(logged);
          return true;
        });
    return replay.snapshot();
  }

  /** Whether history was thinned out around a version, so that it is not kept. */
  static boolean isMergedAt(Rewrite rewrite, long version) {
    return rewrite.operations(version, version + 1).stream().anyMatch(LoggedOperation::isMerged);
  }

  static CollabException ahead(long version, long head) {
    return new CollabException(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
        "Version " + version + " is ahead of the document, which is at " + head);
  }
}
