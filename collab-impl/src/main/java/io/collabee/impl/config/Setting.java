package io.collabee.impl.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One key of the configuration: what its values look like, which are allowed, and what they mean.
 *
 * @param <T> what a value is
 */
public final class Setting<T> {
  private static final Pattern KEY = Pattern.compile("collab(\\.[a-z0-9]+(-[a-z0-9]+)*)+");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmg]?)");

  private final String key;
  private final String defaultText;
  private final String range;
  private final String meaning;
  private final Function<String, T> parser;

  private Setting(
      String key, String defaultText, String range, String meaning, Function<String, T> parser) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("Not a kebab-case key under collab.: " + key);
    }
    this.key = key;
    this.defaultText = defaultText;
    this.range = range;
    this.meaning = meaning;
    this.parser = parser;
    if (!defaultText.isEmpty()) {
      parse(defaultText);
    }
  }

  /**
   * Any text.
   *
   * @param range what texts make sense, for the page
   */
  static Setting<String> text(String key, String defaultText, String range, String meaning) {
    return new Setting<>(key, defaultText, range, meaning, Function.identity());
  }

  /** {@code true} or {@code false}. */
  static Setting<Boolean> bool(String key, boolean defaultValue, String meaning) {
    return new Setting<>(
        key,
        String.valueOf(defaultValue),
        "`true`, `false`",
        meaning,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("neither true nor false");
            });
  }

  /** A whole number from {@code least} to {@code most}. */
  static Setting<Integer> integer(
      String key, int defaultValue, int least, int most, String meaning) {
    return new Setting<>(
        key,
        String.valueOf(defaultValue),
        range(String.valueOf(least), String.valueOf(most)),
        meaning,
        text -> within(Integer.valueOf(text), least, most));
  }

  /** A duration in ISO-8601 form, such as {@code PT30S}. */
  static Setting<Duration> duration(
      String key, String defaultText, String least, String most, String meaning) {
    return new Setting<>(
        key,
        defaultText,
        range(least, most),
        meaning,
        text -> within(parseDuration(text), parseDuration(least), parseDuration(most)));
  }

  /** A number of bytes, {@code k}, {@code m} or {@code g} after it for 1024, 1024² and 1024³. */
  static Setting<Long> size(
      String key, String defaultText, String least, String most, String meaning) {
    return new Setting<>(
        key,
        defaultText,
        range(least, most),
        meaning,
        text -> within(parseSize(text), parseSize(least), parseSize(most)));
  }

  /** One of some constants, written in lower case. */
  static <E extends Enum<E>> Setting<E> choice(
      String key, E defaultValue, Set<E> allowed, String meaning) {
    return new Setting<>(
        key,
        written(defaultValue),
        allowed.stream()
            .sorted()
            .map(constant -> "`" + written(constant) + "`")
            .collect(Collectors.joining(", ")),
        meaning,
        text ->
            allowed.stream()
                .filter(constant -> written(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no such choice")));
  }

  /**
   * Some of these words, with commas between, or {@code none}.
   *
   * @param defaultText not empty
   */
  static Setting<Set<String>> words(
      String key, String defaultText, Set<String> allowed, String meaning) {
    String range =
        allowed.stream().sorted().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    return new Setting<>(
        key,
        defaultText,
        "some of " + range + ", or `none`",
        meaning,
        text -> words(text.toLowerCase(Locale.ROOT), allowed));
  }

  private static Set<String> words(String text, Set<String> allowed) {
    if (text.equals("none")) {
      return Set.of();
    }
    Set<String> words =
        Arrays.stream(text.split(",")).map(String::strip).collect(Collectors.toUnmodifiableSet());
    if (!allowed.containsAll(words)) {
      throw new IllegalArgumentException("no such choice");
    }
    return words;
  }

  /** The key, such as {@code collab.datasource}. */
  public String key() {
    return key;
  }

  /** What holds where nothing is configured. */
  public T defaultValue() {
    return parser.apply(defaultText);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is none or out of range; the message names the key
   */
  T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      String allowed = range.replace("`", "");
      throw new IllegalArgumentException(
          key + " is \"" + text + "\" (" + e.getMessage() + "); allowed: " + allowed, e);
    }
  }

  /** The setting's line in {@code docs/configuration.md}. */
  String row() {
    String shown = defaultText.isEmpty() ? "none" : "`" + defaultText + "`";
    return "| `" + key + "` | " + shown + " | " + range + " | " + meaning + " |";
  }

  @Override
  public String toString() {
    return key;
  }

  private static String range(String least, String most) {
    return "`" + least + "` to `" + most + "`";
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <C extends Comparable<C>> C within(C value, C least, C most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static Duration parseDuration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no duration such as PT30S", e);
    }
  }

  private static long parseSize(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no size such as 64k or 1m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "k" -> number << 10;
      case "m" -> number << 20;
      case "g" -> number << 30;
      default -> number;
    };
  }
}
