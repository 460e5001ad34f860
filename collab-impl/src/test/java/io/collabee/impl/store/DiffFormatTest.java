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
            operation(7, 300, TIME.minusMillis(2), "\"op\":[1,\"é\"]"),
            operation(8, 301, TIME, "\"del\":true"),
            operation(9, 302, TIME, "\"op\":[{\"p\":[],\"od\":1}]"),
            operation(10, 303, TIME, "\"op\":[\"two\"]"),
            operation(11, 304, TIME, "\"op\":[300,{\"d\":1}]"),
            operation(12, 305, TIME, "\"op\":{\"ops\":[{\"delete\":9}]}"),
            operation(13, 306, TIME, "\"op\":{\"ops\":[{\"retain\":2},{\"insert\":\"😀\"}]}"));

    byte[] bytes = DiffFormat.encode(run, operation -> 5);

    String expected =
        "02" // format
            + "05" // source
            + "ac02" // seq 300
            + "03" // 2 ms before the diff's time
            + "12" // at 1, a text's one character
            + hex("é")
            + "05ad0204" // 2 ms after the one before
            + "a001" // 10 bytes
            + hex("\"del\":true")
            + "05ae0200"
            + "9102" // 17 bytes, "op": left out
            + hex("[{\"p\":[],\"od\":1}]")
            + "05af0200"
            + "03" // at 0, a text's text
            + "03"
            + hex("two")
            + "05b00200"
            + "c425" // at 300, a text's deletion of one
            + "05b10200"
            + "0909" // at 0, a rich text's deletion of 9
            + "05b20200"
            + "26" // at 2, a rich text's one character
            + hex("😀");
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
  }

  private static LoggedOperation operation(long version, long seq, Instant time, String payload) {
    return new LoggedOperation(version, "s", seq, "ann", time, payload);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  @Test
  void aLoneKeystrokeIsSmall() {
    LoggedOperation inText = operation(0, 9_999, TIME, "\"op\":[100000,\"x\"]");
    LoggedOperation inRichText =
        operation(0, 9_999, TIME, "\"op\":{\"ops\":[{\"retain\":100000},{\"insert\":\"x\"}]}");

    // Of these 11 the row of a table has room without getting longer.
    assertThat(DiffFormat.encode(List.of(inText), operation -> 999_999)).hasSize(10);
    assertThat(DiffFormat.encode(List.of(inRichText), operation -> 999_999)).hasSize(10);
  }

  @Test
  void theFirstFormatIsRead() {
    byte[] payload =
        HexFormat.of()
            .parseHex("01" + "05ac020311" + hex("[1,\"é\"]") + "05ad020414" + hex("\"del\":true"));

    assertThat(DiffFormat.decode(new DiffEntity(1, 7, TIME, 2, payload)))
        .containsExactly(
            new DiffFormat.Entry(7, 5, 300, TIME.minusMillis(2), "\"op\":[1,\"é\"]"),
            new DiffFormat.Entry(8, 5, 301, TIME, "\"del\":true"));
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
              Payloads.random(random, Math.abs(random.nextInt(5_000)))));
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
