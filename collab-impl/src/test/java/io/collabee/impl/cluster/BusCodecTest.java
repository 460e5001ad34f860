package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.cluster.BusMessage.Head;
import io.collabee.impl.cluster.BusMessage.Operations;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.ot.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BusCodecTest {
  private static final NodeId NODE = new NodeId(new UUID(1, 2));
  private static final DocumentId DOCUMENT = DocumentId.of("c", "d");

  @Test
  void whatIsEncodedDecodesToItself() {
    Seeds.upTo(
        5_000,
        200,
        (random, size) -> {
          Envelope envelope = RandomEnvelopes.next(random, size);

          assertThat(BusCodec.decode(BusCodec.encode(envelope))).contains(envelope);
        });
  }

  @Test
  void aPartOfAMessageIsRefusedOrIsTheStartOfAList() {
    Seeds.upTo(
        150,
        40,
        (random, size) -> {
          Envelope envelope = RandomEnvelopes.next(random, size);
          byte[] bytes = BusCodec.encode(envelope);

          for (int length = 0; length < bytes.length; length++) {
            BusCodec.decode(Arrays.copyOf(bytes, length))
                .ifPresent(decoded -> assertIsStartOf(decoded, envelope));
          }
        });
  }

  private static void assertIsStartOf(Envelope start, Envelope whole) {
    if (start.message() instanceof BusMessage.PresencesReplaced part) {
      List<Long> all = ((BusMessage.PresencesReplaced) whole.message()).numbers();
      assertThat(part.numbers()).isEqualTo(all.subList(0, part.numbers().size()));
      return;
    }
    assertThat(start.message()).isInstanceOf(Operations.class);
    List<LoggedOperation> known = ((Operations) start.message()).operations();
    assertThat(((Operations) whole.message()).operations())
        .startsWith(known.toArray(LoggedOperation[]::new));
  }

  @Test
  void damagedMessagesAreRefusedOrReadAsOthersButNeverThrow() {
    Seeds.upTo(
        20_000,
        60,
        (random, size) -> {
          byte[] bytes = BusCodec.encode(RandomEnvelopes.next(random, size));
          for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }

          BusCodec.decode(bytes).ifPresent(BusCodecTest::assertStaysItself);
        });
  }

  private static void assertStaysItself(Envelope envelope) {
    assertThat(BusCodec.decode(BusCodec.encode(envelope))).contains(envelope);
  }

  @Test
  void garbageIsRefused() {
    Seeds.upTo(
        20_000,
        300,
        (random, size) -> {
          byte[] bytes = new byte[random.nextInt(size)];
          random.nextBytes(bytes);

          BusCodec.decode(bytes).ifPresent(BusCodecTest::assertStaysItself);
        });
    assertThat(BusCodec.decode("PING".getBytes(StandardCharsets.US_ASCII))).isEmpty();
    assertThat(BusCodec.decode(new byte[0])).isEmpty();
  }

  @Test
  void aLengthThatIsNotThereCostsNoMemory() {
    // A head's organisation claims 2^62 bytes, 2 GB, and one more than there are.
    String start = "01" + "0000000000000001" + "0000000000000002" + "02";

    assertThat(decode(start + "808080808080808040")).isEmpty();
    assertThat(decode(start + "ffffffff07" + "00".repeat(50))).isEmpty();
    assertThat(decode(start + "0461 6263")).isEmpty();
    // No number has ten bytes, or no end.
    assertThat(decode(start + "80".repeat(10))).isEmpty();
    assertThat(decode(start + "80".repeat(10_000))).isEmpty();
  }

  @Test
  void otherFormatsKindsFlagsAndNamesAreRefused() {
    String node = "0000000000000001" + "0000000000000002";

    assertThat(decode("01" + node + "06")).isPresent();
    assertThat(decode("02" + node + "06")).isEmpty();
    assertThat(decode("01" + node + "0a")).isEmpty();
    assertThat(decode("01" + node + "0600")).isEmpty();
    String presence = "0161" + "0161" + "00" + "00" + "01";
    assertThat(decode("01" + node + "0301" + "00" + presence + "00")).isPresent();
    assertThat(decode("01" + node + "0301" + "01" + presence + "00")).isEmpty();
    assertThat(decode("01" + node + "0301" + "04" + presence + "00")).isEmpty();
    assertThat(decode("01" + node + "0401" + "0161" + "0161")).isPresent();
    // A control character in a name, an unpaired surrogate, and bytes that are no UTF-8.
    assertThat(decode("01" + node + "0401" + "0161" + "0101")).isEmpty();
    assertThat(decode("01" + node + "0401" + "0161" + "03eda080")).isEmpty();
    assertThat(decode("01" + node + "0401" + "0161" + "01ff")).isEmpty();
  }

  @Test
  void noVersionIsBelowZero() {
    byte[] last = encode(new Operations(DOCUMENT, List.of(operation(Long.MAX_VALUE - 1))));
    byte[] tooMuch =
        concat(
            last,
            // The same operation again.
            Arrays.copyOfRange(last, last.length - 15, last.length));

    assertThat(BusCodec.decode(last)).isPresent();
    assertThat(BusCodec.decode(tooMuch)).isEmpty();
  }

  @Test
  void theFormatIsTheOneDocumented() {
    assertThat(HexFormat.of().formatHex(encode(new Head(DOCUMENT, 300))))
        .isEqualTo(
            ("01" + "0000000000000001" + "0000000000000002")
                + ("02" + "0764656661756c74" + "0163" + "0164" + "ac02"));
    assertThat(HexFormat.of().formatHex(encode(new Operations(DOCUMENT, List.of(operation(5))))))
        .isEqualTo(
            ("01" + "0000000000000001" + "0000000000000002")
                + ("01" + "0764656661756c74" + "0163" + "0164" + "05")
                + ("0173" + "01" + "0161" + "00000000000003e8" + "0170"));
  }

  @Test
  void aKeystrokeOnTheBusIsShort() {
    LoggedOperation keystroke =
        new LoggedOperation(1234, "x".repeat(40), 77, "alice", Instant.now(), "\"op\":[120,\"a\"]");

    assertThat(encode(new Operations(DocumentId.of("minutes", "2026-05-17"), List.of(keystroke))))
        .hasSizeLessThan(130);
  }

  private static LoggedOperation operation(long version) {
    return new LoggedOperation(version, "s", 1, "a", Instant.ofEpochMilli(1000), "p");
  }

  private static byte[] encode(BusMessage message) {
    return BusCodec.encode(new Envelope(NODE, message));
  }

  private static Optional<Envelope> decode(String hex) {
    return BusCodec.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
