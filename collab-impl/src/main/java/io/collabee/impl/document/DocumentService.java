package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The documents of this node, as connections and the host's API use them.
 *
 * <p>Thread-safe. No method waits for the store: answers come to a callback, on a lane or a reader
 * thread, and callbacks must not block or throw.
 */
public interface DocumentService {

  /** Hands an operation to its document's lane. */
  void submit(DocumentId document, Submission submission);

  /**
   * Gives the newest content; like all contents on a reader thread, where writing it may take time.
   */
  void read(DocumentId document, Answer<View> answer);

  /** Gives the content at a version from 0 to the head. */
  void read(DocumentId document, long version, Answer<View> answer);

  /** Gives the content as it was at a time: after all operations committed at or before it. */
  void read(DocumentId document, Instant time, Answer<View> answer);

  /** Gives what is known of a document without its content; empty if it does not exist. */
  void find(DocumentId document, Answer<Optional<DocumentSummary>> answer);

  /** Gives the documents of a collection that exist; see {@link OperationLog#list}. */
  void list(DocumentQuery query, String after, int limit, Answer<List<DocumentSummary>> answer);

  /**
   * Gives the operations from a version to before another, or to the head as it is now if that
   * comes first; none if {@code from} is the head or past it, or not before {@code to}.
   */
  void operations(DocumentId document, long from, long to, Answer<List<Committed>> answer);

  /**
   * Starts to follow a document: tells the follower every operation from a version on, those
   * already committed first, then each as it is committed. A version past the head counts as the
   * head.
   *
   * <p>To follow without gap, {@link #read} the content, hand it on, then follow from its version.
   *
   * @param started called on the lane when those already committed have been told; an error means
   *     that nothing follows
   * @return to end it with
   */
  Following follow(DocumentId document, long from, Follower follower, Answer<Long> started);

  /**
   * Brings a presence to the document's newest version.
   *
   * @param version the version that the presence refers to; one past the head is passed on as it is
   * @param source operations of this source count as the presence's own
   */
  void transformPresence(
      DocumentId document,
      long version,
      JsonValue presence,
      String source,
      Answer<MovedPresence> answer);

  /**
   * A presence and the version it now refers to.
   *
   * @param version the document's head, or the version asked with if that is past it
   * @param presence {@link JsonValue#NULL} if what it pointed at is gone
   */
  record MovedPresence(long version, JsonValue presence) {}

  /** Ends the following of a document. */
  interface Following {
    /**
     * The follower is told nothing after this returns, but for what is being told on the lane right
     * now. Harmless if ended.
     */
    void end();
  }

  /** Is told once how a question was answered. */
  interface Answer<T> {
    /** Here it is. */
    void give(T value);

    /** It could not be answered. */
    void fail(CollabException reason);

    /** An answer made of two functions. */
    static <T> Answer<T> of(Consumer<T> give, Consumer<CollabException> fail) {
      return new Answer<>() {
        @Override
        public void give(T value) {
          give.accept(value);
        }

        @Override
        public void fail(CollabException reason) {
          fail.accept(reason);
        }
      };
    }
  }
}
