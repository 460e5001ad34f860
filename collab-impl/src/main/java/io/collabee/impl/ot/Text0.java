package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * The algebra of {@code text0}, the type of strings within {@code json0}: an operation is a list of
 * insertions and deletions at positions, each applied to what the one before it left. Positions and
 * lengths count UTF-16 code units, so an operation may cut a surrogate pair in two.
 */
final class Text0 implements ComponentAlgebra<Text0.Edit> {
  static final Text0 ALGEBRA = new Text0();

  private Text0() {}

  /** One insertion or deletion of {@code text} at {@code position}. */
  sealed interface Edit {
    int position();

    String text();

    /** The edit that takes this one back. */
    Edit inverse();
  }

  /** Puts text before the unit that is at the position. */
  record Insert(int position, String text) implements Edit {
    @Override
    public Edit inverse() {
      return new Delete(position, text);
    }
  }

  /** Takes away exactly this text, which starts at the position. */
  record Delete(int position, String text) implements Edit {
    @Override
    public Edit inverse() {
      return new Insert(position, text);
    }

    private int end() {
      return position + text.length();
    }
  }

  /** The edits that take these back. */
  static List<Edit> invert(List<Edit> edits) {
    List<Edit> inverse = new ArrayList<>(edits.size());
    for (int i = edits.size() - 1; i >= 0; i--) {
      inverse.add(edits.get(i).inverse());
    }
    return inverse;
  }

  @Override
  public void append(List<Edit> into, Edit edit) {
    if (edit.text().isEmpty()) {
      return;
    }
    if (!into.isEmpty()) {
      Edit last = into.get(into.size() - 1);
      int offset = edit.position() - last.position();
      if (last instanceof Insert
          && edit instanceof Insert
          && offset >= 0
          && offset <= last.text().length()) {
        into.set(
            into.size() - 1, new Insert(last.position(), inject(last.text(), offset, edit.text())));
        return;
      }
      if (last instanceof Delete
          && edit instanceof Delete
          && offset <= 0
          && -offset <= edit.text().length()) {
        into.set(
            into.size() - 1,
            new Delete(edit.position(), inject(edit.text(), -offset, last.text())));
        return;
      }
    }
    into.add(edit);
  }

  private static String inject(String text, int at, String injected) {
    return new StringBuilder(text.length() + injected.length())
        .append(text)
        .insert(at, injected)
        .toString();
  }

  @Override
  public void transform(List<Edit> into, Edit edit, Edit over, Side side) {
    if (edit instanceof Delete deletion) {
      if (over instanceof Delete other) {
        deleteOverDelete(into, deletion, other);
      } else {
        deleteOverInsert(into, deletion, over);
      }
    } else {
      append(into, new Insert(moved(edit.position(), over, side), edit.text()));
    }
  }

  private static int moved(int position, Edit over, Side side) {
    if (over instanceof Delete deletion) {
      if (position <= deletion.position) {
        return position;
      }
      return position <= deletion.end() ? deletion.position : position - deletion.text.length();
    }
    boolean isPushed =
        over.position() < position || (over.position() == position && side == Side.RIGHT);
    return isPushed ? position + over.text().length() : position;
  }

  /** The deletion leaves what was inserted within it. */
  private void deleteOverInsert(List<Edit> into, Delete deletion, Edit insertion) {
    int before = insertion.position() - deletion.position;
    String text = deletion.text;
    if (before > 0) {
      int cut = Math.min(before, text.length());
      append(into, new Delete(deletion.position, text.substring(0, cut)));
      text = text.substring(cut);
    }
    if (!text.isEmpty()) {
      append(into, new Delete(deletion.position + insertion.text().length(), text));
    }
  }

  private void deleteOverDelete(List<Edit> into, Delete deletion, Delete other) {
    if (deletion.position >= other.end()) {
      append(into, new Delete(deletion.position - other.text.length(), deletion.text));
      return;
    }
    if (deletion.end() <= other.position) {
      append(into, deletion);
      return;
    }
    int start = Math.max(deletion.position, other.position);
    int end = Math.min(deletion.end(), other.end());
    if (!deletion.text.regionMatches(
        start - deletion.position, other.text, start - other.position, end - start)) {
      throw new CollabException(
          ErrorCode.ERR_OT_OP_NOT_APPLIED,
          "Two deletions name different text for the same "
              + (end - start)
              + " units from position "
              + start);
    }
    String rest =
        deletion.text.substring(0, start - deletion.position)
            + deletion.text.substring(end - deletion.position);
    append(into, new Delete(Math.min(deletion.position, other.position), rest));
  }
}
