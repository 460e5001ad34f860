package io.collabee.impl.protocol;

import io.collabee.Caller;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives out the ids by which clients are known in the protocol ({@code src}), and tells those it
 * gave out from those somebody made up.
 *
 * <p>An id is 72 random bits and 72 bits of their HMAC-SHA256 with the caller's name, in URL-safe
 * Base64: 24 characters. A client presents its id again after a reconnection; it is accepted for
 * the caller it was given to, on any node with the same key, and after a restart. Anonymous callers
 * share one name, so that among them an id is no more than a name.
 */
public final class ClientIds {
  private static final int RANDOM_BYTES = 9;
  private static final int SIGNATURE_BYTES = 9;
  private static final int LENGTH = (RANDOM_BYTES + SIGNATURE_BYTES) * 4 / 3;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key at least 16 bytes, secret, the same on all nodes and after a restart; with another
   *     key clients cannot resend what they sent before
   */
  public ClientIds(byte[] key) {
    if (key.length < 16) {
      throw new IllegalArgumentException("The key has less than 16 bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** A new id for this caller. */
  public String issue(Caller caller) {
    byte[] id = new byte[RANDOM_BYTES];
    random.nextBytes(id);
    byte[] signed = Arrays.copyOf(id, RANDOM_BYTES + SIGNATURE_BYTES);
    System.arraycopy(signature(id, caller), 0, signed, RANDOM_BYTES, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().encodeToString(signed);
  }

  /** Whether the id was issued for this caller. */
  public boolean accepts(String id, Caller caller) {
    if (id.length() != LENGTH) {
      return false;
    }
    byte[] signed;
    try {
      signed = Base64.getUrlDecoder().decode(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (signed.length != RANDOM_BYTES + SIGNATURE_BYTES) {
      return false;
    }
    byte[] expected = signature(Arrays.copyOf(signed, RANDOM_BYTES), caller);
    return MessageDigest.isEqual(
        Arrays.copyOfRange(signed, RANDOM_BYTES, signed.length),
        Arrays.copyOf(expected, SIGNATURE_BYTES));
  }

  private byte[] signature(byte[] id, Caller caller) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(id);
      return mac.doFinal(caller.name().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }
}
