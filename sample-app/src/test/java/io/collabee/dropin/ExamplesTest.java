package io.collabee.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java on the page about security is what these tests run on servers. */
class ExamplesTest {
  private static final Path PAGE = Path.of("../docs/security.md");
  private static final Path SOURCES = Path.of("src/test/java/io/collabee/dropin");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void whatThePageShowsIsTestedAsItIsWritten() throws IOException {
    List<String> sources = sources();

    List<String> examples =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();

    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(sources).as(example).anyMatch(source -> source.contains(example));
    }
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .filter(file -> !file.endsWith("ExamplesTest.java"))
          .map(ExamplesTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
