package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collabee.entity.ChunkEntity;
import io.collabee.impl.ot.Seeds;
import io.collabee.impl.store.DiffFormat.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChunkFormatTest {
  private static final Instant TIME = Instant.parse("2026-11-24T08:00:00.123Z");

  @Test
  void whatIsEncodedIsDecoded() {
    Seeds.upTo(
        2_000,
        60,
        (random, size) -> {
          List<Entry> run = run(random, size);

          assertThat(ChunkFormat.decode(ChunkFormat.encode(7, run))).isEqualTo(run);
        });
  }

  @Test
  void aChunkTellsWhatDiffsTell() {
    List<Entry> run = run(new Random(1), 5);

    ChunkEntity chunk = ChunkFormat.encode(7, run);

    assertThat(chunk.documentKey()).isEqualTo(7);
    assertThat(chunk.firstVersion()).isEqualTo(run.get(0).version());
    assertThat(chunk.operations()).isEqualTo(run.size());
    assertThat(chunk.committed()).isEqualTo(run.get(run.size() - 1).time());
  }

  @Test
  void everyPayloadSurvives() {
    for (String payload : Payloads.OTHERS) {
      List<Entry> run = List.of(new Entry(3, 1, 1, TIME, payload));

      assertThat(ChunkFormat.decode(ChunkFormat.encode(7, run))).as(payload).isEqualTo(run);
    }
  }

  private static List<Entry> run(Random random, int size) {
    List<Entry> run = new ArrayList<>();
    long version = random.nextInt(1000);
    long place = 0;
    for (int i = 0; i < size; i++) {
      place = random.nextInt(10) == 0 ? random.nextInt(5000) : place + random.nextInt(3) - 1;
      run.add(
          new Entry(
              version++,
              random.nextInt(4) == 0 ? random.nextLong() >>> (1 + random.nextInt(62)) : 5,
              random.nextInt(4) == 0 ? random.nextLong() >>> (1 + random.nextInt(62)) : i + 1,
              // Clocks of nodes differ, so times may even go back.
              TIME.plusMillis(random.nextLong() >> (24 + random.nextInt(40))),
              Payloads.random(random, Math.max(0, place))));
    }
    return run;
  }

  @Test
  void bytesAreAsDocumented() {
    List<Entry> run =
        List.of(
            new Entry(7, 5, 300, TIME.minusMillis(2), "\"op\":[1,\"é\"]"),
            new Entry(8, 6, 1, TIME.minusMillis(1), "\"op\":[4,{\"d\":2}]"),
            new Entry(9, 5, 301, TIME, "\"del\":true"));

    byte[] payload = ChunkFormat.encode(3, run).payload();

    String columns =
        "02 00 0a 02" // sources 5 and 6
            + "03 00 00 01 00" // writers
            + "04 00 d6 04 00 00" // seqs: 300 for 1, then what is expected
            + "03 00 03 02 02" // instants: 2 ms before committed, 1 ms and 1 ms later
            + "03 00 00 00 00" // pauses
            + "06 00 00 01 11 00 01 02" // patterns: a text inserts one; a text deletes some
            + "03 00 01 02 00" // edits
            + "02 00 02 0c" // places: 1, and 4 where 0 less 2 was expected
            + "01 00 02" // lengths: 2 deleted
            + "02 00 c3 a9" // texts
            + "01 00 0a" // parts
            + "0a 00 "
            + HexFormat.of()
                .formatHex("\"del\":true".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(payload, 5, payload.length))
        .isEqualTo(columns.replace(" ", ""));
    assertThat(payload[0]).isEqualTo((byte) 1);
  }

  @Test
  void someOfAChunkAreThoseOfAll() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      List<Entry> run = run(random, 1 + random.nextInt(60));
      ChunkEntity chunk = ChunkFormat.encode(3, run);
      int from = random.nextInt(run.size() + 1);
      int to = from + random.nextInt(run.size() + 1 - from);
      long first = chunk.firstVersion();

      List<Entry> some = ChunkFormat.decode(chunk, first + from, first + to);

      assertThat(some).isEqualTo(run.subList(from, to));
    }
  }

  @Test
  void anUnknownFormatIsRefused() {
    ChunkEntity chunk = new ChunkEntity(3, 4, TIME, 1, new byte[] {9, 0, 0, 0, 0});

    assertThatThrownBy(() -> ChunkFormat.decode(chunk))
        .isInstanceOf(UnreadableRow.class)
        .hasMessageContaining("key 3 at version 4");
  }

  @Test
  void everyChangedBitIsNoticed() {
    ChunkEntity chunk = ChunkFormat.encode(3, run(new Random(2), 10));
    for (int bit = 0; bit < 8 * chunk.payload().length; bit++) {
      byte[] payload = chunk.payload().clone();
      payload[bit / 8] ^= (byte) (1 << bit % 8);
      ChunkEntity changed =
          new ChunkEntity(3, chunk.firstVersion(), chunk.committed(), chunk.operations(), payload);

      assertThatThrownBy(() -> ChunkFormat.decode(changed)).isInstanceOf(UnreadableRow.class);
    }
  }

  @Test
  void aChunkInAnothersPlaceIsNoticed() {
    ChunkEntity chunk = ChunkFormat.encode(3, run(new Random(3), 10));
    long version = chunk.firstVersion();
    List<ChunkEntity> others =
        List.of(
            new ChunkEntity(4, version, chunk.committed(), chunk.operations(), chunk.payload()),
            new ChunkEntity(3, version + 1, chunk.committed(), chunk.operations(), chunk.payload()),
            new ChunkEntity(3, version, chunk.committed(), 9, chunk.payload()),
            new ChunkEntity(3, version, TIME, chunk.operations(), chunk.payload()));

    for (ChunkEntity other : others) {
      assertThatThrownBy(() -> ChunkFormat.decode(other)).isInstanceOf(UnreadableRow.class);
    }
  }

  @Test
  void aTypistTakesLittleMoreThanWhatHeTypesAndWhen() {
    Random random = new Random(4);
    List<Entry> run = new ArrayList<>();
    Instant time = TIME;
    for (int i = 0; i < 4_000; i++) {
      time = time.plusMillis(100 + random.nextInt(200));
      run.add(new Entry(i, 9_999, i + 1, time, "\"op\":[" + (1234 + i) + ",\"x\"]"));
    }

    // Two hundred times are 7.6 bits.
    assertThat(ChunkFormat.encode(1, run).payload().length).isBetween(3_800, 4_800);
  }

  @Test
  void recordedKeystrokesTakeAtMostTwoAndAHalfBytes() {
    assumeTrue(Traces.areThere(), () -> "No traces in " + Traces.directory());
    for (String name : List.of("clownschool", "friendsforever")) {
      List<Entry> operations = Traces.read(name).operations();
      long bytes = 0;
      for (int from = 0; from < operations.size(); from += 4_096) {
        List<Entry> run = operations.subList(from, Math.min(from + 4_096, operations.size()));
        ChunkEntity chunk = ChunkFormat.encode(1, run);
        bytes += chunk.payload().length;
        assertThat(ChunkFormat.decode(chunk)).as(name).isEqualTo(run);
      }

      assertThat((double) bytes / operations.size()).as(name).isLessThan(2.5);
    }
  }
}
