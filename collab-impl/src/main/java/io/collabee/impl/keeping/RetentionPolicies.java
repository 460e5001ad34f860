package io.collabee.impl.keeping;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * For how long the histories of collections are kept.
 *
 * @param rules the first whose pattern a collection's name fits holds; without one all is kept
 */
public record RetentionPolicies(List<Rule> rules) {

  /** Copies the list. */
  public RetentionPolicies {
    rules = List.copyOf(rules);
  }

  /**
   * How long a collection's history is kept.
   *
   * @param pattern a name, in which {@code *} stands for any characters
   * @param thin how old operations are when they are merged; empty for never
   * @param drop how old they are when they are deleted; empty for never
   */
  public record Rule(String pattern, Optional<Duration> thin, Optional<Duration> drop) {
    private boolean fits(String collection) {
      String[] parts = pattern.split("\\*", -1);
      if (parts.length == 1) {
        return collection.equals(pattern);
      }
      int at = parts[0].length();
      if (!collection.startsWith(parts[0])) {
        return false;
      }
      for (int i = 1; i < parts.length - 1; i++) {
        int found = collection.indexOf(parts[i], at);
        if (found < 0) {
          return false;
        }
        at = found + parts[i].length();
      }
      String last = parts[parts.length - 1];
      return collection.length() - last.length() >= at && collection.endsWith(last);
    }
  }

  /** The rule for a collection. */
  Optional<Rule> of(String collection) {
    return rules.stream().filter(rule -> rule.fits(collection)).findFirst();
  }

  /**
   * Reads {@code notes=thin P30D drop P365D; chat-*=drop P90D; *=keep}.
   *
   * @throws IllegalArgumentException if it says something else
   */
  public static RetentionPolicies parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String each : text.split(";")) {
      if (!each.isBlank()) {
        rules.add(rule(each.strip()));
      }
    }
    return new RetentionPolicies(rules);
  }

  private static Rule rule(String text) {
    int equals = text.lastIndexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException("\"" + text + "\" has no collection with = after it");
    }
    String[] words = text.substring(equals + 1).strip().split("\\s+");
    String pattern = text.substring(0, equals).strip();
    if (words.length == 1 && words[0].equals("keep")) {
      return new Rule(pattern, Optional.empty(), Optional.empty());
    }
    Optional<Duration> thin = Optional.empty();
    Optional<Duration> drop = Optional.empty();
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException("\"" + words[i] + "\" has no age after it");
      }
      switch (words[i]) {
        case "thin" -> thin = Optional.of(age(words[i + 1]));
        case "drop" -> drop = Optional.of(age(words[i + 1]));
        default ->
            throw new IllegalArgumentException(
                "\"" + words[i] + "\" is none of keep, thin and drop");
      }
    }
    return new Rule(pattern, thin, drop);
  }

  private static Duration age(String text) {
    try {
      Duration age = Duration.parse(text);
      if (age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException("The age " + text + " is not above 0");
      }
      return age;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no age such as P30D", e);
    }
  }
}
