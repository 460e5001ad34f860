package io.collabee.impl.ot;

import io.collabee.Side;
import io.collabee.impl.ot.Json0Component.ListEdit;
import io.collabee.impl.ot.Json0Component.ListMove;
import io.collabee.impl.ot.Json0Component.NumberAdd;
import io.collabee.impl.ot.Json0Component.ObjectEdit;
import io.collabee.impl.ot.Json0Component.StringEdit;
import io.collabee.impl.ot.Json0Component.SubtypeEdit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How {@code json0} components merge and how one is transformed over another: the rules of npm
 * {@code ot-json0} 1.1.0, case by case, oddities included, since every client has them too.
 *
 * <p>Transforming a component {@code c} over a component {@code over} starts from the step at which
 * {@code over} acts: the last of its path for an edit of a list or object, one further for the
 * inside of a number or string. Only if {@code c}'s path leads through the same container can
 * {@code c} be affected, and then only its step at that depth, called {@code at} here, matters:
 *
 * <ul>
 *   <li>if {@code over} deleted or replaced what is at that step, {@code c} vanishes;
 *   <li>if {@code over} shifted or moved the items of that list, {@code c}'s index follows;
 *   <li>if both change the very same thing, the side breaks the tie: what the left one puts there
 *       stays.
 * </ul>
 *
 * <p>The other way round, if {@code c} deletes something inside which {@code over} changed
 * anything, the old value that {@code c} carries is brought up to date, so that {@code c} can still
 * be inverted.
 *
 * <p>Not everything is known of everything: {@link StringEdit} and {@link SubtypeEdit} on one
 * string are not transformed over one another, and two clients that use both forms may diverge.
 */
final class Json0Algebra implements ComponentAlgebra<Json0Component> {
  static final Json0Algebra ALGEBRA = new Json0Algebra();

  /** The depth at which a component acts that cannot affect the other. */
  private static final int UNRELATED = Integer.MIN_VALUE;

  private Json0Algebra() {}

  // Merging

  @Override
  public void append(List<Json0Component> into, Json0Component c) {
    if (into.isEmpty()) {
      into.add(c);
      return;
    }
    Json0Component last = into.get(into.size() - 1);
    boolean samePlace =
        last.path().equals(c.path()) && last instanceof StringEdit == c instanceof StringEdit;
    if (!samePlace || !merge(into, last, c)) {
      into.add(c);
    }
  }

  /** Whether the component was merged with the last one. */
  private static boolean merge(List<Json0Component> into, Json0Component last, Json0Component c) {
    int end = into.size() - 1;
    if (last instanceof StringEdit earlier && c instanceof StringEdit later) {
      List<Text0.Edit> edits =
          Text0.ALGEBRA.compose(List.of(earlier.edit()), List.of(later.edit()));
      into.set(end, new StringEdit(earlier.path(), edits.get(0)));
      return edits.size() == 1;
    }
    if (last instanceof SubtypeEdit earlier && c instanceof SubtypeEdit later) {
      into.set(
          end,
          new SubtypeEdit(earlier.path(), Text0.ALGEBRA.compose(earlier.edits(), later.edits())));
      return true;
    }
    if (last instanceof NumberAdd earlier && c instanceof NumberAdd later) {
      double sum = earlier.amount() + later.amount();
      if (!Double.isFinite(sum)) {
        return false;
      }
      into.set(end, new NumberAdd(earlier.path(), sum));
      return true;
    }
    if (last instanceof ListEdit earlier && c instanceof ListEdit later) {
      return mergeListEdits(into, earlier, later);
    }
    if (last instanceof ObjectEdit earlier && c instanceof ObjectEdit later) {
      return mergeObjectEdits(into, earlier, later);
    }
    return c instanceof ListMove move && move.from() == move.to();
  }

  /** An item that is deleted as soon as inserted was never there; known for scalars only. */
  private static boolean mergeListEdits(
      List<Json0Component> into, ListEdit earlier, ListEdit later) {
    if (later.inserted() != null
        || earlier.inserted() == null
        || later.deleted() == null
        || !earlier.inserted().isSameScalar(later.deleted())) {
      return false;
    }
    replaceLast(
        into,
        earlier.deleted() == null ? null : new ListEdit(earlier.path(), earlier.deleted(), null));
    return true;
  }

