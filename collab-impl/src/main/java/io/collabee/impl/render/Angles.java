package io.collabee.impl.render;

import io.collabee.CollabException;
import io.collabee.ErrorCode;

/**
 * What the parser's search for the ends of {@code <…>} would cost. From each opening bracket it
 * looks as far as its paragraph goes, so many that have no end cost the square of a text's length.
 */
final class Angles {
  private static final long MOST = 20_000_000;
  private static final String[][] PAIRS = {
    {"<", ">"}, {"<!--", "-->"}, {"<?", "?>"}, {"<![CDATA[", "]]>"}
  };

  private Angles() {}

  /**
   * That it does not cost much.
   *
   * @throws CollabException {@link ErrorCode#ERR_LIMIT_EXCEEDED} if it does
   */
  static void requireCheap(String markdown) {
    long looked = 0;
    for (String[] pair : PAIRS) {
      looked += looked(markdown, pair[0], pair[1]);
    }
    if (looked > MOST) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED, "Too many angle brackets are opened and not closed");
    }
  }

  /** How many characters are between openings and their ends, or those of their paragraphs. */
  private static long looked(String text, String opening, String ending) {
    long looked = 0;
    int end = text.length();
    boolean isBlank = true;
    for (int i = text.length() - 1; i >= 0; i--) {
      char here = text.charAt(i);
      if (here == '\n' || here == '\r') {
        // A blank line ends the paragraph before it.
        end = isBlank ? i : end;
        isBlank = true;
      } else if (here != ' ' && here != '\t') {
        isBlank = false;
      }
      if (text.startsWith(ending, i)) {
        end = i;
      } else if (text.startsWith(opening, i)) {
        looked += end - i;
      }
    }
    return looked;
  }
}
