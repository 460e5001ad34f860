package io.collabee.impl.config;

import java.util.List;
import java.util.Properties;

/** A configuration of what a test says and the defaults. */
public final class TestConfiguration {
  private TestConfiguration() {}

  /** Reads it. */
  public static Configuration of(String... keysAndValues) {
    return Configuration.read(List.of(properties(keysAndValues)));
  }

  static Source properties(String... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Sources.properties(properties);
  }
}
