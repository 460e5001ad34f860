package io.collabee.impl.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The value of every setting, read once when the module starts. */
public final class Configuration {
  private static final Logger LOG = System.getLogger(Configuration.class.getName());

  private final Map<Setting<?>, Object> values;

  private Configuration(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /**
   * Reads every setting. An empty value counts as none.
   *
   * @param sources strongest first
   * @throws IllegalArgumentException if values are bad; the message names each of their keys
   */
  public static Configuration read(List<Source> sources) {
    Map<Setting<?>, Object> values = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      try {
        Optional<String> text = find(setting.key(), sources);
        values.put(setting, text.isPresent() ? setting.parse(text.get()) : setting.defaultValue());
      } catch (IllegalArgumentException e) {
        faults.add(e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("Bad configuration: " + String.join("; ", faults));
    }
    for (String key : unknown(sources)) {
      LOG.log(Level.WARNING, "{0} is configured, but there is no such key", key);
    }
    return new Configuration(values);
  }

  /** The value of a setting. */
  @SuppressWarnings("unchecked") // Only read() fills the map, by setting.
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting + " is not among the settings");
    }
    return (T) value;
  }

  /** The keys under {@code collab.} that somebody set and nobody reads: misspelt, most likely. */
  static Set<String> unknown(List<Source> sources) {
    Set<String> unknown = new TreeSet<>();
    for (Source source : sources) {
      source.keys().stream().filter(key -> key.startsWith("collab.")).forEach(unknown::add);
    }
    Settings.all().forEach(setting -> unknown.remove(setting.key()));
    return unknown;
  }

  private static Optional<String> find(String key, List<Source> sources) {
    return sources.stream()
        .flatMap(source -> source.value(key).stream())
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
