package io.collabee.impl.fuzz;

import io.collabee.impl.cluster.BusCodec;
import io.collabee.impl.cluster.Envelope;
import java.util.Optional;

/** What somebody puts on the bus between the nodes. */
public final class BusTarget {
  private BusTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Optional<Envelope> envelope = BusCodec.decode(input);
    envelope.ifPresent(
        decoded -> {
          if (!BusCodec.decode(BusCodec.encode(decoded)).equals(envelope)) {
            throw new AssertionError("Encoded and decoded again it is not " + decoded);
          }
        });
  }
}
