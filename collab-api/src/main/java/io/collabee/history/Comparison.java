package io.collabee.history;

import io.collabee.DocumentId;
import java.util.List;

/**
 * What is different in a later version of a document, and who did it. What was inserted after the
 * one version and deleted before the other is in neither and not told.
 *
 * @param document which document
 * @param from the earlier version
 * @param to the later version
 * @param changes in the order of the content. At one place, what was deleted comes before what was
 *     inserted.
 */
public record Comparison(DocumentId document, long from, long to, List<Change> changes) {

  /** Copies the list. */
  public Comparison {
    changes = List.copyOf(changes);
  }
}
