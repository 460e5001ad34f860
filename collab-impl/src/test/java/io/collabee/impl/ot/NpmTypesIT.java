package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our types and those of npm answer the same to fresh random cases. Needs Node and npm. {@code
 * -Dcollab.npm.seed=N} repeats a run, {@code -Dcollab.npm.cases=N} changes how many cases a type it
 * has, and {@code -Dcollab.npm.keep=true} writes new vectors for {@link NpmVectorsTest}.
 */
class NpmTypesIT {
  /** How many random vectors a type {@link NpmVectorsTest} has. */
  static final int KEPT = 500;

  private static final int CASES = Integer.getInteger("collab.npm.cases", 20_000);
  private static final long SEED = Long.getLong("collab.npm.seed", System.nanoTime());
  private static final int MAX_SIZE = 12;

  /** The generators of each type's cases, which take turns. */
  static Stream<List<RandomCases<?, ?>>> types() {
    return Stream.of(
        List.of(new TextCases()),
        List.of(new RichTextCases()),
        List.of(
            new Json0Cases(Json0Cases.Strings.PLAIN), new Json0Cases(Json0Cases.Strings.SUBTYPE)));
  }

  @BeforeAll
  static void install() throws Exception {
    NpmTypes.install();
  }

  @ParameterizedTest
  @MethodSource("types")
  void ourTypeAnswersAsThatOfNpm(List<RandomCases<?, ?>> generators) throws Exception {
    String name = generators.get(0).type().name();
    System.out.printf("%s: %d cases of -Dcollab.npm.seed=%d%n", name, CASES, SEED);
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();

    NpmTypes.answer(
        cases(generators, new Random(SEED), CASES),
        vector -> {
          answered.incrementAndGet();
          if (vector.containsKey("errors")) {
            failed.incrementAndGet();
          }
          NpmAnswers.check(generators.get(0).type(), vector);
        });

    assertThat(answered).hasValueGreaterThanOrEqualTo(CASES);
    assertThat(failed.get()).as("cases the package fails at").isLessThan(CASES / 100);
  }

  @ParameterizedTest
  @MethodSource("types")
  @EnabledIfSystemProperty(named = "collab.npm.keep", matches = "true")
  void vectorsAreKeptForTheTestWithoutNode(List<RandomCases<?, ?>> generators) throws Exception {
    Path file =
        Path.of("src/test/resources/io/collabee/impl/ot")
            .resolve(generators.get(0).type().name() + ".jsonl.gz");
    Files.createDirectories(file.getParent());

    try (BufferedWriter lines =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
      NpmTypes.answer(
          cases(generators, new Random(KEPT), KEPT), vector -> writeLine(lines, vector));
    }

    assertThat(file).isNotEmptyFile();
  }

  private static Stream<JsonObject> cases(
      List<RandomCases<?, ?>> generators, Random random, int count) {
    Stream<JsonObject> randoms =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  RandomCases<?, ?> generator = generators.get(i % generators.size());
                  return generator.next(random, 1 + i * MAX_SIZE / count);
                });
    return Stream.concat(generators.get(0).corners(), randoms);
  }

  private static void writeLine(BufferedWriter lines, JsonObject vector) {
    try {
      lines.write(JsonText.write(vector));
      lines.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
