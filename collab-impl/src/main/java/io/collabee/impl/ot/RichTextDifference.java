package io.collabee.impl.ot;

import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what makes of one rich text another: first where their text and embeds differ, whatever
 * their formatting, then where what they have in common is formatted differently.
 */
final class RichTextDifference {
  private final RichText from;
  private final RichText to;
  private final Delta.Builder delta = new Delta.Builder();

  private RichTextDifference(RichText from, RichText to) {
    this.from = from;
    this.to = to;
  }

  static Delta between(RichText from, RichText to) {
    return new RichTextDifference(from, to).delta();
  }

  private Delta delta() {
    Map<Key, Integer> embeds = new HashMap<>();
    Tokens old = new Tokens(from, embeds);
    Tokens now = new Tokens(to, embeds);
    int position = 0;
    int newPosition = 0;
    for (Difference.Hunk hunk : Difference.between(old.tokens(), now.tokens(), '\n')) {
      int start = old.position(hunk.from());
      keep(position, start, newPosition);
      for (Delta.Insertion piece : to.slice(now.position(hunk.to()), now.position(hunk.toEnd()))) {
        delta.push(piece);
      }
      position = old.position(hunk.fromEnd());
      newPosition = now.position(hunk.toEnd());
      if (position > start) {
        delta.push(new Delta.Delete(position - start));
      }
    }
    keep(position, from.length(), newPosition);
    return delta.chop().build();
  }

  /** Text that both have, from one position to another, and where it starts in the new one. */
  private void keep(int start, int end, int newStart) {
    Iterator<Delta.Insertion> now = to.slice(newStart, newStart + end - start).iterator();
    int left = 0;
    Attributes wanted = Attributes.NONE;
    for (Delta.Insertion piece : from.slice(start, end)) {
      for (int rest = piece.length(); rest > 0; ) {
        if (left == 0) {
          Delta.Insertion next = now.next();
          left = next.length();
          wanted = next.attributes();
        }
        int length = Math.min(rest, left);
        delta.push(new Delta.Retain(length, piece.attributes().diff(wanted)));
        rest -= length;
        left -= length;
      }
    }
  }

  /** What an embed is, whatever its formatting. */
  private record Key(JsonObject value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Attributes.isSame(value, key.value);
    }

    @Override
    public int hashCode() {
      return value.keySet().hashCode();
    }
  }

  /** Code points and embeds, which are numbers below 0, and where each of them starts. */
  private static final class Tokens {
    private final int[] tokens;
    private final int[] positions;
    private int count;
    private int length;

    Tokens(RichText content, Map<Key, Integer> embeds) {
      tokens = new int[content.length()];
      positions = new int[content.length() + 1];
      // A pair may be in two pieces, so the text is looked at as a whole.
      StringBuilder text = new StringBuilder();
      for (Delta.Insertion piece : content) {
        if (piece instanceof Delta.Run run) {
          text.append(run.text());
        } else {
          addAll(text);
          Key key = new Key(((Delta.Embed) piece).value());
          add(embeds.computeIfAbsent(key, embed -> -1 - embeds.size()), 1);
        }
      }
      addAll(text);
      positions[count] = length;
    }

    private void addAll(StringBuilder text) {
      text.codePoints().forEach(point -> add(point, Character.charCount(point)));
      text.setLength(0);
    }

    private void add(int token, int units) {
      tokens[count] = token;
      positions[count] = length;
      count++;
      length += units;
    }

    int[] tokens() {
      return Arrays.copyOf(tokens, count);
    }

    int position(int token) {
      return positions[token];
    }
  }
}
