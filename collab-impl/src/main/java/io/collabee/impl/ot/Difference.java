package io.collabee.impl.ot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where two sequences of tokens differ.
 *
 * <p><b>The idea.</b> What both begin and end with is set aside first; after one person's edit
 * hardly more is left. The rest is compared by lines, each line being one token, and what then
 * differs token by token. Both are Myers' greedy algorithm, which takes time in proportion to the
 * length by the number of differences, and finds the fewest.
 *
 * <p><b>Bounded.</b> It gives up after {@link #MOST_DIFFERENCES}, or when the whole comparison has
 * cost {@link #MOST_WORK} steps; what it was looking at is then one difference, old against new.
 * Short matches in a text between long differences are chance, not what somebody kept, and become
 * part of the difference.
 *
 * <p>Sources: Myers, "An O(ND) difference algorithm and its variations" (1986); that chance matches
 * are no matches is the "semantic cleanup" of Fraser, diff-match-patch.
 */
final class Difference {
  /** Says that no token ends a line. */
  static final int NO_LINES = Integer.MIN_VALUE;

  private static final int MOST_DIFFERENCES = 1_000;
  private static final long MOST_WORK = 20_000_000;

  /** Up to this length lines are not looked for. */
  private static final int SHORT = 500;

  private final int[] from;
  private final int[] to;
  private final int lineEnd;
  private final List<Hunk> hunks = new ArrayList<>();
  private long work;

  private Difference(int[] from, int[] to, int lineEnd) {
    this.from = from;
    this.to = to;
    this.lineEnd = lineEnd;
  }

  /**
   * A stretch of the one sequence that stands where the other has another one; not both are empty.
   */
  record Hunk(int from, int fromEnd, int to, int toEnd) {
    int deleted() {
      return fromEnd - from;
    }

    int inserted() {
      return toEnd - to;
    }

    private int longest() {
      return Math.max(deleted(), inserted());
    }
  }

  /**
   * The stretches in which two sequences differ, in order, none touching another. What lies between
   * them is the same.
   *
   * @param lineEnd the token that ends a line, or {@link #NO_LINES}
   */
  static List<Hunk> between(int[] from, int[] to, int lineEnd) {
    Difference difference = new Difference(from, to, lineEnd);
    difference.compare(new Hunk(0, from.length, 0, to.length), true);
    return lineEnd == NO_LINES ? difference.hunks : withoutChance(difference.hunks);
  }

  private void compare(Hunk whole, boolean byLines) {
    Hunk rest = trimmed(whole);
    if (rest.deleted() == 0 || rest.inserted() == 0) {
      add(rest);
    } else if (byLines && lineEnd != NO_LINES && rest.longest() > SHORT) {
      compareLines(rest);
    } else {
      List<Hunk> found =
          myers(
              Arrays.copyOfRange(from, rest.from, rest.fromEnd),
              Arrays.copyOfRange(to, rest.to, rest.toEnd));
      for (Hunk hunk : found) {
        add(
            new Hunk(
                rest.from + hunk.from,
                rest.from + hunk.fromEnd,
                rest.to + hunk.to,
                rest.to + hunk.toEnd));
      }
    }
  }

  private void add(Hunk hunk) {
    if (hunk.longest() > 0) {
      hunks.add(hunk);
    }
  }

  private Hunk trimmed(Hunk hunk) {
    int start = 0;
    int shorter = Math.min(hunk.deleted(), hunk.inserted());
    while (start < shorter && from[hunk.from + start] == to[hunk.to + start]) {
      start++;
    }
    int end = 0;
    while (end < shorter - start && from[hunk.fromEnd - 1 - end] == to[hunk.toEnd - 1 - end]) {
      end++;
    }
    return new Hunk(hunk.from + start, hunk.fromEnd - end, hunk.to + start, hunk.toEnd - end);
  }

  private void compareLines(Hunk rest) {
    Map<Line, Integer> ids = new HashMap<>();
    int[] fromEnds = lineEnds(from, rest.from, rest.fromEnd);
    int[] toEnds = lineEnds(to, rest.to, rest.toEnd);
    List<Hunk> lines =
        myers(lines(from, rest.from, fromEnds, ids), lines(to, rest.to, toEnds, ids));
    for (Hunk hunk : lines) {
      compare(
          new Hunk(
              start(rest.from, fromEnds, hunk.from),
              start(rest.from, fromEnds, hunk.fromEnd),
              start(rest.to, toEnds, hunk.to),
              start(rest.to, toEnds, hunk.toEnd)),
          false);
    }
  }

  private static int start(int first, int[] ends, int line) {
    return line == 0 ? first : ends[line - 1];
  }

  private int[] lineEnds(int[] tokens, int start, int end) {
    int[] ends = new int[end - start];
    int count = 0;
    for (int i = start; i < end; i++) {
      if (tokens[i] == lineEnd || i == end - 1) {
        ends[count++] = i + 1;
      }
    }
    return Arrays.copyOf(ends, count);
  }

  private static int[] lines(int[] tokens, int start, int[] ends, Map<Line, Integer> ids) {
    int[] lines = new int[ends.length];
    for (int i = 0; i < ends.length; i++) {
      Line line = new Line(tokens, start(start, ends, i), ends[i]);
      Integer id = ids.putIfAbsent(line, ids.size());
      lines[i] = id == null ? ids.size() - 1 : id;
    }
    return lines;
  }

  /** A line, equal to those of the same tokens. */
  private static final class Line {
    private final int[] tokens;
    private final int start;
    private final int end;
    private final int hash;

    Line(int[] tokens, int start, int end) {
      this.tokens = tokens;
      this.start = start;
      this.end = end;
      int sum = 1;
      for (int i = start; i < end; i++) {
        sum = 31 * sum + tokens[i];
      }
      hash = sum;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Line line
          && hash == line.hash
          && Arrays.equals(tokens, start, end, line.tokens, line.start, line.end);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * Myers' algorithm. The reach of diagonal {@code k} (its cells have {@code x - y = k}) is how far
   * along the first sequence one gets there with so many differences. {@code reaches} keeps the
   * reaches of every number of differences, to walk back from the end.
   */
  private List<Hunk> myers(int[] a, int[] b) {
    int most = Math.min(MOST_DIFFERENCES, a.length + b.length);
    List<int[]> reaches = new ArrayList<>();
    int[] reach = new int[2 * most + 3];
    int zero = most + 1;
    for (int d = 0; d <= most; d++) {
      for (int k = -d; k <= d; k += 2) {
        int x = isDown(reach, zero, d, k) ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
        int start = x;
        while (x < a.length && x - k < b.length && a[x] == b[x - k]) {
          x++;
        }
        reach[zero + k] = x;
        work += 1 + x - start;
        if (x >= a.length && x - k >= b.length) {
          return walkedBack(reaches, a.length, b.length);
        }
      }
      if (work > MOST_WORK) {
        break;
      }
      reaches.add(Arrays.copyOfRange(reach, zero - d - 1, zero + d + 2));
    }
    return List.of(new Hunk(0, a.length, 0, b.length));
  }

  /** Whether the best way to a diagonal with {@code d} differences comes from the one above. */
  private static boolean isDown(int[] reach, int zero, int d, int k) {
    return k == -d || (k != d && reach[zero + k - 1] < reach[zero + k + 1]);
  }

  /** The differences on the way to the end of both. */
  private static List<Hunk> walkedBack(List<int[]> reaches, int length, int otherLength) {
    List<Hunk> hunks = new ArrayList<>();
    int x = length;
    int y = otherLength;
    for (int d = reaches.size(); d > 0; d--) {
      int[] reach = reaches.get(d - 1);
      // The reaches of d - 1 differences, with one more place at either end.
      int zero = d;
      int k = x - y;
      boolean isDown = isDown(reach, zero, d, k);
      int beforeX = reach[zero + (isDown ? k + 1 : k - 1)];
      int beforeY = beforeX - (isDown ? k + 1 : k - 1);
      prepend(
          hunks, beforeX, isDown ? beforeX : beforeX + 1, beforeY, isDown ? beforeY + 1 : beforeY);
      x = beforeX;
      y = beforeY;
    }
    Collections.reverse(hunks);
    return hunks;
  }

  private static void prepend(List<Hunk> hunks, int from, int fromEnd, int to, int toEnd) {
    int last = hunks.size() - 1;
    if (last >= 0 && hunks.get(last).from == fromEnd && hunks.get(last).to == toEnd) {
      hunks.set(last, new Hunk(from, hunks.get(last).fromEnd, to, hunks.get(last).toEnd));
    } else {
      hunks.add(new Hunk(from, fromEnd, to, toEnd));
    }
  }

  /** Joins differences with little between them, beside what either has changed. */
  private static List<Hunk> withoutChance(List<Hunk> hunks) {
    List<Hunk> joined = new ArrayList<>();
    for (Hunk next : hunks) {
      Hunk hunk = next;
      int last = joined.size() - 1;
      while (last >= 0 && isChance(joined.get(last), hunk)) {
        Hunk before = joined.remove(last);
        hunk = new Hunk(before.from, hunk.fromEnd, before.to, hunk.toEnd);
        last--;
      }
      joined.add(hunk);
    }
    return joined;
  }

  private static boolean isChance(Hunk left, Hunk right) {
    int kept = right.from - left.fromEnd;
    return 2 * kept <= Math.min(left.longest(), right.longest());
  }
}
