package io.collabee.impl.history;

import io.collabee.history.Change;
import io.collabee.spi.Sequence;
import java.time.Duration;
import java.util.List;

/** Follows a content that is a sequence by its {@link Lineage}. */
final class SequenceTracker<S, O> implements Tracker<S, O> {
  private final Sequence<S, O> sequence;
  private final S start;
  private final Duration gap;
  private Lineage lineage;

  /**
   * @param start what is there at the start
   * @param gap authors' pauses up to this long do not part what they did
   */
  SequenceTracker(Sequence<S, O> sequence, S start, Duration gap) {
    this.sequence = sequence;
    this.start = start;
    this.gap = gap;
    this.lineage = Lineage.of(sequence.length(start));
  }

  /** Of a content that is new: all of it was inserted by whoever created the document. */
  SequenceTracker(Sequence<S, O> sequence, S start, Origin creation, Duration gap) {
    this.sequence = sequence;
    this.start = start;
    this.gap = gap;
    int length = sequence.length(start);
    Lineage nothing = Lineage.of(0);
    this.lineage =
        length == 0 ? nothing : nothing.after(List.of(new Sequence.Insert(length)), creation);
  }

  @Override
  public void edit(O operation, Origin origin) {
    lineage = lineage.after(sequence.steps(operation), origin);
  }

  @Override
  public List<Change> changes(S now) {
    return new SequenceChanges<>(sequence, start, now, gap).of(lineage);
  }

  @Override
  public List<Change> deleted(Origin origin) {
    return new SequenceChanges<>(sequence, start, start, gap).of(lineage.afterDeletion(origin));
  }
}
