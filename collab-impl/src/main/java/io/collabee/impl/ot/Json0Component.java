package io.collabee.impl.ot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the steps a {@code json0} operation is made of. */
sealed interface Json0Component {

  /** The place it is about. */
  Json0Path path();

  /** The same edit at another place. */
  Json0Component at(Json0Path path);

  /**
   * How many steps lead to what the edit changes. An edit of a list or object changes what its path
   * names; an edit of a number or a string changes the inside of it, one step further down.
   */
  default int reach() {
    return path().length();
  }

  /** The edit that takes this one back, if the old values it carries are true. */
  Json0Component inverse();

  /**
   * Inserts ({@code li}), deletes ({@code ld}) or replaces (both) the item of a list that the path
   * ends at.
   *
   * @param deleted the old item, null if this is an insertion
   * @param inserted the new item, null if this is a deletion
   */
  record ListEdit(Json0Path path, @Nullable Json0Value deleted, @Nullable Json0Value inserted)
      implements Json0Component {

    boolean isInsertion() {
      return deleted == null;
    }

    @Override
    public ListEdit at(Json0Path other) {
      return new ListEdit(other, deleted, inserted);
    }

    @Override
    public ListEdit inverse() {
      return new ListEdit(path, inserted, deleted);
    }
  }

  /**
   * Moves the item of a list that the path ends at ({@code lm}).
   *
   * @param to its index after the move
   */
  record ListMove(Json0Path path, int to) implements Json0Component {

    int from() {
      return path.lastIndex();
    }

    @Override
    public ListMove at(Json0Path other) {
      return new ListMove(other, to);
    }

    ListMove to(int other) {
      return new ListMove(path, other);
    }

    @Override
    public ListMove inverse() {
      return new ListMove(path.withIndex(path.length() - 1, to), from());
    }
  }

  /**
   * Inserts ({@code oi}), deletes ({@code od}) or replaces (both) the member of an object that the
   * path ends at. With the empty path: the whole content.
   *
   * @param deleted the old value, null if there was none
   * @param inserted the new value, null if there will be none
   */
  record ObjectEdit(Json0Path path, @Nullable Json0Value deleted, @Nullable Json0Value inserted)
      implements Json0Component {

    @Override
    public ObjectEdit at(Json0Path other) {
      return new ObjectEdit(other, deleted, inserted);
    }

    @Override
    public ObjectEdit inverse() {
      return new ObjectEdit(path, inserted, deleted);
    }
  }

  /** Adds to the number at the path ({@code na}). */
  record NumberAdd(Json0Path path, double amount) implements Json0Component {

    @Override
    public NumberAdd at(Json0Path other) {
      return new NumberAdd(other, amount);
    }

    @Override
    public int reach() {
      return path.length() + 1;
    }

    @Override
    public NumberAdd inverse() {
      return new NumberAdd(path, -amount);
    }
  }

  /**
   * Edits the string at the path in the old form ({@code si}, {@code sd}), in which the position is
   * one more step of the path on the wire.
   */
  record StringEdit(Json0Path path, Text0.Edit edit) implements Json0Component {

    @Override
    public StringEdit at(Json0Path other) {
      return new StringEdit(other, edit);
    }

    @Override
    public int reach() {
      return path.length() + 1;
    }

    @Override
    public StringEdit inverse() {
      return new StringEdit(path, edit.inverse());
    }
  }

  /** Edits the string at the path by the subtype {@code text0} ({@code t}, {@code o}). */
  record SubtypeEdit(Json0Path path, List<Text0.Edit> edits) implements Json0Component {
    public SubtypeEdit {
      edits = List.copyOf(edits);
    }

    @Override
    public SubtypeEdit at(Json0Path other) {
      return new SubtypeEdit(other, edits);
    }

    @Override
    public int reach() {
      return path.length() + 1;
    }

    @Override
    public SubtypeEdit inverse() {
      return new SubtypeEdit(path, Text0.invert(edits));
    }
  }
}
