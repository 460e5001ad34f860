package io.collabee.impl.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.entity.DiffEntity;
import io.collabee.impl.document.LoggedOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DiffFormatTest {
  private static final Instant TIME = Instant.parse("2026-11-24T08:00:00.123Z");

  @Test
  void bytesAreAsDocumented() {
    List<LoggedOperation> run =
        List.of(
            new LoggedOperation(7, "s", 300, "ann", TIME.minusMillis(2), "\"op\":[1,\"é\"]"),
            new LoggedOperation(8, "s", 301, "ann", TIME, "\"del\":true"));

    byte[] bytes = DiffFormat.encode(run, operation -> 5);

    String expected =
        "01" // format
            + "05" // source
            + "ac02" // seq 300
            + "03" // 2 ms before the diff's time
            + "11" // 8 bytes, "op": left out
            + HexFormat.of().formatHex("[1,\"é\"]".getBytes(UTF_8))
            + "05"
            + "ad02"
            + "04" // 2 ms after the one before
            + "14" // 10 bytes
            + HexFormat.of().formatHex("\"del\":true".getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
  }

  @Test
  void aLoneKeystrokeIsSmall() {
    LoggedOperation keystroke = new LoggedOperation(0, "s", 99, "ann", TIME, "\"op\":[1234,\"x\"]");

    assertThat(DiffFormat.encode(List.of(keystroke), operation -> 9_999)).hasSize(16);
  }

  @Test
  void whatIsEncodedIsDecoded() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<LoggedOperation> run = randomRun(random);
      long sourceKey = random.nextLong() >>> (1 + random.nextInt(62));

      DiffEntity diff =
          new DiffEntity(
              1,
              run.get(0).version(),
              run.get(run.size() - 1).time(),
              run.size(),
              DiffFormat.encode(run, operation -> sourceKey));

      assertThat(DiffFormat.decode(diff))
          .as("seed %d", seed)
          .containsExactlyElementsOf(
              run.stream()
                  .map(
                      each ->
                          new DiffFormat.Entry(
                              each.version(), sourceKey, each.seq(), each.time(), each.payload()))
                  .toList());
    }
  }

  private static List<LoggedOperation> randomRun(Random random) {
    List<LoggedOperation> run = new ArrayList<>();
    long version = random.nextInt(1000);
    for (int i = 0; i <= random.nextInt(20); i++) {
      run.add(
          new LoggedOperation(
              version++,
              "s",
              random.nextLong() >>> (1 + random.nextInt(62)),
              "",
              // Clocks of nodes differ, so times may even go back.
              TIME.plusMillis(random.nextLong() >> (24 + random.nextInt(40))),
              List.of("", "\"op\":", "\"op\":[\"\\u0000\"]", "\"del\":true", "\"op\":\"😀\"")
                  .get(random.nextInt(5))));
    }
    return run;
  }

  @Test
  void anUnknownFormatIsRefused() {
    DiffEntity diff = new DiffEntity(3, 4, TIME, 1, new byte[] {9, 9});

    assertThatThrownBy(() -> DiffFormat.decode(diff))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key 3 at version 4");
  }
}
