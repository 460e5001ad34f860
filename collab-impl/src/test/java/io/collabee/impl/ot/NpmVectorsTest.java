package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our types answer as those of npm did when they were asked: those of ours that {@link NpmTypesIT}
 * wrote, and larger ones that are kept beside the repository. {@code -Dcollab.shared=DIRECTORY}
 * says where if they are elsewhere.
 */
class NpmVectorsTest {
  private static final Path SHARED = Path.of(System.getProperty("collab.shared", "../../shared"));

  static Stream<DocumentType<?, ?>> types() {
    return Stream.of(new TextType(), new RichTextType(), new Json0Type());
  }

  @ParameterizedTest
  @MethodSource("types")
  void ourTypeAnswersAsThatOfNpm(DocumentType<?, ?> type) throws IOException {
    try (InputStream vectors = getClass().getResourceAsStream(type.name() + ".jsonl.gz")) {
      assertThat(vectors).as("vectors of %s", type.name()).isNotNull();
      assertThat(check(type, vectors)).isGreaterThanOrEqualTo(NpmTypesIT.KEPT);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void ourTypeAnswersAsThatOfNpmToMoreCases(DocumentType<?, ?> type) throws IOException {
    Path file = SHARED.resolve("vectors").resolve(type.name() + ".jsonl.gz");
    assumeTrue(Files.exists(file), () -> "There is no " + file);

    try (InputStream vectors = Files.newInputStream(file)) {
      assertThat(check(type, vectors)).isEqualTo(3000);
    }
  }

  /** How many vectors there are, all of which were answered rightly. */
  private static int check(DocumentType<?, ?> type, InputStream compressed) throws IOException {
    List<JsonObject> vectors;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(compressed), StandardCharsets.UTF_8))) {
      vectors = lines.lines().map(line -> JsonText.parse(line).asJsonObject()).toList();
    }
    vectors.forEach(vector -> NpmAnswers.check(type, vector));
    return vectors.size();
  }
}
