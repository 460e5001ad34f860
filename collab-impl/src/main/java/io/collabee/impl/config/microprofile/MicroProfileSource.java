package io.collabee.impl.config.microprofile;

import io.collabee.impl.config.Source;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the application's MicroProfile Config says. */
public final class MicroProfileSource implements Source {
  private final Config config = ConfigProvider.getConfig();

  @Override
  public Optional<String> value(String key) {
    return config.getOptionalValue(key, String.class);
  }

  @Override
  public Set<String> keys() {
    Set<String> keys = new HashSet<>();
    config.getPropertyNames().forEach(keys::add);
    return keys;
  }
}
