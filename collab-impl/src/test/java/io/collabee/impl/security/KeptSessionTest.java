package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of a session, as it is written. */
class KeptSessionTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String LONG_NAME = "n".repeat(250);

  private static KeptSession session(Optional<String> agent, Set<DocumentId> documents) {
    return new KeptSession(
        "s",
        "hash",
        "ann",
        Set.of("editor"),
        Credential.ofServer(NOON),
        NOON,
        NOON.plusSeconds(5),
        NOON.plusSeconds(60),
        Optional.of("192.0.2.1"),
        agent,
        documents);
  }

  @Test
  void whatIsWrittenIsRead() {
    KeptSession session = session(Optional.of("Browser/1"), Set.of(DocumentId.of("notes", "n")));

    assertThat(KeptSession.read("s", session.written())).contains(session);
  }

  @Test
  void whatAReleaseWroteThatKnewNoProgramIsRead() {
    KeptSession session = session(Optional.empty(), Set.of(DocumentId.of("notes", "n")));
    byte[] written = session.written();

    byte[] before = Arrays.copyOf(written, written.length - 1);

    assertThat(KeptSession.read("s", before)).contains(session);
  }

  @Test
  void whoFollowsAThousandDocumentsWithLongNamesIsKeptWithSome() {
    Set<DocumentId> documents =
        IntStream.range(0, 1_000)
            .mapToObj(number -> DocumentId.of(LONG_NAME, LONG_NAME + number))
            .collect(Collectors.toSet());

    byte[] written = session(Optional.of("Browser/1"), documents).written();

    assertThat(written).hasSizeLessThan(60_000);
    KeptSession read = KeptSession.read("s", written).orElseThrow();
    assertThat(read.documents()).hasSizeBetween(70, 90).isSubsetOf(documents);
    assertThat(read.agent()).contains("Browser/1");
  }
}
