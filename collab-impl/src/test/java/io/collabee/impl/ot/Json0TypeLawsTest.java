package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Side;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws of {@link io.collabee.spi.DocumentType}, for either form of string edits. They hold up
 * to the rounding of sums, which depends on the order of the additions.
 */
class Json0TypeLawsTest {
  private static final int SEEDS = 5_000;
  private static final int MAX_SIZE = 12;

  private final Json0Type json0 = new Json0Type();

  @ParameterizedTest
  @EnumSource
  void bothOrdersOfConcurrentOperationsGiveTheSame(Json0Cases.Strings strings) {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(strings, random, size);

          Json0Value aThenB =
              json0.apply(
                  json0.apply(made.doc, made.a), json0.transform(made.b, made.a, Side.RIGHT));
          Json0Value bThenA =
              json0.apply(
                  json0.apply(made.doc, made.b), json0.transform(made.a, made.b, Side.LEFT));

          assertThat(rounded(aThenB)).as(made.text).isEqualTo(rounded(bThenA));
        });
  }

  @ParameterizedTest
  @EnumSource
  void aComposedOperationDoesWhatItsPartsDo(Json0Cases.Strings strings) {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(strings, random, size);

          assertThat(rounded(json0.apply(made.doc, json0.compose(made.a, made.c))))
              .as(made.text)
              .isEqualTo(rounded(json0.apply(json0.apply(made.doc, made.a), made.c)));
        });
  }

  @ParameterizedTest
  @EnumSource
  void anInverseTakesBack(Json0Cases.Strings strings) {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(strings, random, size);

          Json0Operation inverse = json0.invert(made.a, made.doc).orElseThrow();

          assertThat(rounded(json0.apply(json0.apply(made.doc, made.a), inverse)))
              .as(made.text)
              .isEqualTo(rounded(made.doc));
        });
  }

  @ParameterizedTest
  @EnumSource
  void aDifferenceMakesOneContentOfTheOther(Json0Cases.Strings strings) {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(strings, random, size);
          Json0Value after = json0.apply(json0.apply(made.doc, made.a), made.c);
          Json0Value other = new Case(strings, random, size).doc;

          assertThat(json0.apply(made.doc, json0.diff(made.doc, after).orElseThrow()))
              .as(made.text)
              .isEqualTo(after);
          assertThat(json0.apply(made.doc, json0.diff(made.doc, other).orElseThrow()))
              .as(made.text)
              .isEqualTo(other);
        });
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadAsTheSame(Json0Cases.Strings strings) {
    Seeds.upTo(
        SEEDS,
        MAX_SIZE,
        (random, size) -> {
          Case made = new Case(strings, random, size);

          assertThat(json0.operation(json0.operationJson(made.a))).isEqualTo(made.a);
          assertThat(json0.snapshot(json0.snapshotJson(made.doc))).isEqualTo(made.doc);
        });
  }

  private static Json0Value rounded(Json0Value value) {
    if (value instanceof Json0Value.NumberValue number) {
      return new Json0Value.NumberValue(Math.rint(number.value() * 1e9) / 1e9);
    }
    if (value instanceof Json0Value.ListValue list) {
      List<Json0Value> items = new ArrayList<>();
      list.items().forEach(item -> items.add(rounded(item)));
      return Json0Value.ListValue.of(items);
    }
    if (value instanceof Json0Value.ObjectValue object) {
      Json0Value.ObjectValue.Builder members = new Json0Value.ObjectValue.Builder();
      object.members().forEach(member -> members.add(member.key(), rounded(member.value())));
      return members.build();
    }
    return value;
  }

  /** A random case, read. */
  private final class Case {
    private final String text;
    private final Json0Value doc;
    private final Json0Operation a;
    private final Json0Operation b;
    private final Json0Operation c;

    Case(Json0Cases.Strings strings, Random random, int size) {
      JsonObject made = new Json0Cases(strings).next(random, size);
      text = made.toString();
      doc = json0.snapshot(made.getValue("/doc"));
      a = json0.operation(made.getValue("/a"));
      b = json0.operation(made.getValue("/b"));
      c = json0.operation(made.getValue("/c"));
    }
  }
}
