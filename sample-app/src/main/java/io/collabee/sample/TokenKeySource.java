package io.collabee.sample;

import io.collabee.sample.people.SigningKeys;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server's MicroProfile JWT the public key of our tokens, which is in the database. With
 * an identity provider this is a line of configuration, {@code mp.jwt.verify.publickey.location}.
 *
 * <p>Servers ask early, when there are no beans and no data sources yet.
 */
public final class TokenKeySource implements ConfigSource {
  private static final String KEY = "mp.jwt.verify.publickey";

  private @Nullable String publicKey;

  @Override
  public @Nullable String getValue(String name) {
    return name.equals(KEY) ? publicKey() : null;
  }

  private synchronized String publicKey() {
    String known = publicKey;
    if (known == null) {
      known = new SigningKeys(new MinutesDatabase()).publicKey();
      publicKey = known;
    }
    return known;
  }

  @Override
  public Set<String> getPropertyNames() {
    return Set.of(KEY);
  }

  @Override
  public Map<String, String> getProperties() {
    return Map.of(KEY, publicKey());
  }

  @Override
  public String getName() {
    return "The public key of Minutes";
  }
}
