package io.collabee.impl.keeping;

import io.collabee.impl.ot.Rope;
import io.collabee.spi.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Which insertion each unit of a content came with. Immutable; an operation costs what it has
 * steps, by the logarithm of the pieces.
 */
final class Marks {
  private final Rope<Mark> pieces;

  private Marks(Rope<Mark> pieces) {
    this.pieces = pieces;
  }

  /**
   * A stretch of units that were inserted together.
   *
   * @param version of the operation
   * @param offset of the first one in all that the operation inserts
   */
  record Mark(long version, int offset, int length) {}

  /** A content that came with one operation. */
  static Marks of(long version, int length) {
    Rope<Mark> none = Rope.empty(Stretches.MARKS);
    return new Marks(length == 0 ? none : none.append(new Mark(version, 0, length)));
  }

  /** What is left after the steps of an operation. */
  Marks after(List<Sequence.Step> steps, long version) {
    Rope<Mark> after = Rope.empty(Stretches.MARKS);
    int position = 0;
    int inserted = 0;
    for (Sequence.Step step : steps) {
      if (step instanceof Sequence.Insert) {
        after = after.append(new Mark(version, inserted, step.length()));
        inserted += step.length();
        continue;
      }
      int end = Math.addExact(position, step.length());
      if (step instanceof Sequence.Keep) {
        after = after.concat(pieces.slice(position, end));
      }
      position = end;
    }
    return new Marks(after.concat(pieces.drop(position)));
  }

  /** After an insertion. */
  Marks with(int at, Mark mark) {
    return new Marks(pieces.take(at).append(mark).concat(pieces.drop(at)));
  }

  /** After the deletion of a range. */
  Marks without(int from, int to) {
    return new Marks(pieces.take(from).concat(pieces.drop(to)));
  }

  /** Notes the units of a range, by the versions that inserted them. */
  void collect(int from, int to, Map<Long, BitSet> into) {
    for (Mark mark : pieces.slice(from, to)) {
      into.computeIfAbsent(mark.version(), version -> new BitSet())
          .set(mark.offset(), mark.offset() + mark.length());
    }
  }

  /** The ranges of the content that consist of these units, in order, as starts and ends. */
  List<int[]> ranges(Map<Long, BitSet> units) {
    List<int[]> ranges = new ArrayList<>();
    int position = 0;
    for (Mark mark : pieces) {
      BitSet bits = units.getOrDefault(mark.version(), new BitSet());
      for (int i = 0; i < mark.length(); i++) {
        if (bits.get(mark.offset() + i)) {
          add(ranges, position + i);
        }
      }
      position += mark.length();
    }
    return ranges;
  }

  private static void add(List<int[]> ranges, int position) {
    if (!ranges.isEmpty() && ranges.get(ranges.size() - 1)[1] == position) {
      ranges.get(ranges.size() - 1)[1]++;
    } else {
      ranges.add(new int[] {position, position + 1});
    }
  }

  int length() {
    return pieces.length();
  }

  private enum Stretches implements Rope.Pieces<Mark> {
    MARKS;

    @Override
    public int length(Mark piece) {
      return piece.length();
    }

    @Override
    public Mark slice(Mark piece, int from, int to) {
      return new Mark(piece.version(), piece.offset() + from, to - from);
    }

    @Override
    public boolean fit(Mark left, Mark right) {
      return left.version() == right.version() && left.offset() + left.length() == right.offset();
    }

    @Override
    public Mark join(Mark left, Mark right) {
      return new Mark(left.version(), left.offset(), left.length() + right.length());
    }
  }
}
