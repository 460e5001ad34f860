package io.collabee.impl.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What goes over a bus at once: one or more envelopes, sealed with a secret that the nodes of one
 * database share. So neither another application on the same server nor anybody else who may write
 * there can make a node believe that something was committed.
 *
 * <pre>
 * frame    = seal ( length envelope )+
 * seal     = 16 bytes, the first half of the HMAC-SHA-256 of what follows
 * length   = 4 bytes, of the envelope
 * envelope = as {@link BusCodec} has it
 * </pre>
 *
 * <p>A frame can be repeated by whoever hears it. That costs nothing: versions that are known are
 * passed over. Thread-safe.
 */
public final class SealedFrame {
  private static final Logger LOG = System.getLogger(SealedFrame.class.getName());
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL = 16;

  private final Mac keyed;

  /** Frames of the nodes that have this secret. */
  public SealedFrame(byte[] secret) {
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A short name that these nodes and no others have, as 16 hexadecimal digits. */
  public String name() {
    byte[] sealed = mac().doFinal("name".getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(sealed, 0, 8);
  }

  /** A frame of encoded envelopes. */
  public byte[] encode(List<byte[]> envelopes) {
    int length = envelopes.stream().mapToInt(envelope -> Integer.BYTES + envelope.length).sum();
    ByteBuffer out = ByteBuffer.allocate(SEAL + length).position(SEAL);
    envelopes.forEach(envelope -> out.putInt(envelope.length).put(envelope));
    out.position(0).put(seal(out.array()));
    return out.array();
  }

  /** The envelopes in a frame; none if it was not sealed with this secret. */
  public List<Envelope> decode(byte[] frame) {
    if (frame.length < SEAL || !MessageDigest.isEqual(seal(frame), Arrays.copyOf(frame, SEAL))) {
      LOG.log(Level.DEBUG, "{0} bytes on the bus are not of this cluster", frame.length);
      return List.of();
    }
    // Whoever sealed it is one of us, but perhaps of another release.
    List<Envelope> envelopes = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(frame).position(SEAL);
    while (in.remaining() >= Integer.BYTES) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        break;
      }
      byte[] envelope = new byte[length];
      in.get(envelope);
      BusCodec.decode(envelope).ifPresent(envelopes::add);
    }
    return envelopes;
  }

  /** Seals a value that is kept under a name; it is good under no other. */
  public byte[] seal(String name, byte[] value) {
    return ByteBuffer.allocate(SEAL + value.length).put(sealOf(name, value, 0)).put(value).array();
  }

  /** The value; empty if it was not sealed with this secret under this name. */
  public Optional<byte[]> open(String name, byte[] sealed) {
    return sealed.length >= SEAL
            && MessageDigest.isEqual(sealOf(name, sealed, SEAL), Arrays.copyOf(sealed, SEAL))
        ? Optional.of(Arrays.copyOfRange(sealed, SEAL, sealed.length))
        : Optional.empty();
  }

  private byte[] sealOf(String name, byte[] value, int offset) {
    Mac mac = mac();
    // No frame begins with as many envelopes as these characters count.
    mac.update("value ".getBytes(StandardCharsets.US_ASCII));
    mac.update(name.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    mac.update(value, offset, value.length - offset);
    return Arrays.copyOf(mac.doFinal(), SEAL);
  }

  private byte[] seal(byte[] frame) {
    Mac mac = mac();
    mac.update(frame, SEAL, frame.length - SEAL);
    return Arrays.copyOf(mac.doFinal(), SEAL);
  }

  private Mac mac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
