package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A rope does what the plain text or list does, and stays balanced and free of crumbs. */
class RopeLawsTest {

  /** Units of any length, never joined: what a list is. */
  private enum Blocks implements Rope.Pieces<Integer> {
    UNITS;

    @Override
    public int length(Integer piece) {
      return 1;
    }

    @Override
    public long volume(Integer piece) {
      return piece;
    }

    @Override
    public Integer slice(Integer piece, int from, int to) {
      throw new AssertionError("a unit cannot be cut");
    }

    @Override
    public boolean fit(Integer left, Integer right) {
      return false;
    }

    @Override
    public Integer join(Integer left, Integer right) {
      throw new AssertionError("units are never joined");
    }
  }

  @Test
  void aTextIsThatOfTheStringEditedInTheSameWay() {
    Seeds.upTo(
        150,
        6_000,
        (random, size) -> {
          StringBuilder plain = new StringBuilder(randomText(random, size));
          Rope<String> rope = TextPieces.UTF_16.rope(plain.toString());
          List<Rope<String>> versions = new ArrayList<>();
          List<String> texts = new ArrayList<>();

          for (int edit = 0; edit < 30; edit++) {
            versions.add(rope);
            texts.add(plain.toString());
            int from = random.nextInt(plain.length() + 1);
            int to = from + random.nextInt(Math.min(plain.length() - from, 1_500) + 1);
            String inserted = randomText(random, random.nextInt(3) == 0 ? 700 : 2);
            plain.replace(from, to, inserted);
            rope = rope.splice(from, to, TextPieces.UTF_16.rope(inserted));
            rope.checkInvariants();
          }

          assertThat(TextPieces.text(rope)).isEqualTo(plain.toString());
          assertThat(rope.length()).isEqualTo(plain.length());
          for (int i = 0; i < versions.size(); i++) {
            assertThat(TextPieces.text(versions.get(i))).isEqualTo(texts.get(i));
          }
        });
  }

  @Test
  void aSortedSequenceIsSearched() {
    Seeds.upTo(
        150,
        200,
        (random, size) -> {
          List<Integer> sorted = random.ints(size, 0, size).boxed().sorted().toList();
          Rope<Integer> rope = Rope.of(Blocks.UNITS, sorted);

          for (int sought = -1; sought <= size; sought++) {
            int key = sought;
            long before = sorted.stream().filter(piece -> piece < key).count();
            assertThat(rope.search(piece -> Integer.compare(piece, key))).isEqualTo((int) before);
          }
        });
  }

  @Test
  void positionsInCodePointsCountPairsOnce() {
    Seeds.upTo(
        150,
        3_000,
        (random, size) -> {
          String text = randomText(random, size);
          Rope<String> rope = TextPieces.CODE_POINTS.rope(text);
          int[] codePoints = text.codePoints().toArray();
          int from = random.nextInt(codePoints.length + 1);
          int to = from + random.nextInt(codePoints.length - from + 1);

          assertThat(rope.length()).isEqualTo(codePoints.length);
          assertThat(TextPieces.text(rope.slice(from, to)))
              .isEqualTo(new String(codePoints, from, to - from));
          rope.slice(from, to).checkInvariants();
        });
  }

  @Test
  void aListIsThatOfThePlainListEditedInTheSameWay() {
    Seeds.upTo(
        150,
        150,
        (random, size) -> {
          List<Integer> plain = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            plain.add(random.nextInt());
          }
          Rope<Integer> rope = Rope.of(Blocks.UNITS, plain);

          for (int edit = 0; edit < 50; edit++) {
            int at = random.nextInt(plain.size() + 1);
            if (at < plain.size() && random.nextInt(3) > 0) {
              int to = Math.min(plain.size(), at + 1 + random.nextInt(random.nextInt(20) + 1));
              plain.subList(at, to).clear();
              rope = rope.splice(at, to, Rope.empty(Blocks.UNITS));
            } else {
              plain.add(at, edit);
              rope = rope.take(at).append(edit).concat(rope.drop(at));
            }
            rope.checkInvariants();
          }

          assertThat(rope).containsExactlyElementsOf(plain);
          for (int i = 0; i < plain.size(); i++) {
            assertThat(rope.pieceAt(i)).isEqualTo(plain.get(i));
          }
        });
  }

  @Test
  void joiningTwoOfAnySizesKeepsTheBalance() {
    Seeds.upTo(
        2_000,
        2_000,
        (random, size) -> {
          List<Integer> left = new ArrayList<>();
          List<Integer> right = new ArrayList<>();
          for (int i = random.nextInt(size); i > 0; i--) {
            left.add(i);
          }
          for (int i = random.nextInt(random.nextInt(size) + 1); i > 0; i--) {
            right.add(-i);
          }
          Rope<Integer> joined = Rope.of(Blocks.UNITS, left).concat(Rope.of(Blocks.UNITS, right));

          joined.checkInvariants();
          left.addAll(right);
          assertThat(joined).containsExactlyElementsOf(left);
        });
  }

  @Test
  void aTextTypedOneCharacterAtATimeIsInLongPieces() {
    Rope<String> rope = Rope.empty(TextPieces.UTF_16);

    for (int i = 0; i < 10_000; i++) {
      rope = rope.append("x");
    }

    assertThat(rope.size()).isLessThanOrEqualTo(2 * 10_000 / TextPieces.LONGEST + 1);
  }

  @Test
  void aTextOfWhichOnlyCrumbsAreLeftIsInFewPieces() {
    Rope<String> rope = TextPieces.UTF_16.rope("x".repeat(100 * TextPieces.LONGEST));

    for (int i = 0; i < 100; i++) {
      int crumb = 10 * i;
      rope = rope.splice(crumb, crumb + TextPieces.LONGEST - 10, Rope.empty(TextPieces.UTF_16));
    }

    assertThat(rope.length()).isEqualTo(1_000);
    assertThat(rope.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void positionsOutsideAreRefused() {
    Rope<String> rope = TextPieces.UTF_16.rope("abc");

    assertThatThrownBy(() -> rope.take(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> rope.drop(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> rope.pieceAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static String randomText(Random random, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
      if (random.nextInt(8) == 0) {
        text.appendCodePoint(0x1F600 + random.nextInt(60));
      } else {
        text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
