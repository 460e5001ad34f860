package io.collabee.impl.history;

import io.collabee.impl.ot.Rope;
import io.collabee.spi.Sequence;
import io.collabee.spi.Sequence.Delete;
import io.collabee.spi.Sequence.Insert;
import io.collabee.spi.Sequence.Keep;
import io.collabee.spi.Sequence.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a content that is a sequence since it was at some version: of each unit that
 * is there, where it comes from; of each unit that was there, whether and by whom it was deleted.
 * Immutable; an operation costs what it has steps, by the logarithm of the pieces.
 *
 * <p><b>The idea.</b> Two ropes without any text. The one is as long as the content is now, of
 * pieces that are either a stretch of the old content or something inserted since. The other is as
 * long as the old content was, and tells its fate. Since operations never move what they keep, the
 * old stretches stay in their order, so that both together say where every deletion took place.
 */
final class Lineage {
  private final Rope<Piece> pieces;
  private final Rope<Fate> fates;

  private Lineage(Rope<Piece> pieces, Rope<Fate> fates) {
    this.pieces = pieces;
    this.fates = fates;
  }

  /** A stretch of what is there now. */
  sealed interface Piece {
    int length();
  }

  /**
   * It was there at the start.
   *
   * @param from where it was then
   * @param formatted by attribute, who set it last since then
   */
  record Old(int from, int length, Map<String, Origin> formatted) implements Piece {
    int end() {
      return from + length;
    }
  }

  /** It was inserted since. */
  record New(int length, Origin origin) implements Piece {}

  /**
   * What became of a stretch of what was there at the start.
   *
   * @param deletion null if it is there still
   */
  record Fate(int length, @Nullable Origin deletion) {}

  /** What is there at the start. */
  static Lineage of(int length) {
    Lineage nothing = new Lineage(Rope.empty(Stretches.PIECES), Rope.empty(Fates.PIECES));
    return length == 0
        ? nothing
        : new Lineage(
            nothing.pieces.append(new Old(0, length, Map.of())),
            nothing.fates.append(new Fate(length, null)));
  }

  /** How long the content is. */
  int length() {
    return pieces.length();
  }

  /** How long the content was at the start. */
  int oldLength() {
    return fates.length();
  }

  /** How many pieces are kept; what this weighs. */
  int size() {
    return pieces.size() + fates.size();
  }

  /** The content from start to end. */
  Iterable<Piece> pieces() {
    return pieces;
  }

  /** What became of a part of the old content. */
  Iterable<Fate> fates(int from, int to) {
    return fates.slice(from, to);
  }

  /**
   * After an operation.
   *
   * @throws IndexOutOfBoundsException if its steps go past the end
   */
  Lineage after(List<Step> steps, Origin origin) {
    Rope<Piece> after = Rope.empty(Stretches.PIECES);
    Rope<Fate> fatesAfter = fates;
    int position = 0;
    for (Step step : steps) {
      if (step instanceof Insert) {
        after = after.append(new New(step.length(), origin));
        continue;
      }
      int end = Math.addExact(position, step.length());
      Rope<Piece> passed = pieces.slice(position, end);
      if (step instanceof Keep keep) {
        after = after.concat(formatted(passed, keep.formatted(), origin));
      } else if (step instanceof Delete) {
        fatesAfter = deleted(fatesAfter, passed, origin);
      }
      position = end;
    }
    return new Lineage(after.concat(pieces.drop(position)), fatesAfter);
  }

  private static Rope<Piece> formatted(Rope<Piece> passed, Set<String> names, Origin origin) {
    if (names.isEmpty()) {
      return passed;
    }
    List<Piece> formatted = new ArrayList<>(passed.size());
    for (Piece piece : passed) {
      formatted.add(
          piece instanceof Old old
              ? new Old(old.from, old.length, with(old.formatted, names, origin))
              : piece);
    }
    return Rope.of(Stretches.PIECES, formatted);
  }

  private static Map<String, Origin> with(
      Map<String, Origin> formatted, Set<String> names, Origin origin) {
    Map<String, Origin> more = new HashMap<>(formatted);
    names.forEach(name -> more.put(name, origin));
    return Map.copyOf(more);
  }

  private static Rope<Fate> deleted(Rope<Fate> fates, Rope<Piece> deleted, Origin origin) {
    Rope<Fate> after = fates;
    for (Piece piece : deleted) {
      if (piece instanceof Old old) {
        Rope<Fate> fate = Rope.<Fate>empty(Fates.PIECES).append(new Fate(old.length, origin));
        after = after.splice(old.from, old.end(), fate);
      }
    }
    return after;
  }

  /** After everything was deleted, as when the document is. */
  Lineage afterDeletion(Origin origin) {
    return length() == 0 ? this : after(List.of(new Sequence.Delete(length())), origin);
  }

  private enum Stretches implements Rope.Pieces<Piece> {
    PIECES;

    @Override
    public int length(Piece piece) {
      return piece.length();
    }

    @Override
    public Piece slice(Piece piece, int from, int to) {
      if (piece instanceof Old old) {
        return new Old(old.from + from, to - from, old.formatted);
      }
      return new New(to - from, ((New) piece).origin);
    }

    @Override
    public boolean fit(Piece left, Piece right) {
      if (left instanceof Old a) {
        return right instanceof Old b && a.end() == b.from && a.formatted.equals(b.formatted);
      }
      return right instanceof New b && ((New) left).origin.equals(b.origin);
    }

    @Override
    public Piece join(Piece left, Piece right) {
      int length = left.length() + right.length();
      return left instanceof Old old
          ? new Old(old.from, length, old.formatted)
          : new New(length, ((New) left).origin);
    }
  }

  private enum Fates implements Rope.Pieces<Fate> {
    PIECES;

    @Override
    public int length(Fate fate) {
      return fate.length;
    }

    @Override
    public Fate slice(Fate fate, int from, int to) {
      return new Fate(to - from, fate.deletion);
    }

    @Override
    public boolean fit(Fate left, Fate right) {
      return left.deletion == null ? right.deletion == null : left.deletion.equals(right.deletion);
    }

    @Override
    public Fate join(Fate left, Fate right) {
      return new Fate(left.length + right.length, left.deletion);
    }
  }
}
