package io.collabee.history;

import io.collabee.DocumentId;
import java.util.List;

/**
 * Who inserted what is there at one version. Formatting makes nobody an author, and what an
 * operation brought back that had been deleted is its author's.
 *
 * @param document which document
 * @param version the version of the content
 * @param since the version from which on insertions are told apart
 * @param attributions from the start of the content to its end without gap; neighbours are of
 *     different authors or of different times. None if the document is empty or does not exist.
 */
public record Blame(DocumentId document, long version, long since, List<Attribution> attributions) {

  /** Copies the list. */
  public Blame {
    attributions = List.copyOf(attributions);
  }
}
