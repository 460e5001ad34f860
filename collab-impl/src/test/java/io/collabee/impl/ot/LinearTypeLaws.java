package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import io.collabee.spi.Sequence;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The laws of {@link DocumentType}, and those of types whose content is a sequence of units.
 *
 * @param <S> the type's snapshot
 * @param <O> the type's operation
 */
abstract class LinearTypeLaws<S, O> {
  private static final int SEEDS = 2_000;
  private static final int MAX_SIZE = 12;

  private final RandomCases<S, O> cases;
  private final DocumentType<S, O> type;

  LinearTypeLaws(RandomCases<S, O> cases) {
    this.cases = cases;
    this.type = cases.type();
  }

  /** A document with this text and nothing else. */
  abstract JsonValue document(String text);

  /** The content, unit by unit, in the type's unit of length. */
  abstract int[] units(S content);

  abstract int length(S content);

  /** By how much an operation makes a document longer. */
  abstract int growth(O operation);

  @Test
  void bothOrdersOfConcurrentOperationsGiveTheSame() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);

          S aThenB =
              type.apply(type.apply(made.doc, made.a), type.transform(made.b, made.a, Side.RIGHT));
          S bThenA =
              type.apply(type.apply(made.doc, made.b), type.transform(made.a, made.b, Side.LEFT));

          assertThat(aThenB).as(made.text).isEqualTo(bThenA);
        });
  }

  @Test
  void aComposedOperationDoesWhatItsPartsDo() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);

          assertThat(type.apply(made.doc, type.compose(made.a, made.c)))
              .as(made.text)
              .isEqualTo(type.apply(type.apply(made.doc, made.a), made.c));
        });
  }

  @Test
  void composingIsAssociative() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);
          S after = type.apply(type.apply(made.doc, made.a), made.c);
          O d = type.operation(cases.operation(random, type.snapshotJson(after), size));

          S leftFirst = type.apply(made.doc, type.compose(type.compose(made.a, made.c), d));
          S rightFirst = type.apply(made.doc, type.compose(made.a, type.compose(made.c, d)));

          assertThat(leftFirst).as(made.text).isEqualTo(rightFirst);
        });
  }

  @Test
  void anInverseTakesBack() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);

          O inverse = type.invert(made.a, made.doc).orElseThrow();

          assertThat(type.apply(type.apply(made.doc, made.a), inverse))
              .as(made.text)
              .isEqualTo(made.doc);
        });
  }

  @Test
  void aDifferenceMakesOneContentOfTheOther() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);
          S after = type.apply(type.apply(made.doc, made.a), made.c);

          O difference = type.diff(made.doc, after).orElseThrow();

          assertThat(type.apply(made.doc, difference)).as(made.text).isEqualTo(after);
          JsonValue written = type.operationJson(difference);
          if (!hasHalves(written)) {
            assertThat(type.operation(written)).isEqualTo(difference);
          }
        });
  }

  /** Half a surrogate pair, which is left where an operation cuts one, is written as an escape. */
  private static boolean hasHalves(JsonValue json) {
    return JsonText.write(json).contains("\\ud");
  }

  @Test
  void contentsWithNothingInCommonHaveADifferenceToo() {
    Seeds.upTo(
        SEEDS / 4,
        10 * MAX_SIZE,
        (random, size) -> {
          S from = type.snapshot(cases.document(random, size));
          S to = type.snapshot(cases.document(random, size));

          assertThat(type.apply(from, type.diff(from, to).orElseThrow())).isEqualTo(to);
          assertThat(type.diff(from, from)).contains(type.operation(JsonValue.EMPTY_JSON_ARRAY));
        });
  }

  @Test
  void stepsTellWhatAnOperationDoes() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);
          Sequence<S, O> sequence = type.sequence().orElseThrow();
          int[] before = units(made.doc);
          S after = type.apply(made.doc, made.a);

          int position = 0;
          int newPosition = 0;
          for (Sequence.Step step : sequence.steps(made.a)) {
            if (step instanceof Sequence.Insert) {
              newPosition += step.length();
              continue;
            }
            for (int i = 0; step instanceof Sequence.Keep && i < step.length(); i++) {
              assertThat(units(after)[newPosition++]).isEqualTo(before[position + i]);
            }
            position += step.length();
          }

          assertThat(sequence.length(made.doc)).isEqualTo(before.length);
          assertThat(before.length - position).isEqualTo(units(after).length - newPosition);
          assertThat(sequence.slice(after, 0, units(after).length))
              .isEqualTo(type.snapshotJson(after));
        });
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);
          S after = type.apply(made.doc, made.a);
          O transformed = type.transform(made.a, made.b, Side.LEFT);

          assertThat(type.operation(type.operationJson(made.a))).isEqualTo(made.a);
          assertThat(type.operation(type.operationJson(transformed))).isEqualTo(transformed);
          assertThat(type.snapshot(type.snapshotJson(after))).isEqualTo(after);
        });
  }

  @Test
  void aDocumentIsAsLongAsItsUnitsAreMany() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);

          S after = type.apply(made.doc, made.a);

          assertThat(length(after)).as(made.text).isEqualTo(units(after).length);
          assertThat(length(after)).as(made.text).isEqualTo(length(made.doc) + growth(made.a));
        });
  }

  /** An own insertion at a position goes before it, so the unit behind the position stays there. */
  @Test
  void aPositionKeepsItsNeighbour() {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          // No unit is there twice, nor inserted by an operation.
          JsonValue doc = document(distinct(1 + random.nextInt(3 * size)));
          S before = type.snapshot(doc);
          O operation = type.operation(cases.operation(random, doc, size));
          int[] units = units(before);
          int[] after = units(type.apply(before, operation));
          int position = random.nextInt(units.length);

          int behind = type.transformPosition(position, operation, true).orElseThrow();
          int ahead = type.transformPosition(position + 1, operation, false).orElseThrow();

          String text = doc + " and " + type.operationJson(operation) + " at " + position;
          if (Arrays.stream(after).anyMatch(unit -> unit == units[position])) {
            assertThat(after[behind]).as(text).isEqualTo(units[position]);
            assertThat(after[ahead - 1]).as(text).isEqualTo(units[position]);
          } else {
            assertThat(behind).as(text).isBetween(0, after.length);
            assertThat(ahead).as(text).isBetween(0, after.length);
          }
        });
  }

  @Test
  void aBrokenOperationIsRefusedOrDoesWhatItSays() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger applied = new AtomicInteger();
    Seeds.upTo(
        4 * SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(random, size);
          JsonValue broken = BrokenJson.of(type.operationJson(made.a), random);

          try {
            O operation = type.operation(broken);
            read.incrementAndGet();
            assertThat(type.operation(type.operationJson(operation))).isEqualTo(operation);
            S after = type.apply(made.doc, operation);
            applied.incrementAndGet();
            assertThat(type.snapshot(type.snapshotJson(after))).isEqualTo(after);
            assertThat(type.apply(after, type.transform(made.b, operation, Side.RIGHT)))
                .isEqualTo(
                    type.apply(
                        type.apply(made.doc, made.b),
                        type.transform(operation, made.b, Side.LEFT)));
          } catch (CollabException refused) {
            assertThat(refused.code())
                .as("%s", broken)
                .isIn(ErrorCode.ERR_OT_OP_BADLY_FORMED, ErrorCode.ERR_OT_OP_NOT_APPLIED);
          }
        });

    // Otherwise the law says little.
    assertThat(read).hasValueGreaterThan(SEEDS / 4);
    assertThat(applied).hasValueBetween(SEEDS / 4, read.get() - 1);
  }

  /** Hangul syllables, which the cases do not insert. */
  private static String distinct(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (0xAC00 + i));
    }
    return text.toString();
  }

  /** A random case, read. */
  private final class Case {
    private final String text;
    private final S doc;
    private final O a;
    private final O b;
    private final O c;

    Case(Random random, int size) {
      JsonObject made = cases.next(random, size);
      text = made.toString();
      doc = type.snapshot(made.getValue("/doc"));
      a = type.operation(made.getValue("/a"));
      b = type.operation(made.getValue("/b"));
      c = type.operation(made.getValue("/c"));
    }
  }
}
