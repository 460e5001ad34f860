package io.collabee.impl.ot;

import static io.collabee.impl.ot.JsonParts.sum;

import io.collabee.Side;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit of rich text in Quill's format: a walk over the document from its start that retains,
 * inserts and deletes. Text is counted in UTF-16 code units, an embed counts 1. What follows the
 * last step stays as it is.
 *
 * <p>A delta is kept in the form it was sent, since the order of an insertion and a deletion at one
 * place decides where the insertion goes relative to a concurrent one. Results of the methods here
 * are in the form that Quill gives them: an insertion stands before a deletion at the same place,
 * neighbours of one kind and formatting are one, and the last step is no retain that changes
 * nothing.
 *
 * <p>All answers, their form included, are those of the npm package {@code quill-delta} 4.2.2 (and
 * 5.1.0) for the same deltas.
 *
 * @param ops the steps of the walk, in order; Quill calls them ops
 */
public record Delta(List<Op> ops) {

  /** One step of the walk. */
  public sealed interface Op {
    /** How much is retained, inserted or deleted; at least 1. */
    int length();

    /** The formatting of what is inserted, or the change to what is retained. */
    Attributes attributes();

    /**
     * A part of this step.
     *
     * @param from from 0
     * @param to greater than {@code from}, at most the length
     */
    Op slice(int from, int to);
  }

  /** Inserts something; also what a document consists of. */
  public sealed interface Insertion extends Op {
    /** The same with other formatting. */
    Insertion with(Attributes attributes);

    @Override
    Insertion slice(int from, int to);
  }

  /** Inserts text of one formatting. */
  public record Run(String text, Attributes attributes) implements Insertion {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public Run with(Attributes attributes) {
      return new Run(text, attributes);
    }

    @Override
    public Run slice(int from, int to) {
      return to - from == text.length() ? this : new Run(text.substring(from, to), attributes);
    }
  }

  /**
   * Inserts an image, a formula, or what else is one object to Quill.
   *
   * @param value what it is; usually {@code {kind: data}}
   */
  public record Embed(JsonObject value, Attributes attributes) implements Insertion {
    @Override
    public int length() {
      return 1;
    }

    @Override
    public Embed with(Attributes attributes) {
      return new Embed(value, attributes);
    }

    @Override
    public Embed slice(int from, int to) {
      return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Embed that
          && attributes.equals(that.attributes)
          && Attributes.isSame(value, that.value);
    }

    @Override
    public int hashCode() {
      return 31 * value.keySet().hashCode() + attributes.hashCode();
    }
  }

  /** Keeps what is there and may change its formatting. */
  public record Retain(int length, Attributes attributes) implements Op {
    /** Keeps what is there as it is. */
    Retain(int length) {
      this(length, Attributes.NONE);
    }

    @Override
    public Retain slice(int from, int to) {
      return to - from == length ? this : new Retain(to - from, attributes);
    }
  }

  /** Deletes what is there. */
  public record Delete(int length) implements Op {
    @Override
    public Attributes attributes() {
      return Attributes.NONE;
    }

    @Override
    public Delete slice(int from, int to) {
      return to - from == length ? this : new Delete(to - from);
    }
  }

  /** Does nothing. */
  public static final Delta NONE = new Delta(List.of());

  /** Takes steps as they are. */
  public Delta {
    ops = List.copyOf(ops);
  }

  /** The length of the shortest document this delta fits. */
  public int baseLength() {
    int length = 0;
    for (Op op : ops) {
      if (!(op instanceof Insertion)) {
        length = sum(length, op.length());
      }
    }
    return length;
  }

  /**
   * This delta, made to apply after a concurrent one.
   *
   * @param side of two insertions at one place the <b>right</b> one's comes first, and of two
   *     changes of one attribute the right one's stays
   */
  public Delta transform(Delta over, Side side) {
    boolean overFirst = side == Side.LEFT;
    Cursor others = new Cursor(over.ops);
    Cursor own = new Cursor(ops);
    Builder transformed = new Builder();
    // When our steps have ended only plain retains would follow, and they are chopped off.
    while (own.hasNext()) {
      if (others.peek() instanceof Insertion && (overFirst || !(own.peek() instanceof Insertion))) {
        transformed.push(new Retain(others.takeAll().length()));
      } else if (own.peek() instanceof Insertion) {
        transformed.push(own.takeAll());
      } else {
        int length = Math.min(others.left(), own.left());
        Op other = others.take(length);
        Op mine = own.take(length);
        if (other instanceof Delete) {
          continue;
        }
        transformed.push(
            mine instanceof Delete
                ? mine
                : new Retain(length, mine.attributes().transform(other.attributes(), overFirst)));
      }
    }
    return transformed.chop().build();
  }

  /** One delta that does what this one and then another do. */
  public Delta compose(Delta next) {
    Cursor first = new Cursor(ops);
    Cursor second = new Cursor(next.ops);
    Builder composed = new Builder();
    keepLeadingInsertions(first, second, composed);
    while (first.hasNext() || second.hasNext()) {
      if (second.peek() instanceof Insertion) {
        composed.push(second.takeAll());
      } else if (first.peek() instanceof Delete) {
        composed.push(first.takeAll());
      } else {
        int length = Math.min(first.left(), second.left());
        Op before = first.take(length);
        Op change = second.take(length);
        if (change instanceof Delete) {
          if (before instanceof Retain) {
            composed.push(change);
          }
          continue;
        }
        boolean atEnd = composed.push(retained(before, change.attributes()));
        if (atEnd && !second.hasNext()) {
          composed.addRest(first);
          break;
        }
      }
    }
    return composed.chop().build();
  }

