package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.history.Label;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the store that takes something out of histories, or looks after them.
 *
 * <p>Thread-safe, but for {@link Rewrite}, which belongs to the thread that opened it. Every method
 * throws {@link CollabException} {@link ErrorCode#ERR_STORE_UNAVAILABLE} if the store cannot be
 * reached or refuses.
 */
public interface Archive {

  /** What else has to wait while history is rewritten. */
  enum Hold {
    /**
     * Whoever compacts or rewrites. If somebody does already, nothing is opened. Nobody who edits
     * waits; only operations that are older than any that may be committed meanwhile are written.
     */
    OLD,
    /**
     * Whoever compacts or rewrites; who does already is waited for. Nobody who edits waits; only
     * operations that are older than any that may be committed meanwhile are written.
     */
    HISTORY,
    /** Everybody: the document's head is held too. */
    ALL
  }

  /** The labels of a document, in the order of their versions. */
  List<Label> labels(DocumentId document);

  /** The versions of a document's snapshots, in order. */
  List<Long> snapshots(DocumentId document);

  /** How a document is stored; empty if it was never heard of. */
  Optional<Storage> storage(DocumentId document);

  /**
   * Documents that have operations, in an order of the store's own.
   *
   * @param after the {@link Aged#place} of the last one seen; less than any for the first page
   * @param limit at most so many
   */
  List<Aged> documents(long after, int limit);

  /**
   * Opens a transaction that rewrites a document's history.
   *
   * @return empty if the document was never heard of, or, with {@link Hold#OLD}, if somebody else
   *     is at its history
   */
  Optional<Rewrite> rewrite(DocumentId document, Hold hold);

  /**
   * Opens a transaction that rewrites the histories of a document and of its {@link Companion}, and
   * holds both as {@link Hold#ALL} does, the companion also if there is none yet.
   *
   * @return empty if the document was never heard of
   */
  Optional<Rewrite> rewriteWithCompanion(DocumentId document);

  /**
   * How a document is stored.
   *
   * @param first the oldest version whose operation is kept; the head if none is
   * @param compacted up to which version operations are compressed; {@code first} if none are
   */
  record Storage(long first, long head, long chunks, long compacted, long diffs, long snapshots) {}

  /**
   * A document and its age.
   *
   * @param place where it stands in the order
   * @param exists whether it is not deleted
   * @param isPurged whether nothing of it is left
   * @param modified when its last operation was committed
   */
  record Aged(
      DocumentId document, long place, boolean exists, boolean isPurged, Instant modified) {}

  /** A transaction that rewrites. Closing it without {@link #commit} leaves all as it was. */
  interface Rewrite extends AutoCloseable {

    /**
     * The same transaction's view of the companion. It is committed and closed with this; empty if
     * there is none, or it is not held.
     */
    Optional<Rewrite> companion();

    /** The document's head. */
    long head();

    /** When the document's last operation was committed. */
    Instant time();

    /** The oldest version whose operation is kept; the head if none is. */
    long first();

    /** The version of the last operation that was committed at or before a time, plus 1. */
    long versionAt(Instant time);

    /** The operations from a version to before another, as far as there are any. */
    List<LoggedOperation> operations(long from, long to);

    /** The versions of the snapshots, in order. */
    List<Long> snapshots();

    /** The newest snapshot whose version is at most this. */
    Optional<StoredSnapshot> snapshot(long version);

    /** The labels, in the order of their versions. */
    List<Label> labels();

    /**
     * Puts other operations in the place of some: their payloads and times are taken; source and
     * seq stay what they are.
     */
    void replace(Map<Long, LoggedOperation> operations);

    /** Deletes the operations before a version. */
    void dropBefore(long version);

    /** Puts a snapshot, in the place of that of the same version if there is one; labels stay. */
    void put(StoredSnapshot snapshot);

    /** Deletes the snapshot of a version. */
    void removeSnapshot(long version);

    /** Gives the snapshot of a version, which there has to be, a label, or takes it away. */
    void label(long version, Optional<Label> label);

    /**
     * Deletes all operations and snapshots.
     *
     * @param left the snapshot that stays in their place, of the head
     */
    void clear(StoredSnapshot left);

    /**
     * Commits an operation at the head. Only with {@link Hold#ALL}, once, and last.
     *
     * @param type the type's URI afterwards; empty if the document does not exist then
     */
    void append(LoggedOperation operation, Optional<String> type);

    /** Commits. When it returns everything is durable; if it throws, everything or nothing is. */
    void commit();

    /** Rolls back what was not committed. Throws nothing. */
    @Override
    void close();
  }
}
