package io.collabee.impl.document;

import io.collabee.DocumentId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where the documents of this node hear of what other nodes committed. All of it is hints: what is
 * known already is passed over, what leaves a gap makes the document read the log, and a document
 * that is not in memory is not concerned. Thread-safe; no method blocks.
 */
public interface Arrivals {

  /**
   * Operations of a document were committed elsewhere.
   *
   * @param operations one or more, of consecutive versions, as the log has them
   */
  void committed(DocumentId document, List<LoggedOperation> operations);

  /** A document was at this version or is past it. */
  void head(DocumentId document, long version);

  /**
   * Tells which documents are in memory and the version each has.
   *
   * @param each is called once for each lane, on the lane; must not block
   * @return how many lanes there are
   */
  int versions(Consumer<Map<DocumentId, Long>> each);
}
