package io.collabee.dropin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues tokens, good and bad ones, under a key of its own. */
final class TestTokens {
  static final String ISSUER = "https://issuer.test";

  private final KeyPair keys;

  TestTokens() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public key. */
  String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /**
   * What a token says.
   *
   * @param from seconds from now when it begins
   * @param until seconds from now when it ends
   */
  static String claims(String name, String issuer, long from, long until) {
    long now = Instant.now().getEpochSecond();
    return "{\"iss\":\""
        + issuer
        + "\",\"sub\":\""
        + name
        + "\",\"upn\":\""
        + name
        + "\",\"groups\":[],\"jti\":\""
        + UUID.randomUUID()
        + "\",\"iat\":"
        + (now + Math.min(from, 0))
        + ",\"nbf\":"
        + (now + from)
        + ",\"exp\":"
        + (now + until)
        + "}";
  }

  /** A good token for so many seconds. */
  String token(String name, long seconds) {
    return signed(claims(name, ISSUER, 0, seconds));
  }

  /** A token that says this. */
  String signed(String claims) {
    String content = content("RS256", claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(content.getBytes(UTF_8));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A token that says it needs no signature. */
  static String unsigned(String claims) {
    return content("none", claims) + ".";
  }

  /** A token whose signature is made with the public key, as if it were a shared secret. */
  String confused(String claims) {
    String content = content("HS256", claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(pem().getBytes(UTF_8), "HmacSHA256"));
      return content + "." + base64(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String content(String algorithm, String claims) {
    String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
    return base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
