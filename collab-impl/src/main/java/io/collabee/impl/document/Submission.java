package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import java.util.List;
import java.util.OptionalLong;

/**
 * An operation that somebody wants committed.
 *
 * @param source the client that made it
 * @param seq the client's own counter, from 1; the operations of one source reach a document in the
 *     order of their counters
 * @param author the verified principal's name, empty for nobody
 * @param version the version it was made against; empty for a create by a client that does not know
 *     the version
 * @param operation what it does; not yet checked against type and document
 * @param exact whether it must be committed at {@code version} exactly: if others were faster it is
 *     refused with {@link ErrorCode#ERR_VERSION_CONFLICT} instead of being transformed
 * @param outcome is told how it went
 */
public record Submission(
    String source,
    long seq,
    String author,
    OptionalLong version,
    Operation operation,
    boolean exact,
    Outcome outcome) {

  /** A submission that is transformed over whatever was committed since its version. */
  public Submission(
      String source,
      long seq,
      String author,
      OptionalLong version,
      Operation operation,
      Outcome outcome) {
    this(source, seq, author, version, operation, false, outcome);
  }

  /** Is told once, on the document's lane, how a submission went; must not block or throw. */
  public interface Outcome {

    /**
     * It is committed, now or (if it was resent) before. Followers of the document are told of the
     * operations before this one first, of the operation itself after it.
     *
     * @param operation as committed
     * @param missed what was committed from the submission's version up to it, in order; empty if
     *     it was resent and is so old that it had to be read
     */
    void committed(Committed operation, List<Committed> missed);

    /**
     * It is refused and nothing of it is stored. Retryable codes mean that the same submission may
     * be sent again.
     */
    void refused(CollabException reason);
  }
}
