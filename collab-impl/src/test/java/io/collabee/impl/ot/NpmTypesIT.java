package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our types and those of npm answer the same to fresh random cases. Needs Node and npm. {@code
 * -Dcollab.npm.seed=N} repeats a run, {@code -Dcollab.npm.cases=N} changes how many cases a type it
 * has.
 */
class NpmTypesIT {
  private static final int CASES = Integer.getInteger("collab.npm.cases", 20_000);
  private static final long SEED = Long.getLong("collab.npm.seed", System.nanoTime());
  private static final int SIZES = 12;

  @BeforeAll
  static void install() throws Exception {
    NpmTypes.install();
  }

  @Test
  void json0IsThatOfNpm() throws Exception {
    check(
        List.of(
            new Json0Cases(Json0Cases.Strings.PLAIN), new Json0Cases(Json0Cases.Strings.SUBTYPE)));
  }

  /** Makes as many cases by each generator in turn. */
  private static <S, O> void check(List<? extends RandomCases<S, O>> generators) throws Exception {
    String name = generators.get(0).type().name();
    System.out.printf("%s: %d cases from -Dcollab.npm.seed=%d%n", name, CASES, SEED);
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();

    Random random = new Random(SEED);
    Stream<JsonObject> cases =
        LongStream.range(0, CASES)
            .mapToObj(
                i ->
                    generators
                        .get((int) (i % generators.size()))
                        .next(random, 1 + (int) (i * SIZES / CASES)));
    NpmTypes.answer(
        cases,
        vector -> {
          answered.incrementAndGet();
          if (vector.containsKey("errors")) {
            failed.incrementAndGet();
          }
          NpmAnswers.check(generators.get(0).type(), vector);
        });

    assertThat(answered).hasValue(CASES);
    assertThat(failed.get()).as("cases the package fails at").isLessThan(CASES / 100);
  }
}
