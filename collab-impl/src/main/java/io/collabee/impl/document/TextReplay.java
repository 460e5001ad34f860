package io.collabee.impl.document;

import io.collabee.impl.document.View.Content;
import io.collabee.impl.ot.Text;
import io.collabee.impl.ot.TextType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through many edits of a plain text when only what they come to is wanted. That is what
 * reading an old version costs, and it is some times faster than making each edit a value and each
 * version a text.
 *
 * <p>The text is an array of code points with a gap where the last edit was, so that whoever types
 * on moves nothing. Edits are read from their payloads as the log has them. Whatever is not written
 * exactly as the type writes it, or does not fit, is not understood here and left to {@link
 * TypedOperation}, which understands or refuses it. For one thread.
 */
final class TextReplay {
  private static final String START = "\"op\":[";
  private static final String DELETES = "{\"d\":";
  private static final int MOST_STEPS = 16;
  private static final int MOST_DIGITS = 9;

  private final TextType type;
  private int[] points;
  private int gapStart;
  private int gapEnd;
  private long version;
  private Instant time;

  // The operation that is being read: a step skips or deletes so much, or inserts what is not null.
  private final int[] lengths = new int[MOST_STEPS];
  private final boolean[] deletes = new boolean[MOST_STEPS];
  private final @Nullable String[] inserted = new @Nullable String[MOST_STEPS];
  private int steps;
  private String payload = "";
  private int at;

  private TextReplay(TextType type, String text, DocumentState state) {
    this.type = type;
    this.points = text.codePoints().toArray();
    this.gapStart = points.length;
    this.gapEnd = points.length;
    this.version = state.version();
    this.time = state.time();
  }

  /** Starts at a state; empty if that is no text. */
  static Optional<TextReplay> from(DocumentState state) {
    return state
        .content()
        .filter(content -> content.type() instanceof TextType)
        .map(
            content ->
                new TextReplay((TextType) content.type(), content.value().toString(), state));
  }

  /** The state it has come to. */
  DocumentState state() {
    int[] whole = new int[length()];
    System.arraycopy(points, 0, whole, 0, gapStart);
    System.arraycopy(points, gapEnd, whole, gapStart, points.length - gapEnd);
    Text text = Text.of(new String(whole, 0, whole.length));
    return new DocumentState(version, Optional.of(new Content<>(type, text)), time);
  }

  private int length() {
    return points.length - (gapEnd - gapStart);
  }

  /**
   * Goes on by operations, up to the first that is not understood.
   *
   * @return how many it has gone on by
   */
  int goOn(List<LoggedOperation> logged) {
    int count = 0;
    for (LoggedOperation operation : logged) {
      if (operation.version() != version || !understands(operation.payload())) {
        return count;
      }
      apply();
      version++;
      time = operation.time();
      count++;
    }
    return count;
  }

  // Reading

  /** Reads the steps, and whether the text is long enough for them. */
  private boolean understands(String read) {
    payload = read;
    steps = 0;
    at = 0;
    if (!skip(START)) {
      return false;
    }
    int needed = 0;
    boolean isSkip = false;
    do {
      boolean wasSkip = isSkip;
      isSkip = at < payload.length() && isDigit(payload.charAt(at));
      if (steps == MOST_STEPS || (isSkip && wasSkip) || !readStep()) {
        return false;
      }
      if (inserted[steps] == null) {
        needed += lengths[steps];
        if (needed > length()) {
          return false;
        }
      }
      steps++;
    } while (skip(","));
    return !isSkip && skip("]") && at == payload.length();
  }

  private boolean skip(String expected) {
    boolean isThere = payload.startsWith(expected, at);
    at += isThere ? expected.length() : 0;
    return isThere;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean readStep() {
    inserted[steps] = null;
    deletes[steps] = skip(DELETES);
    if (skip("\"")) {
      String text = readText();
      if (text == null || text.isEmpty()) {
        return false;
      }
      if (!deletes[steps]) {
        inserted[steps] = text;
        return true;
      }
      lengths[steps] = text.codePointCount(0, text.length());
      return skip("}");
    }
    lengths[steps] = readNumber();
    return lengths[steps] > 0 && (!deletes[steps] || skip("}"));
  }

  /** A number from 1; 0 if none of so few digits is there. */
  private int readNumber() {
    int start = at;
    int number = 0;
    while (at < payload.length() && isDigit(payload.charAt(at)) && at - start < MOST_DIGITS) {
      number = 10 * number + (payload.charAt(at) - '0');
      at++;
    }
    return at > start && payload.charAt(start) != '0' ? number : 0;
  }

  /** What stands there up to a quotation mark; null if it is not understood. */
  private @Nullable String readText() {
    int start = at;
    StringBuilder escaped = null;
    while (at < payload.length()) {
      char c = payload.charAt(at++);
      if (c == '"') {
        return escaped == null ? payload.substring(start, at - 1) : escaped.toString();
      }
      if (c < ' ' || (Character.isSurrogate(c) && !isPair(c))) {
        return null;
      }
      if (c == '\\') {
        if (escaped == null) {
          escaped = new StringBuilder().append(payload, start, at - 1);
        }
        int meant = at < payload.length() ? "\"\\/bfnrt".indexOf(payload.charAt(at++)) : -1;
        if (meant < 0) {
          return null;
        }
        escaped.append("\"\\/\b\f\n\r\t".charAt(meant));
      } else if (escaped != null) {
        escaped.append(payload, Character.isSurrogate(c) ? at - 2 : at - 1, at);
      }
    }
    return null;
  }

  /** Whether the half just read is followed by the other, which is read too. */
  private boolean isPair(char high) {
    return Character.isHighSurrogate(high)
        && at < payload.length()
        && Character.isLowSurrogate(payload.charAt(at++));
  }

  // Applying

  private void apply() {
    int position = 0;
    for (int i = 0; i < steps; i++) {
      String text = inserted[i];
      if (text != null) {
        position += insert(position, text);
      } else if (deletes[i]) {
        moveGap(position);
        gapEnd += lengths[i];
      } else {
        position += lengths[i];
      }
    }
  }

  private int insert(int position, String text) {
    if (text.length() == 1) {
      makeRoom(1);
      moveGap(position);
      points[gapStart++] = text.charAt(0);
      return 1;
    }
    int[] more = text.codePoints().toArray();
    makeRoom(more.length);
    moveGap(position);
    System.arraycopy(more, 0, points, gapStart, more.length);
    gapStart += more.length;
    return more.length;
  }

  private void makeRoom(int needed) {
    if (gapEnd - gapStart < needed) {
      int behind = points.length - gapEnd;
      int[] larger = new int[points.length + needed + Math.max(64, points.length / 4)];
      System.arraycopy(points, 0, larger, 0, gapStart);
      System.arraycopy(points, gapEnd, larger, larger.length - behind, behind);
      gapEnd = larger.length - behind;
      points = larger;
    }
  }

  private void moveGap(int position) {
    int moved = position - gapStart;
    if (moved < 0) {
      System.arraycopy(points, position, points, gapEnd + moved, -moved);
    } else if (moved > 0) {
      System.arraycopy(points, gapEnd, points, gapStart, moved);
    }
    gapStart += moved;
    gapEnd += moved;
  }
}
