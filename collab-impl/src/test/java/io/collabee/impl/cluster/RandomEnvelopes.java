package io.collabee.impl.cluster;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import io.collabee.impl.security.Revocation;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes random envelopes. */
public final class RandomEnvelopes {
  private static final int[] CHARACTERS = {'a', 'b', '.', '"', '0', 'é', 'न', 0xffff, 0x1f600};

  private RandomEnvelopes() {}

  /**
   * An envelope.
   *
   * @param size about how large, from 1
   */
  public static Envelope next(Random random, int size) {
    return new Envelope(node(random), message(random, size));
  }

  private static NodeId node(Random random) {
    return new NodeId(new UUID(random.nextLong(), random.nextLong()));
  }

  private static BusMessage message(Random random, int size) {
    return switch (random.nextInt(11)) {
      case 0 -> operations(random, size);
      case 1 -> new BusMessage.Head(document(random, size), number(random));
      case 2 -> new BusMessage.Presence(presence(random, size), number(random));
      case 3 -> new BusMessage.PresenceWanted(channel(random, size), number(random));
      case 4 -> new BusMessage.Beat(number(random));
      case 5 -> new BusMessage.PresencesTold(number(random), number(random));
      case 7 ->
          new BusMessage.PresencesReplaced(
              IntStream.range(0, random.nextInt(size)).mapToObj(i -> number(random)).toList());
      case 6 -> new BusMessage.PresencesWanted(node(random));
      case 8 ->
          new BusMessage.AccessMayDiffer(
              new AccessChanged(
                  random.nextBoolean() ? Optional.of(document(random, size)) : Optional.empty(),
                  random.nextBoolean() ? Optional.of(text(random, size)) : Optional.empty()));
      case 9 ->
          new BusMessage.Revoked(
              new Revocation(
                  Revocation.Subject.of(
                      random.nextBoolean() ? Revocation.Kind.USER : Revocation.Kind.SESSION,
                      text(random, size)),
                  Instant.ofEpochMilli(random.nextLong() >> random.nextInt(64)),
                  Instant.ofEpochMilli(random.nextLong() >> random.nextInt(64))));
      default -> new BusMessage.Leaving();
    };
  }

  private static BusMessage operations(Random random, int size) {
    long version = number(random) >>> 8;
    return new BusMessage.Operations(
        document(random, size),
        IntStream.rangeClosed(0, random.nextInt(size))
            .mapToObj(
                i ->
                    new LoggedOperation(
                        version + i,
                        text(random, size),
                        number(random),
                        text(random, size),
                        Instant.ofEpochMilli(random.nextLong() >> random.nextInt(64)),
                        text(random, 3 * size)))
            .toList());
  }

  private static PresenceMessage presence(Random random, int size) {
    return new PresenceMessage(
        channel(random, size),
        text(random, size),
        text(random, size),
        number(random),
        random.nextBoolean() ? Optional.of(document(random, size)) : Optional.empty(),
        random.nextBoolean(),
        text(random, 3 * size));
  }

  private static Channel channel(Random random, int size) {
    while (true) {
      try {
        return new Channel(name(random, size), name(random, size));
      } catch (CollabException e) {
        // Dots at an end leave a part without a name.
      }
    }
  }

  private static DocumentId document(Random random, int size) {
    return new DocumentId(name(random, size), name(random, size), name(random, size));
  }

  private static String name(Random random, int size) {
    return "n" + text(random, Math.min(size, 120));
  }

  private static String text(Random random, int size) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(size + 1); left > 0; left--) {
      text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  private static long number(Random random) {
    return (random.nextLong() >>> 1) >>> random.nextInt(63);
  }
}