  private static boolean mergeObjectEdits(
      List<Json0Component> into, ObjectEdit earlier, ObjectEdit later) {
    boolean isRefilled =
        earlier.inserted() == null && later.deleted() == null && later.inserted() != null;
    boolean isTakenBack = earlier.inserted() != null && later.deleted() != null;
    if (!isRefilled && !isTakenBack) {
      return false;
    }
    boolean isNothing = earlier.deleted() == null && later.inserted() == null;
    replaceLast(
        into,
        isNothing ? null : new ObjectEdit(earlier.path(), earlier.deleted(), later.inserted()));
    return true;
  }

  private static void replaceLast(List<Json0Component> into, @Nullable Json0Component merged) {
    int end = into.size() - 1;
    if (merged == null) {
      into.remove(end);
    } else {
      into.set(end, merged);
    }
  }

  // Transforming

  @Override
  public void transform(
      List<Json0Component> into, Json0Component component, Json0Component over, Side side) {
    Json0Component c = withCarriedValueAfter(component, over);
    int at = depthOfEffect(over, c);
    if (at == UNRELATED) {
      append(into, c);
    } else if (over instanceof StringEdit other && c instanceof StringEdit edit) {
      for (Text0.Edit piece :
          Text0.ALGEBRA.transform(List.of(edit.edit()), List.of(other.edit()), side)) {
        append(into, new StringEdit(edit.path(), piece));
      }
    } else if (over instanceof SubtypeEdit other && c instanceof SubtypeEdit edit) {
      List<Text0.Edit> edits = Text0.ALGEBRA.transform(edit.edits(), other.edits(), side);
      if (!edits.isEmpty()) {
        append(into, new SubtypeEdit(edit.path(), edits));
      }
    } else if (over instanceof ObjectEdit other && other.deleted() == null) {
      overInsertedMember(into, c, other, at, side);
    } else {
      Json0Component transformed = over(c, over, at, side);
      if (transformed != null) {
        append(into, transformed);
      }
    }
  }

  /**
   * At which step of {@code c}'s path {@code over} acts: {@link #UNRELATED} if it acts elsewhere,
   * -1 if it replaces the root.
   */
  private static int depthOfEffect(Json0Component over, Json0Component c) {
    int at = over.reach() - 1;
    if (at < 0) {
      return -1;
    }
    return c.reach() > at && c.path().startsLike(over.path(), at) ? at : UNRELATED;
  }

  private static Json0Component withCarriedValueAfter(Json0Component c, Json0Component over) {
    if (over.reach() <= c.reach() || !over.path().startsLike(c.path(), c.reach())) {
      return c;
    }
    if (c instanceof ListEdit edit && edit.deleted() != null) {
      return new ListEdit(edit.path(), changed(edit.deleted(), edit, over), edit.inserted());
    }
    if (c instanceof ObjectEdit edit && edit.deleted() != null) {
      return new ObjectEdit(edit.path(), changed(edit.deleted(), edit, over), edit.inserted());
    }
    return c;
  }

  private static Json0Value changed(Json0Value old, Json0Component c, Json0Component over) {
    return Json0Application.apply(old, over.at(over.path().without(c.reach())));
  }

  private static @Nullable Json0Component over(
      Json0Component c, Json0Component over, int at, Side side) {
    if (over instanceof ListMove other) {
      return c instanceof ListMove move && move.reach() == other.reach()
          ? moveOverMove(move, other, at, side)
          : overMovedItem(c, other, at);
    }
    if (over instanceof ListEdit other) {
      if (other.deleted() == null) {
        return overInsertedItem(c, other, at, side);
      }
      return other.inserted() == null
          ? overDeletedItem(c, other, at)
          : overReplacedItem(c, other, at, side);
    }
    if (over instanceof ObjectEdit other) {
      return other.inserted() == null
          ? overDeletedMember(c, other, at)
          : overReplacedMember(c, other, at, side);
    }
    return c;
  }

  private static Json0Component overInsertedItem(
      Json0Component c, ListEdit over, int at, Side side) {
    int index = over.path().index(at);
    int own = c.path().index(at);
    boolean sameList = c.reach() == over.reach();
    boolean isTie = sameList && own == index && c instanceof ListEdit edit && edit.isInsertion();
    Json0Component shifted = c;
    if (isTie ? side == Side.RIGHT : index <= own) {
      shifted = c.at(c.path().withIndex(at, own + 1));
    }
    if (shifted instanceof ListMove move && sameList && index <= move.to()) {
      return move.to(move.to() + 1);
    }
    return shifted;
  }

