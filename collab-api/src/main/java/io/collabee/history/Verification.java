package io.collabee.history;

import io.collabee.DocumentId;
import java.util.List;

/**
 * What came out when a document's history was gone through: every operation read, its checksum
 * compared and applied to what those before it came to, and each stored snapshot compared with
 * that.
 *
 * @param document which
 * @param from the version it began with; above 0 if older operations are not kept
 * @param to the document's head when it began
 * @param snapshots how many snapshots were compared
 * @param problems in the order of their versions, at most 1000; none if all is well
 */
public record Verification(
    DocumentId document, long from, long to, int snapshots, List<Problem> problems) {

  /** Copies the list. */
  public Verification {
    problems = List.copyOf(problems);
  }

  /** Whether nothing was found. */
  public boolean isSound() {
    return problems.isEmpty();
  }

  /**
   * Something is wrong. What comes after a problem with an operation is looked at from the next
   * snapshot on.
   *
   * @param version of the operation or snapshot
   * @param kind what is wrong
   */
  public record Problem(long version, Kind kind) {}

  /** What can be wrong. */
  public enum Kind {
    /** The operation is not there. */
    MISSING,
    /** The row that has the operation cannot be read, or not as it was written. */
    UNREADABLE,
    /** The operation does not fit what those before it come to. */
    NOT_APPLICABLE,
    /** The snapshot cannot be read. */
    SNAPSHOT_UNREADABLE,
    /** The snapshot says something else than the operations. */
    SNAPSHOT_DIFFERS
  }
}
