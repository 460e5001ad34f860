package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where committed operations and snapshots are kept: the truth that all nodes share.
 *
 * <p>Thread-safe, but for {@link Append}, which belongs to the thread that opened it. Every method
 * throws {@link CollabException} {@link ErrorCode#ERR_STORE_UNAVAILABLE} if the store cannot be
 * reached or refuses.
 */
public interface OperationLog {

  /** The newest snapshot whose version is at most {@code version}; empty if there is none. */
  Optional<StoredSnapshot> snapshot(DocumentId document, long version);

  /**
   * The operations of versions {@code from} (inclusive) to {@code to} (exclusive), as far as there
   * are any, in order and without gap. An empty list if {@code from} is the head or past it.
   */
  List<LoggedOperation> operations(DocumentId document, long from, long to);

  /**
   * The version that the document had at a time: how many operations were committed at or before
   * it.
   */
  long versionAt(DocumentId document, Instant time);

  /**
   * The oldest version of a document whose operation is kept: 0, unless older ones were dropped; 0
   * too if there is none.
   */
  long first(DocumentId document);

  /** The heads of those documents that have any operation. */
  Map<DocumentId, Head> heads(Collection<DocumentId> documents);

  /**
   * Documents of a collection, by id.
   *
   * @param after list those whose id is greater than this; empty for the first page
   * @param limit at most this many, 1 to 1000
   */
  List<DocumentSummary> list(DocumentQuery query, String after, int limit);

  /** A document as it is in lists; empty if it does not exist now. */
  Optional<DocumentSummary> find(DocumentId document);

  /**
   * Keeps a snapshot, unless the history that it was made of was rewritten since: what was taken
   * out of that does not come back. One of the same document and version that is there already
   * stays. Waits for whoever rewrites.
   */
  void save(DocumentId document, StoredSnapshot snapshot);

  /**
   * Opens a transaction that holds the heads of these documents: until it ends no other node can
   * commit to them. Documents never heard of are held too. The locks are taken in an order that all
   * nodes share, so that two never wait for each other in a circle.
   */
  Append append(SortedSet<DocumentId> documents);

  /**
   * Opens a transaction on a document that is supposed to be at a version, having its last
   * operation then. It need not be held. If it is not, {@link Append#commit} throws {@link
   * HeadMovedException} when the document is somewhere else; if it is, {@link Append#head} and
   * {@link Append#time} tell where it is.
   *
   * @param version from 1
   * @param time when the last operation was committed
   * @throws HeadMovedException if there is no such document
   */
  default Append append(DocumentId document, long version, Instant time) {
    return append(new TreeSet<>(Set.of(document)));
  }

  /** A transaction of the log. Closing it without {@link #commit} leaves nothing of it. */
  interface Append extends AutoCloseable {

    /**
     * The version of a held document: how many operations are committed; 0 for one never heard of.
     */
    long head(DocumentId document);

    /**
     * When the last operation of a held document was committed, those written here not included;
     * {@link Instant#EPOCH} if there is none.
     */
    Instant time(DocumentId document);

    /**
     * The operations of a held document from a version to its head, those written here not
     * included.
     */
    List<LoggedOperation> operations(DocumentId document, long from);

    /**
     * Writes operations of a held document; at most once a document.
     *
     * @param run one or more, of consecutive versions from the head on
     * @param type the type's URI after the run; empty if the document does not exist then
     */
    void write(DocumentId document, List<LoggedOperation> run, Optional<String> type);

    /**
     * Commits. When it returns everything written is durable; if it throws, everything or nothing
     * is.
     *
     * @throws HeadMovedException if the document is not held, and others have committed to it
     */
    void commit();

    /** Rolls back what was not committed. Throws nothing. */
    @Override
    void close();
  }

  /**
   * The newest state of a document, without its content.
   *
   * @param version how many operations are committed
   * @param type the type's URI; empty if the document does not exist
   */
  record Head(long version, Optional<String> type) {}
}
