package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.ot.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealedFrameTest {
  private final SealedFrame ours = new SealedFrame(secret(1));
  private final SealedFrame others = new SealedFrame(secret(2));

  private static byte[] secret(int number) {
    byte[] secret = new byte[32];
    secret[0] = (byte) number;
    return secret;
  }

  @Test
  void whatIsEncodedDecodesToItself() {
    Seeds.upTo(
        500,
        20,
        (random, size) -> {
          List<Envelope> envelopes = envelopes(random, size);

          assertThat(ours.decode(encode(ours, envelopes))).isEqualTo(envelopes);
        });
  }

  @Test
  void aFrameThatWasSealedWithAnotherSecretIsRefused() {
    Seeds.upTo(
        500,
        20,
        (random, size) ->
            assertThat(ours.decode(encode(others, envelopes(random, size)))).isEmpty());
  }

  @Test
  void aFrameThatWasChangedIsRefused() {
    Seeds.upTo(
        2_000,
        20,
        (random, size) -> {
          byte[] frame = encode(ours, envelopes(random, size));
          frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));

          assertThat(ours.decode(frame)).isEmpty();
          assertThat(ours.decode(Arrays.copyOf(frame, random.nextInt(frame.length)))).isEmpty();
        });
  }

  @Test
  void anEnvelopeOfAnotherReleaseIsPassedOver() {
    Envelope known = RandomEnvelopes.next(new Random(1), 5);
    byte[] unknown = {99, 1, 2, 3};

    byte[] frame = ours.encode(List.of(unknown, BusCodec.encode(known), new byte[0]));

    assertThat(ours.decode(frame)).containsExactly(known);
  }

  @Test
  void nodesOfOneDatabaseHaveTheSameNameAndOthersAnother() {
    assertThat(ours.name())
        .isEqualTo(new SealedFrame(secret(1)).name())
        .isNotEqualTo(others.name())
        .matches("[0-9a-f]{16}");
  }

  private static List<Envelope> envelopes(Random random, int size) {
    List<Envelope> envelopes = new ArrayList<>();
    for (int i = random.nextInt(size); i >= 0; i--) {
      envelopes.add(RandomEnvelopes.next(random, size));
    }
    return envelopes;
  }

  private static byte[] encode(SealedFrame frames, List<Envelope> envelopes) {
    return frames.encode(envelopes.stream().map(BusCodec::encode).toList());
  }
}
