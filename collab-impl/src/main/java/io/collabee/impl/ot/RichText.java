package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a {@code rich-text} document. Immutable; a version shares what it has in common
 * with the one before. Positions and lengths are UTF-16 code units, of which an embed counts one.
 *
 * <p>Iterating gives the content in pieces; a long run of one formatting may come in several.
 */
public final class RichText implements Iterable<Delta.Insertion> {
  private static final RichText EMPTY = new RichText(Rope.empty(Runs.PIECES));

  private final Rope<Delta.Insertion> rope;

  private RichText(Rope<Delta.Insertion> rope) {
    this.rope = rope;
  }

  /** Neighbours are one piece if they are short runs of one formatting. */
  private enum Runs implements Rope.Pieces<Delta.Insertion> {
    PIECES;

    /** What {@code {"insert":"","attributes":}} takes, or without attributes a little less. */
    private static final int STEP = 28;

    @Override
    public int length(Delta.Insertion piece) {
      return piece.length();
    }

    @Override
    public long volume(Delta.Insertion piece) {
      long inserted =
          piece instanceof Delta.Embed embed ? JsonParts.size(embed.value()) : piece.length();
      return STEP + inserted + JsonParts.size(piece.attributes().values());
    }

    @Override
    public Delta.Insertion slice(Delta.Insertion piece, int from, int to) {
      return piece.slice(from, to);
    }

    @Override
    public boolean fit(Delta.Insertion left, Delta.Insertion right) {
      return left instanceof Delta.Run a
          && right instanceof Delta.Run b
          && TextPieces.UTF_16.fit(a.text(), b.text())
          && a.attributes().equals(b.attributes());
    }

    @Override
    public Delta.Insertion join(Delta.Insertion left, Delta.Insertion right) {
      String text = ((Delta.Run) left).text().concat(((Delta.Run) right).text());
      return new Delta.Run(text, left.attributes());
    }

    static Rope<Delta.Insertion> rope(Iterable<? extends Delta.Insertion> insertions) {
      List<Delta.Insertion> cut = new ArrayList<>();
      for (Delta.Insertion insertion : insertions) {
        if (insertion instanceof Delta.Run run && run.length() > TextPieces.LONGEST) {
          for (String part : TextPieces.cut(run.text())) {
            cut.add(new Delta.Run(part, run.attributes()));
          }
        } else {
          cut.add(insertion);
        }
      }
      return Rope.of(PIECES, cut);
    }
  }

  /** Content made of insertions, without nulls in their attributes. */
  public static RichText of(List<? extends Delta.Insertion> insertions) {
    return insertions.isEmpty() ? EMPTY : new RichText(Runs.rope(insertions));
  }

  /** How long the content is. */
  public int length() {
    return rope.length();
  }

  /** About how long the JSON is. */
  long volume() {
    return rope.volume();
  }

  /** What lies between two positions. */
  public RichText slice(int from, int to) {
    return new RichText(rope.slice(from, to));
  }

  /** The pieces of the content, in order. */
  @Override
  public Iterator<Delta.Insertion> iterator() {
    return rope.iterator();
  }

  /**
   * The delta that makes this content of nothing, in which neighbours of one formatting are one.
   */
  public Delta delta() {
    Delta.Builder delta = new Delta.Builder();
    rope.forEach(delta::push);
    return delta.build();
  }

  /**
   * The content after a delta, in time proportional to the delta, the pieces whose formatting it
   * changes, and the logarithm of the content.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_NOT_APPLIED} if the delta retains or deletes
   *     past the end
   */
  public RichText apply(Delta delta) {
    checkFits(delta);
    Rope<Delta.Insertion> after = EMPTY.rope;
    int position = 0;
    for (Delta.Op op : delta.ops()) {
      if (op instanceof Delta.Insertion insertion) {
        after = after.concat(Runs.rope(List.of(insertion)));
        continue;
      }
      int end = position + op.length();
      if (op instanceof Delta.Retain) {
        after = after.concat(formatted(rope.slice(position, end), op.attributes()));
      }
      position = end;
    }
    return new RichText(after.concat(rope.drop(position)));
  }

  private static Rope<Delta.Insertion> formatted(Rope<Delta.Insertion> content, Attributes change) {
    if (change.isEmpty()) {
      return content;
    }
    List<Delta.Insertion> formatted = new ArrayList<>(content.size());
    for (Delta.Insertion piece : content) {
      formatted.add(piece.with(piece.attributes().compose(change, false)));
    }
    return Rope.of(Runs.PIECES, formatted);
  }

  void checkFits(Delta delta) {
    int needed = delta.baseLength();
    if (needed > length()) {
      throw new CollabException(
          ErrorCode.ERR_OT_OP_NOT_APPLIED,
          "The delta covers a length of %d, but the document has %d".formatted(needed, length()));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RichText that
        && that.length() == length()
        && that.delta().equals(delta());
  }

  @Override
  public int hashCode() {
    return delta().hashCode();
  }

  @Override
  public String toString() {
    return delta().toString();
  }
}
