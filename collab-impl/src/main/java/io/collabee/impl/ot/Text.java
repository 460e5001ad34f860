package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The content of a {@code text} document. Immutable; a version shares what it has in common with
 * the one before. Positions and lengths are Unicode code points.
 */
public final class Text {
  private static final Text EMPTY = new Text(Rope.empty(TextPieces.CODE_POINTS));

  private final Rope<String> rope;

  private Text(Rope<String> rope) {
    this.rope = rope;
  }

  /**
   * A text.
   *
   * @param text has no unpaired surrogates
   */
  public static Text of(String text) {
    return text.isEmpty() ? EMPTY : new Text(TextPieces.CODE_POINTS.rope(text));
  }

  /** How many code points there are. */
  public int length() {
    return rope.length();
  }

  /** How many UTF-16 code units there are. */
  long volume() {
    return rope.volume();
  }

  /** The text between two positions. */
  public String substring(int from, int to) {
    return TextPieces.text(rope.slice(from, to));
  }

  /**
   * The text after an operation, in time proportional to the operation and the logarithm of the
   * text.
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_NOT_APPLIED} if the operation skips or
   *     deletes past the end
   */
  public Text apply(TextOperation operation) {
    checkFits(operation);
    Rope<String> after = EMPTY.rope;
    int position = 0;
    for (TextOperation.Component component : operation.components()) {
      if (component instanceof TextOperation.Insert insert) {
        after = after.concat(TextPieces.CODE_POINTS.rope(insert.text()));
        continue;
      }
      int end = position + component.length();
      if (component instanceof TextOperation.Skip) {
        after = after.concat(rope.slice(position, end));
      }
      position = end;
    }
    return new Text(after.concat(rope.drop(position)));
  }

  void checkFits(TextOperation operation) {
    int needed = operation.baseLength();
    if (needed > length()) {
      throw new CollabException(
          ErrorCode.ERR_OT_OP_NOT_APPLIED,
          "The operation covers %d code points, but the document has %d"
              .formatted(needed, length()));
    }
  }

  /** The whole text. */
  @Override
  public String toString() {
    return TextPieces.text(rope);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Text text
        && text.length() == length()
        && text.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
