package io.collabee.impl.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and authenticates values with AES-256-GCM: whoever has not the key can neither read one
 * nor change one nor make one up, nor give it out for another.
 *
 * <p>A sealed value is 12 random bytes (GCM's nonce), what was encrypted, and 16 bytes that
 * authenticate it together with the key's id and with what the value is about. With random nonces a
 * key is good for some four thousand million values (NIST SP 800-38D, section 8.3). Thread-safe.
 */
public final class Sealer {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final SealingKeys keys;
  private final SecureRandom random = new SecureRandom();

  /** Seals with the current of these keys, and opens with any. */
  public Sealer(SealingKeys keys) {
    this.keys = keys;
  }

  /**
   * A value that was sealed.
   *
   * @param keyId by which key
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on at once and never compared.
  public record Sealed(String keyId, byte[] bytes) {}

  /**
   * Seals a value.
   *
   * @param about what it is about; it can be opened as nothing else
   */
  public Sealed seal(byte[] value, String about) {
    String id = keys.current();
    byte[] key =
        keys.key(id).orElseThrow(() -> new IllegalStateException("The current key is not there"));
    byte[] sealed = new byte[NONCE_BYTES + value.length + TAG_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
    try {
      cipher(Cipher.ENCRYPT_MODE, key, nonce, id, about)
          .doFinal(value, 0, value.length, sealed, NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES-GCM", e);
    }
    return new Sealed(id, sealed);
  }

  /** Whether there is a key of this id. */
  public boolean knows(String keyId) {
    return keys.key(keyId).isPresent();
  }

  /** The value; empty if it was not sealed by the key of this id, or about something else. */
  public Optional<byte[]> open(Sealed sealed, String about) {
    byte[] bytes = sealed.bytes();
    // What is shorter makes the JDK throw what no caller of GCM expects.
    if (bytes.length < NONCE_BYTES + TAG_BYTES) {
      return Optional.empty();
    }
    return keys.key(sealed.keyId()).flatMap(key -> opened(bytes, key, sealed.keyId(), about));
  }

  private static Optional<byte[]> opened(byte[] bytes, byte[] key, String id, String about) {
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, NONCE_BYTES), id, about)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES));
    } catch (GeneralSecurityException e) {
      // Nothing of it goes into a log.
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String id, String about)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    byte[] name = id.getBytes(StandardCharsets.UTF_8);
    // No id and subject together are another pair's, since the id's length comes first.
    cipher.updateAAD(new byte[] {(byte) (name.length >> Byte.SIZE), (byte) name.length});
    cipher.updateAAD(name);
    cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
