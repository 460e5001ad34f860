package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentSummary;
import io.collabee.impl.document.DocumentService.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Makes one list of the lists of several places. Thread-safe: each place answers on a thread of its
 * own.
 */
final class MergedList implements Answer<List<DocumentSummary>> {
  private final int limit;
  private final Answer<List<DocumentSummary>> whole;
  private final List<DocumentSummary> listed = new ArrayList<>();
  private int missing;
  private boolean failed;

  /**
   * @param places how many answers are to come
   * @param whole is told when they have, or when one is a failure
   */
  MergedList(int places, int limit, Answer<List<DocumentSummary>> whole) {
    this.missing = places;
    this.limit = limit;
    this.whole = whole;
  }

  @Override
  public void give(List<DocumentSummary> value) {
    List<DocumentSummary> all;
    synchronized (this) {
      listed.addAll(value);
      missing--;
      if (missing > 0 || failed) {
        return;
      }
      all =
          listed.stream()
              .sorted(Comparator.comparing(MergedList::codePoints, Arrays::compare))
              .limit(limit)
              .toList();
    }
    whole.give(all);
  }

  /** As databases order texts. */
  private static int[] codePoints(DocumentSummary summary) {
    return summary.document().id().codePoints().toArray();
  }

  @Override
  public void fail(CollabException reason) {
    synchronized (this) {
      if (failed) {
        return;
      }
      failed = true;
    }
    whole.fail(reason);
  }
}
