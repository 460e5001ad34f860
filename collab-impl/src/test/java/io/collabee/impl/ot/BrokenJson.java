package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes of valid JSON what a broken or hostile client might send. */
final class BrokenJson {
  private static final List<JsonValue> STRAY =
      List.of(
          JsonText.parse("null"),
          JsonText.parse("true"),
          JsonText.parse("0"),
          JsonText.parse("-1"),
          JsonText.parse("1"),
          JsonText.parse("2.5"),
          JsonText.parse("2147483647"),
          JsonText.parse("9007199254740993"),
          JsonText.parse("1e308"),
          JsonText.parse("\"\""),
          JsonText.parse("\"x\""),
          JsonText.parse("\"\\ud83d\""),
          JsonText.parse("\"\\ude00\""),
          JsonText.parse("[]"),
          JsonText.parse("{}"),
          JsonText.parse("[[]]"),
          JsonText.parse("{\"d\":1}"),
          JsonText.parse("{\"insert\":\"x\"}"),
          JsonText.parse("{\"delete\":1}"),
          JsonText.parse("{\"retain\":1,\"attributes\":{\"bold\":null}}"));

  private static final List<String> NAMES =
      List.of("insert", "delete", "retain", "attributes", "ops", "d", "");

  private BrokenJson() {}

  /** The same with some parts replaced, left out, doubled or renamed; now and then unchanged. */
  static JsonValue of(JsonValue json, Random random) {
    if (random.nextInt(12) == 0) {
      return STRAY.get(random.nextInt(STRAY.size()));
    }
    if (json instanceof JsonArray list) {
      return brokenList(list, random);
    }
    return json instanceof JsonObject object ? brokenObject(object, random) : json;
  }

  private static JsonValue brokenList(JsonArray list, Random random) {
    JsonArrayBuilder broken = JsonText.values().createArrayBuilder();
    for (JsonValue item : list) {
      for (int copies = copies(random); copies > 0; copies--) {
        broken.add(of(item, random));
      }
    }
    return broken.build();
  }

  private static JsonValue brokenObject(JsonObject object, Random random) {
    JsonObjectBuilder broken = JsonText.values().createObjectBuilder();
    for (Map.Entry<String, JsonValue> member : object.entrySet()) {
      int copies = copies(random);
      if (copies > 0) {
        broken.add(member.getKey(), of(member.getValue(), random));
      }
      if (copies > 1) {
        broken.add(NAMES.get(random.nextInt(NAMES.size())), of(member.getValue(), random));
      }
    }
    return broken.build();
  }

  private static int copies(Random random) {
    int chance = random.nextInt(15);
    return chance == 0 ? 0 : chance == 1 ? 2 : 1;
  }
}
