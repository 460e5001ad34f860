package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How operations that are lists of components, applied one after the other, are transformed, given
 * how one component is. Every component of one operation meets every component of the other, each
 * in the form it has after what came before: the cost is the product of their sizes.
 *
 * <p>This is what ShareJS called {@code bootstrapTransform}; {@code json0} and its string subtype
 * {@code text0} are such types.
 *
 * @param <C> a component; immutable
 */
interface ComponentAlgebra<C> {

  /** The largest product of two operations' sizes; about a second of work. */
  long MAX_PAIRS = 10_000_000;

  /** Adds a component at the end of a list, merging it with the last one where that can be done. */
  void append(List<C> into, C component);

  /** Appends what one component becomes after another: none, one or several. */
  void transform(List<C> into, C component, C over, Side side);

  /** Everything of the one, then everything of the other. */
  default List<C> compose(List<C> first, List<C> second) {
    List<C> composed = new ArrayList<>(first.size() + second.size());
    composed.addAll(first);
    appendAll(composed, second);
    return composed;
  }

  /** What an operation becomes after another. */
  default List<C> transform(List<C> operation, List<C> over, Side side) {
    if (over.isEmpty()) {
      return operation;
    }
    if (operation.size() == 1 && over.size() == 1) {
      List<C> transformed = new ArrayList<>(2);
      transform(transformed, operation.get(0), over.get(0), side);
      return transformed;
    }
    if ((long) operation.size() * over.size() > MAX_PAIRS) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "An operation of "
              + operation.size()
              + " components is not transformed over one of "
              + over.size());
    }
    return side == Side.LEFT
        ? transformBoth(operation, over).left
        : transformBoth(over, operation).right;
  }

  private void appendAll(List<C> into, List<C> components) {
    for (C component : components) {
      append(into, component);
    }
  }

  /**
   * Takes the components on the right one by one through all those on the left. One that comes out
   * in several pieces takes these through the rest of the left before it goes on: a stack of our
   * own, since a client decides how deep that nests.
   */
  private Crossing<C> transformBoth(List<C> left, List<C> right) {
    Deque<Crossing<C>> outer = new ArrayDeque<>();
    Crossing<C> crossing = new Crossing<>(left, right);
    while (true) {
      if (crossing.isDone()) {
        if (outer.isEmpty()) {
          return crossing;
        }
        Crossing<C> inner = crossing;
        crossing = outer.pop();
        appendAll(crossing.newLeft, inner.left);
        appendAll(crossing.right, inner.right);
        crossing.left = crossing.newLeft;
      } else {
        Crossing<C> pieces = cross(crossing);
        if (pieces != null) {
          outer.push(crossing);
          crossing = pieces;
        }
      }
    }
  }

  /** Takes the next component through; gives what must be crossed first if it falls to pieces. */
  private @Nullable Crossing<C> cross(Crossing<C> crossing) {
    List<C> left = crossing.left;
    List<C> newLeft = new ArrayList<>(left.size());
    crossing.newLeft = newLeft;
    C right = crossing.next();
    for (int i = 0; i < left.size(); i++) {
      List<C> pieces = new ArrayList<>(2);
      transform(newLeft, left.get(i), right, Side.LEFT);
      transform(pieces, right, left.get(i), Side.RIGHT);
      if (pieces.size() != 1) {
        List<C> rest = left.subList(i + 1, left.size());
        if (!pieces.isEmpty()) {
          return new Crossing<>(rest, pieces);
        }
        appendAll(newLeft, rest);
        crossing.left = newLeft;
        return null;
      }
      right = pieces.get(0);
    }
    append(crossing.right, right);
    crossing.left = newLeft;
    return null;
  }

  /** Two operations on their way through each other. */
  final class Crossing<C> {
    private List<C> left;
    private List<C> newLeft = List.of();
    private final List<C> pending;
    private int passed;
    private final List<C> right = new ArrayList<>();

    private Crossing(List<C> left, List<C> pending) {
      this.left = left;
      this.pending = pending;
    }

    private boolean isDone() {
      return passed == pending.size();
    }

    private C next() {
      return pending.get(passed++);
    }
  }
}