  /** What the first delta inserts before the second one does anything is copied as it stands. */
  private static void keepLeadingInsertions(Cursor first, Cursor second, Builder composed) {
    if (!(second.peek() instanceof Retain retain) || !retain.attributes().isEmpty()) {
      return;
    }
    int left = retain.length();
    while (first.peek() instanceof Insertion && first.left() <= left) {
      left -= first.left();
      composed.add(first.takeAll());
    }
    if (left < retain.length()) {
      second.take(retain.length() - left);
    }
  }

  private static Op retained(Op before, Attributes change) {
    return before instanceof Insertion insertion
        ? insertion.with(insertion.attributes().compose(change, false))
        : new Retain(before.length(), before.attributes().compose(change, true));
  }

  /**
   * The delta that undoes this one.
   *
   * @param before the document it was applied to
   */
  public Delta invert(RichText before) {
    before.checkFits(this);
    Builder inverse = new Builder();
    int position = 0;
    for (Op op : ops) {
      if (op instanceof Insertion) {
        inverse.push(new Delete(op.length()));
        continue;
      }
      int end = position + op.length();
      if (op instanceof Delete) {
        before.slice(position, end).forEach(inverse::push);
      } else if (op.attributes().isEmpty()) {
        inverse.push(op);
      } else {
        for (Insertion piece : before.slice(position, end)) {
          inverse.push(new Retain(piece.length(), op.attributes().invert(piece.attributes())));
        }
      }
      position = end;
    }
    return inverse.chop().build();
  }

  /**
   * Where a position of the document is after this delta.
   *
   * @param own whether an insertion exactly there moves it
   */
  public int transformPosition(int position, boolean own) {
    int moved = position;
    int at = 0;
    for (Op op : ops) {
      if (at > moved) {
        break;
      }
      if (op instanceof Delete) {
        moved -= Math.min(op.length(), moved - at);
        continue;
      }
      if (op instanceof Insertion && (at < moved || own)) {
        moved = sum(moved, op.length());
      }
      at = sum(at, op.length());
    }
    return moved;
  }

  /** Appends steps in Quill's form. */
  static final class Builder {
    private final List<Op> ops = new ArrayList<>();

    /** Which step is a run that is being prolonged, and its text so far; -1 if none is. */
    private int growing = -1;

    private final StringBuilder text = new StringBuilder();

    /**
     * Appends a step: before a deletion if it is an insertion, and as part of the step there if
     * that is of the same kind and formatting.
     *
     * @return whether it has become the last step, unchanged
     */
    boolean push(Op op) {
      int end = ops.size();
      if (op instanceof Insertion && end > 0 && ops.get(end - 1) instanceof Delete) {
        end--;
      }
      Op last = end > 0 ? ops.get(end - 1) : null;
      if (op instanceof Delete && last instanceof Delete) {
        ops.set(end - 1, new Delete(sum(last.length(), op.length())));
        return false;
      }
      if (op instanceof Retain && last instanceof Retain && isAlike(op, last)) {
        ops.set(end - 1, new Retain(sum(last.length(), op.length()), op.attributes()));
        return false;
      }
      if (op instanceof Run run && last instanceof Run before && isAlike(op, last)) {
        prolong(end - 1, before, run.text);
        return false;
      }
      ops.add(end, op);
      return end == ops.size() - 1;
    }

    private static boolean isAlike(Op left, Op right) {
      return left.attributes().equals(right.attributes());
    }

    private void prolong(int index, Run run, String more) {
      if (growing != index) {
        settle();
        growing = index;
        text.append(run.text);
      }
      text.append(more);
    }

    private void settle() {
      if (growing >= 0) {
        ops.set(growing, new Run(text.toString(), ops.get(growing).attributes()));
        growing = -1;
        text.setLength(0);
      }
    }

    /** Appends a step as it is. */
    private void add(Op op) {
      ops.add(op);
    }

    /** Appends what is left of a delta as it is, but for the seam. */
    private void addRest(Cursor cursor) {
      if (cursor.hasNext()) {
        push(cursor.takeAll());
      }
      while (cursor.hasNext()) {
        add(cursor.takeAll());
      }
    }

    /** Takes a last step away that retains without a change. */
    Builder chop() {
      int last = ops.size() - 1;
      if (last >= 0 && ops.get(last) instanceof Retain retain && retain.attributes.isEmpty()) {
        ops.remove(last);
      }
      return this;
    }

    Delta build() {
      settle();
      return ops.isEmpty() ? NONE : new Delta(ops);
    }
  }

  /** Takes a delta apart from its start. Behind its end there is an endless retain. */
  private static final class Cursor {
    private final List<Op> ops;
    private int index;
    private int taken;

    Cursor(List<Op> ops) {
      this.ops = ops;
    }

    boolean hasNext() {
      return index < ops.size();
    }

    @Nullable Op peek() {
      return hasNext() ? ops.get(index) : null;
    }

    /** How much is left of the next step. */
    int left() {
      return hasNext() ? ops.get(index).length() - taken : Integer.MAX_VALUE;
    }

    Op takeAll() {
      return take(left());
    }

    /** Takes so much of the next step, at most what is left of it. */
    Op take(int length) {
      if (!hasNext()) {
        return new Retain(length);
      }
      Op op = ops.get(index);
      int from = taken;
      if (length == op.length() - from) {
        index++;
        taken = 0;
      } else {
        taken += length;
      }
      return op.slice(from, from + length);
    }
  }
}
