package io.collabee.sample;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/** Tells browsers apart for people, roughly: they all claim to be each other. */
final class Browsers {
  private static final List<Entry<String, String>> PROGRAMS =
      List.of(
          Map.entry("Edg", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("Firefox/", "Firefox"),
          Map.entry("Chrome/", "Chrome"),
          Map.entry("Safari/", "Safari"));
  private static final List<Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("Android", "Android"),
          Map.entry("iPhone", "an iPhone"),
          Map.entry("iPad", "an iPad"),
          Map.entry("Windows", "Windows"),
          Map.entry("Mac OS", "a Mac"),
          Map.entry("CrOS", "ChromeOS"),
          Map.entry("Linux", "Linux"));

  private Browsers() {}

  /** What somebody would call the browser, as in "Firefox on Windows". */
  static String name(HttpServletRequest request) {
    String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    String program = first(agent, PROGRAMS).orElse("A browser");
    return first(agent, SYSTEMS).map(system -> program + " on " + system).orElse(program);
  }

  private static Optional<String> first(String agent, List<Entry<String, String>> names) {
    return names.stream()
        .filter(name -> agent.contains(name.getKey()))
        .map(Entry::getValue)
        .findFirst();
  }
}
