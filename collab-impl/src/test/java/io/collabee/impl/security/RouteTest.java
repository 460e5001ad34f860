package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is believed of the program that a client says it is. */
class RouteTest {
  private static Optional<String> agent(String header) {
    return Route.UNKNOWN.by(header).agent();
  }

  @ParameterizedTest
  @CsvSource({
    "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0,Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "'  curl/8.0 ',curl/8.0",
    "'a\r\nREVOKED\tb',a REVOKED b",
    "'a\u202eb\u200bc\u2028d\u0000',a b c d",
    "<b>é😀</b>,<b>é😀</b>",
  })
  void onlyWhatIsSeenIsTaken(String header, String taken) {
    assertThat(agent(header)).contains(taken);
  }

  @Test
  void onlyTheStartIsTakenAndNoHalfOfACharacter() {
    assertThat(agent("x".repeat(256))).contains("x".repeat(256));
    assertThat(agent("😀".repeat(8_000))).contains("😀".repeat(256) + "…");
  }

  @Test
  void whoSaysNothingHasNone() {
    assertThat(Route.UNKNOWN.by(null).agent()).isEmpty();
    assertThat(agent(" \u200b")).isEmpty();
  }
}
