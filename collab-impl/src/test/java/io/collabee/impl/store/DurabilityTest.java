package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLog.Append;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was committed to an H2 file is there after the process was killed. */
final class DurabilityTest {
  private static final DocumentId DOCUMENT = DocumentId.of("durable", "one");

  /** Appends and compacts until it is killed; tells every commit on its standard output. */
  static final class Typist {
    private Typist() {}

    public static void main(String[] arguments) {
      try (JpaStore store = open(Path.of(arguments[0]))) {
        OperationLog log = store.operationLog();
        Compaction compaction =
            store.compaction(
                new CompactionSettings(5, Duration.ofDays(1), 10, 0, Duration.ofDays(1)));
        while (true) {
          try (Append append = log.append(new TreeSet<>(List.of(DOCUMENT)))) {
            long head = append.head(DOCUMENT);
            append.write(
                DOCUMENT,
                List.of(new LoggedOperation(head, "s", head + 1, "", Instant.EPOCH, "")),
                Optional.of("t"));
            append.commit();
            System.out.println(head);
          }
          compaction.compact(DOCUMENT);
        }
      }
    }
  }

  private static JpaStore open(Path file) {
    return JpaStore.open(TestDatabases.h2("file:" + file), Schema.CREATE, Clock.systemUTC());
  }

  @Test
  void whatWasCommittedSurvivesKill9(@TempDir Path folder) throws Exception {
    long seed = System.nanoTime();
    System.out.println("whatWasCommittedSurvivesKill9: seed " + seed);
    Random random = new Random(seed);
    Path file = folder.resolve("log");
    long last = -1;
    for (int round = 0; round < 3; round++) {
      last = killAfter(1 + random.nextInt(200), file, last);
    }

    try (JpaStore store = open(file)) {
      List<LoggedOperation> operations =
          store.operationLog().operations(DOCUMENT, 0, Long.MAX_VALUE);
      assertThat(operations).as("seed %d", seed).hasSizeGreaterThan((int) last);
      assertThat(operations)
          .extracting(LoggedOperation::version)
          .containsExactlyElementsOf(LongStream.range(0, operations.size()).boxed().toList());
    }
  }

  /** Lets a process append some operations and kills it; gives the last version it told. */
  private static long killAfter(int commits, Path file, long before) throws Exception {
    Path told = Files.createTempFile(file.getParent(), "told", "");
    Process typist =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Typist.class.getName(),
                file.toString())
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(2))
          .until(() -> versions(told).size() >= commits);
    } finally {
      typist.destroyForcibly().waitFor();
    }
    List<Long> versions = versions(told);
    assertThat(versions.get(0)).isGreaterThan(before);
    return versions.get(versions.size() - 1);
  }

  /** The lines that are complete. */
  private static List<Long> versions(Path told) throws IOException {
    String text = Files.readString(told);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Long::valueOf).toList();
  }
}
