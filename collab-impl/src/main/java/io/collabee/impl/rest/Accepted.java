package io.collabee.impl.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** What the header {@code Accept} says, as RFC 9110 section 12.5.1 has it. */
record Accepted(String range, double quality) {

  /**
   * Of the forms that there are those that are liked, best first; of those liked the same, those
   * first that were named first, or else come first.
   *
   * @param mediaType of a form
   */
  static <F> List<F> ranked(String header, List<F> forms, Function<F, String> mediaType) {
    List<Accepted> ranges = new ArrayList<>();
    for (String each : header.split(",")) {
      ranges.add(of(each));
    }
    ranges.sort(Comparator.comparingDouble((Accepted each) -> -each.quality));
    Set<F> ranked = new LinkedHashSet<>();
    for (Accepted range : ranges) {
      for (F form : forms) {
        if (range.quality > 0
            && range.includes(mediaType.apply(form))
            && !isRefused(ranges, mediaType.apply(form))) {
          ranked.add(form);
        }
      }
    }
    return List.copyOf(ranked);
  }

  private static boolean isRefused(List<Accepted> ranges, String mediaType) {
    return ranges.stream().anyMatch(each -> each.quality == 0 && each.range.equals(mediaType));
  }

  private static Accepted of(String text) {
    String[] parts = text.split(";");
    double quality = 1;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        quality = quality(parameter.substring(2));
      }
    }
    return new Accepted(parts[0].strip().toLowerCase(Locale.ROOT), quality);
  }

  private static double quality(String text) {
    return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
  }

  private boolean includes(String mediaType) {
    return range.equals(mediaType)
        || range.equals("*/*")
        || range.equals(mediaType.substring(0, mediaType.indexOf('/') + 1) + "*");
  }
}
