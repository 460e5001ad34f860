package io.collabee.impl.ot;

import java.util.ArrayList;
import java.util.List;

/** Strings as pieces of a text, counted in one unit or another. */
enum TextPieces implements Rope.Pieces<String> {
  /** Counts Unicode code points; the text must have no unpaired surrogates. */
  CODE_POINTS {
    @Override
    public int length(String piece) {
      return piece.codePointCount(0, piece.length());
    }

    @Override
    public String slice(String piece, int from, int to) {
      int start = piece.offsetByCodePoints(0, from);
      return piece.substring(start, piece.offsetByCodePoints(start, to - from));
    }
  },

  /** Counts UTF-16 code units, as Java's and JavaScript's strings do; may cut a pair in two. */
  UTF_16 {
    @Override
    public int length(String piece) {
      return piece.length();
    }

    @Override
    public String slice(String piece, int from, int to) {
      return piece.substring(from, to);
    }
  };

  /**
   * Units in the longest piece. Copying so much text takes about as long as following a path
   * through the tree of a large document does.
   */
  static final int LONGEST = 512;

  /** A rope of a whole text. */
  Rope<String> rope(String text) {
    return Rope.of(this, cut(text));
  }

  /** Cuts a text into pieces that are not too long, none of which ends within a surrogate pair. */
  static List<String> cut(String text) {
    if (text.length() <= LONGEST) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    List<String> pieces = new ArrayList<>(text.length() / LONGEST + 1);
    int start = 0;
    while (text.length() - start > LONGEST) {
      int end = start + LONGEST;
      if (Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))) {
        end--;
      }
      pieces.add(text.substring(start, end));
      start = end;
    }
    pieces.add(text.substring(start));
    return pieces;
  }

  /** The text that a rope holds. */
  static String text(Rope<String> rope) {
    StringBuilder text = new StringBuilder(rope.length());
    rope.forEach(text::append);
    return text.toString();
  }

  @Override
  public long volume(String piece) {
    return piece.length();
  }

  @Override
  public boolean fit(String left, String right) {
    return left.length() + right.length() <= LONGEST;
  }

  @Override
  public String join(String left, String right) {
    return left.concat(right);
  }
}
