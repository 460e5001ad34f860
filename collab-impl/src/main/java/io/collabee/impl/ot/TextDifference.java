package io.collabee.impl.ot;

import java.util.List;

/** Finds what makes of one text another. */
final class TextDifference {
  private TextDifference() {}

  static TextOperation between(Text from, Text to) {
    int[] old = from.toString().codePoints().toArray();
    int[] now = to.toString().codePoints().toArray();
    List<Difference.Hunk> hunks = Difference.between(old, now, '\n');
    TextOperation.Builder operation = new TextOperation.Builder();
    int position = 0;
    for (Difference.Hunk hunk : hunks) {
      operation.skip(hunk.from() - position);
      operation.insert(new String(now, hunk.to(), hunk.inserted()));
      operation.delete(new String(old, hunk.from(), hunk.deleted()));
      position = hunk.fromEnd();
    }
    return operation.build();
  }
}
