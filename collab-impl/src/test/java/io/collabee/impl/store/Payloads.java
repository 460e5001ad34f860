package io.collabee.impl.store;

import io.collabee.impl.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Payloads of operations: edits as the types write them, edits as no type does, and others. */
final class Payloads {
  /** Payloads that look like edits and are written in another way, and some that are none. */
  static final List<String> OTHERS =
      List.of(
          "",
          "\"del\":true",
          "\"create\":{\"type\":\"t\",\"data\":null}",
          "\"op\":",
          "\"op\":[",
          "\"op\":null",
          "\"op\":{}",
          "\"op\":{\"ops\":{}}",
          "\"op\":[0,\"x\"]",
          "\"op\":[1, \"x\"]",
          "\"op\":[1.0,\"x\"]",
          "\"op\":[1.5]",
          "\"op\":[-1]",
          "\"op\":[9007199254740993]",
          "\"op\":[1e30]",
          "\"op\":[null]",
          "\"op\":[{\"d\":\"x\",\"e\":1}]",
          "\"op\":[{\"d\":true}]",
          "\"op\":[{}]",
          "\"op\":[\"\\u0041\"]",
          "\"op\":[\"\\/\"]",
          "\"op\":[\"\\ud800\"]",
          "\"op\":[1],\"op\":[2]",
          "\"op\":[1],\"x\":[2]",
          "\"op\":{\"ops\":[{\"insert\":\"a\"}],\"x\":1}",
          "\"op\":{\"ops\":[1]}",
          "\"op\":{\"ops\":[{\"insert\":\"\\ud83d\"}]}",
          "\"op\":{\"ops\":[{\"retain\":0}]}",
          "\"op\":{\"ops\":[{\"attributes\":{\"b\":1},\"insert\":\"a\"}]}",
          "\"op\":{\"ops\":[{\"insert\":\"a\",\"delete\":1}]}",
          "\"op\":{\"ops\":[{\"move\":1}]}",
          "\"op\":[{\"p\":[\"a\",1],\"li\":{\"x\":1.5}}]",
          "\"op\":\"😀 \u0000\"");

  private static final List<String> TEXTS =
      List.of("x", "a word", "é", "中文", "😀", "👩‍💻", "e\u0301", "\u0000", "\"\\", "\n", "");

  private static final List<String> ATTRIBUTES =
      List.of(
          "{\"bold\":true}", "{\"color\":null}", "{}", "{\"a\":{\"b\":[1,{\"c\":\"\\ud800\"}]}}");

  private Payloads() {}

  /** A payload that the log may have. */
  static String random(Random random, long place) {
    return switch (random.nextInt(8)) {
      case 0 -> OTHERS.get(random.nextInt(OTHERS.size()));
      case 1, 2, 3 -> "\"op\":{\"ops\":[" + steps(random, place, true) + "]}";
      default -> "\"op\":[" + steps(random, place, false) + "]";
    };
  }

  private static String steps(Random random, long place, boolean isRich) {
    List<String> steps = new ArrayList<>();
    if (place > 0) {
      steps.add(isRich ? "{\"retain\":" + place + "}" : String.valueOf(place));
    }
    int count = random.nextInt(3) == 0 ? random.nextInt(5) : 1;
    for (int i = 0; i < count; i++) {
      steps.add(isRich ? richStep(random) : textStep(random));
    }
    return String.join(",", steps);
  }

  private static String textStep(Random random) {
    String text = JsonText.quote(TEXTS.get(random.nextInt(TEXTS.size())));
    return switch (random.nextInt(5)) {
      case 0 -> String.valueOf(random.nextInt(300));
      case 1 -> "{\"d\":" + random.nextInt(300) + "}";
      case 2 -> "{\"d\":" + text + "}";
      default -> text;
    };
  }

  private static String richStep(Random random) {
    String text = JsonText.quote(TEXTS.get(random.nextInt(TEXTS.size())));
    String step =
        switch (random.nextInt(5)) {
          case 0 -> "\"retain\":" + random.nextInt(300);
          case 1 -> "\"delete\":" + random.nextInt(300);
          case 2 -> "\"insert\":{\"image\":" + text + "}";
          default -> "\"insert\":" + text;
        };
    return random.nextInt(3) == 0
        ? "{" + step + ",\"attributes\":" + ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())) + "}"
        : "{" + step + "}";
  }
}
