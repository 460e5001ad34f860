package io.collabee.sample.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Issues the tokens that prove to the server's MicroProfile JWT who somebody is, each for some
 * minutes: RFC 7519, signed with RS256. An application with an identity provider gets them from
 * there.
 */
@ApplicationScoped
public class Tokens {
  /** The group of everybody who has signed in. */
  public static final String PERSON = "person";

  private static final JsonObject HEADER =
      Json.createObjectBuilder().add("typ", "JWT").add("alg", "RS256").build();

  @Resource(lookup = "java:app/jdbc/minutes")
  @SuppressWarnings("NullAway.Init")
  private DataSource database;

  @Inject
  @ConfigProperty(name = "mp.jwt.verify.issuer")
  @SuppressWarnings("NullAway.Init")
  private String issuer;

  @Inject
  @ConfigProperty(name = "minutes.token-life", defaultValue = "PT5M")
  @SuppressWarnings("NullAway.Init")
  private Duration life;

  private volatile @Nullable PrivateKey key;

  /**
   * A token as its browser gets it.
   *
   * @param text for the browser's memory alone
   */
  public record Token(String text, Instant expires) {
    @Override
    public String toString() {
      return "a token until " + expires;
    }
  }

  /** A token for somebody in a browser that they have signed in with. */
  public Token issue(PageSession session) {
    Instant now = Instant.now();
    Instant expires = now.plus(life);
    JsonObject claims =
        Json.createObjectBuilder()
            .add("iss", issuer)
            .add("sub", session.getUser().getName())
            .add("upn", session.getUser().getName())
            .add("groups", Json.createArrayBuilder().add(PERSON))
            .add("jti", UUID.randomUUID().toString())
            .add("iat", now.getEpochSecond())
            .add("exp", expires.getEpochSecond())
            // When the password was given: whoever asks for a critical action looks at this.
            .add("auth_time", session.getConfirmedAt().getEpochSecond())
            .build();
    String content =
        base64(HEADER.toString().getBytes(UTF_8)) + "." + base64(claims.toString().getBytes(UTF_8));
    return new Token(content + "." + base64(signature(content)), expires);
  }

  private byte[] signature(String content) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key());
      signature.update(content.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA256withRSA", e);
    }
  }

  private PrivateKey key() {
    PrivateKey known = key;
    if (known == null) {
      known = new SigningKeys(database).privateKey();
      key = known;
    }
    return known;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
