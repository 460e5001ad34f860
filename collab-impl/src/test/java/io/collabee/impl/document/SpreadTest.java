package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {
  private static final int DOCUMENTS = 10_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 8, 64})
  void theDocumentsOfOneOrganisationAreEverywhere(int places) {
    assertSpread(places, number -> "meeting-" + number);
    assertSpread(places, number -> Integer.toString(number * 1000));
    assertSpread(places, number -> new UUID(number, 42).toString());
  }

  private static void assertSpread(int places, IntFunction<String> id) {
    int[] counts = new int[places];
    IntStream.range(0, DOCUMENTS)
        .mapToObj(number -> new DocumentId("the-hot-one", "minutes", id.apply(number)))
        .forEach(document -> counts[Spread.of(document, places)]++);

    double even = (double) DOCUMENTS / places;
    // Six standard deviations of a random spread: a hash that clusters is far outside.
    double tolerance = 6 * Math.sqrt(even);
    assertThat(IntStream.of(counts).boxed())
        .allSatisfy(
            count -> assertThat(count.doubleValue()).isBetween(even - tolerance, even + tolerance));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aPlaceIsTheSameOnEveryNode(int places) {
    assertThat(Spread.of(new DocumentId("acme", "minutes", "42"), places))
        .isEqualTo(places == 1 ? 0 : 55);
  }
}
