package io.collabee.impl.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The sources that a server has, strongest first. */
public final class Sources {
  private static final Logger LOG = System.getLogger(Sources.class.getName());
  private static final String MICROPROFILE =
      "io.collabee.impl.config.microprofile.MicroProfileSource";

  private Sources() {}

  /** System properties, then MicroProfile Config where there is one, then the environment. */
  public static List<Source> ofThisServer() {
    List<Source> sources = new ArrayList<>();
    sources.add(properties(System.getProperties()));
    microProfile().ifPresent(sources::add);
    sources.add(environment(System.getenv()));
    return List.copyOf(sources);
  }

  static Source properties(Properties properties) {
    return new Source() {
      @Override
      public Optional<String> value(String key) {
        return Optional.ofNullable(properties.getProperty(key));
      }

      @Override
      public Set<String> keys() {
        return properties.stringPropertyNames();
      }
    };
  }

  /** Variables by the rule of MicroProfile Config: {@code COLLAB_ANONYMOUS_ACCESS}. */
  static Source environment(Map<String, String> variables) {
    return new Source() {
      @Override
      public Optional<String> value(String key) {
        String variable = key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(variables.get(variable));
      }

      @Override
      public Set<String> keys() {
        // A variable's name does not tell its key: COLLAB_A_B is collab.a.b or collab.a-b.
        return Set.of();
      }
    };
  }

  /**
   * Empty if the API or an implementation is missing: some servers have the one without the other.
   */
  private static Optional<Source> microProfile() {
    try {
      Class<?> source = Class.forName(MICROPROFILE, true, Sources.class.getClassLoader());
      return Optional.of((Source) source.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.log(Level.DEBUG, "No MicroProfile Config here", e);
      return Optional.empty();
    }
  }
}