  private static @Nullable Json0Component overDeletedItem(Json0Component c, ListEdit over, int at) {
    int index = over.path().index(at);
    int own = c.path().index(at);
    Json0Component kept = c;
    if (c instanceof ListMove move && c.reach() == over.reach()) {
      if (index == own) {
        return null;
      }
      if (index < move.to() || (index == move.to() && own < move.to())) {
        kept = move.to(move.to() - 1);
      }
    }
    if (index < own) {
      return kept.at(kept.path().withIndex(at, own - 1));
    }
    if (index == own) {
      if (over.reach() < c.reach()) {
        return null;
      }
      if (c instanceof ListEdit edit && edit.deleted() != null) {
        return edit.inserted() == null ? null : new ListEdit(edit.path(), null, edit.inserted());
      }
    }
    return kept;
  }

  private static @Nullable Json0Component overReplacedItem(
      Json0Component c, ListEdit over, int at, Side side) {
    if (!c.path().sameStep(over.path(), at)) {
      return c;
    }
    if (c.reach() != over.reach()) {
      return null;
    }
    if (c instanceof ListEdit edit && edit.deleted() != null) {
      return edit.inserted() != null && side == Side.LEFT
          ? new ListEdit(edit.path(), over.inserted(), edit.inserted())
          : null;
    }
    return c;
  }

  /** What cares where its item is after the move, and insertions, which care for the gap. */
  private static Json0Component overMovedItem(Json0Component c, ListMove over, int at) {
    int own = c.path().index(at);
    if (own == Json0Path.NO_INDEX) {
      return c;
    }
    int from = over.from();
    int to = over.to();
    boolean isGap = c instanceof ListEdit edit && edit.isInsertion() && c.reach() == over.reach();
    int moved = own;
    if (own == from && !isGap) {
      moved = to;
    } else {
      if (own > from) {
        moved--;
      }
      if (own > to || (own == to && from > to && !isGap)) {
        moved++;
      }
    }
    return moved == own ? c : c.at(c.path().withIndex(at, moved));
  }

  /** Two moves in one list: first where the item is now, then where it is to go. */
  private static @Nullable Json0Component moveOverMove(
      ListMove move, ListMove over, int at, Side side) {
    int from = move.from();
    int to = move.to();
    int otherFrom = over.from();
    int otherTo = over.to();
    if (otherFrom == otherTo) {
      return move;
    }
    if (from == otherFrom) {
      if (side == Side.RIGHT) {
        return null;
      }
      return new ListMove(move.path().withIndex(at, otherTo), from == to ? otherTo : to);
    }

    int newFrom = from;
    int newTo = to;
    if (from > otherFrom) {
      newFrom--;
    }
    if (from > otherTo) {
      newFrom++;
    } else if (from == otherTo && otherFrom > otherTo) {
      newFrom++;
      if (from == to) {
        newTo++;
      }
    }

    if (to > otherFrom || (to == otherFrom && to > from)) {
      newTo--;
    }
    if (to > otherTo) {
      newTo++;
    } else if (to == otherTo) {
      boolean sameDirection =
          (otherTo > otherFrom && to > from) || (otherTo < otherFrom && to < from);
      if (sameDirection) {
        if (side == Side.RIGHT) {
          newTo++;
        }
      } else if (to > from) {
        newTo++;
      }
    }
    return new ListMove(move.path().withIndex(at, newFrom), newTo);
  }

  /**
   * A member inserted where another was: the left one first deletes the other's. That it does not
   * matter whether {@code c} acts on this very member or below it is the package's doing.
   */
  private void overInsertedMember(
      List<Json0Component> into, Json0Component c, ObjectEdit over, int at, Side side) {
    if (c instanceof ObjectEdit edit
        && edit.inserted() != null
        && c.path().sameStep(over.path(), at)) {
      if (side == Side.RIGHT) {
        return;
      }
      append(into, new ObjectEdit(edit.path(), over.inserted(), null));
    }
    append(into, c);
  }

  private static @Nullable Json0Component overReplacedMember(
      Json0Component c, ObjectEdit over, int at, Side side) {
    if (!c.path().sameStep(over.path(), at)) {
      return c;
    }
    if (c instanceof ObjectEdit edit && edit.inserted() != null && c.reach() == over.reach()) {
      return side == Side.LEFT
          ? new ObjectEdit(edit.path(), over.inserted(), edit.inserted())
          : null;
    }
    return null;
  }

  private static @Nullable Json0Component overDeletedMember(
      Json0Component c, ObjectEdit over, int at) {
    if (!c.path().sameStep(over.path(), at)) {
      return c;
    }
    if (c instanceof ObjectEdit edit && edit.inserted() != null && c.reach() == over.reach()) {
      return new ObjectEdit(edit.path(), null, edit.inserted());
    }
    return null;
  }
}
