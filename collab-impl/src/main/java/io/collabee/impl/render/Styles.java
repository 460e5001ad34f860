package io.collabee.impl.render;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The few declarations of CSS that a page gets from a document. */
final class Styles {
  private static final Pattern COLOR =
      Pattern.compile("#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}|(rgb|hsl)a?\\([0-9., %]{5,40}\\)");
  private static final Map<String, Pattern> SAFE =
      Map.of(
          "color", COLOR,
          "background-color", COLOR,
          "text-align", Pattern.compile("left|center|right|justify"),
          "white-space", Pattern.compile("pre-wrap"),
          "margin-left", Pattern.compile("[0-9]{1,2}em"),
          "font-family", Pattern.compile("serif|monospace"),
          "font-size", Pattern.compile("0\\.75em|1\\.5em|2\\.5em"));

  private Styles() {}

  static boolean isColor(String value) {
    return COLOR.matcher(value).matches();
  }

  /** Whether there is nothing but such declarations. */
  static boolean isSafe(String style) {
    Map<String, String> declared = declarations(style);
    long written = Arrays.stream(style.split(";")).filter(each -> !each.isBlank()).count();
    return declared.size() == written
        && declared.entrySet().stream()
            .allMatch(
                each ->
                    SAFE.containsKey(each.getKey())
                        && SAFE.get(each.getKey()).matcher(each.getValue()).matches());
  }

  /** The declarations of a style attribute, names in small letters. */
  static Map<String, String> declarations(String style) {
    Map<String, String> declared = new LinkedHashMap<>();
    for (String each : style.split(";")) {
      int colon = each.indexOf(':');
      if (colon > 0) {
        declared.put(
            each.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            each.substring(colon + 1).strip());
      }
    }
    return declared;
  }
}
