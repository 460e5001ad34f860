package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What somebody may do to a document, by chance: an operation that fits the content, as JSON. Texts
 * hold characters outside the basic plane too.
 */
enum RandomEdits {
  TEXT {
    @Override
    JsonValue start() {
      return JSON.createValue("start");
    }

    @Override
    JsonValue edit(JsonValue content, Random random) {
      String text = ((JsonString) content).getString();
      int length = text.codePointCount(0, text.length());
      int at = random.nextInt(length + 1);
      JsonArrayBuilder op = JSON.createArrayBuilder();
      if (at > 0) {
        op.add(at);
      }
      if (at < length && deletes(random, length)) {
        op.add(JSON.createObjectBuilder().add("d", 1 + random.nextInt(Math.min(3, length - at))));
      } else {
        op.add(word(random));
      }
      return op.build();
    }
  },

  RICH_TEXT {
    @Override
    JsonValue start() {
      return JSON.createArrayBuilder()
          .add(JSON.createObjectBuilder().add("insert", "start\n"))
          .build();
    }

    @Override
    JsonValue edit(JsonValue content, Random random) {
      List<Integer> cuts = cuts(content.asJsonObject().getJsonArray("ops"));
      int from = random.nextInt(cuts.size());
      int to = Math.min(cuts.size() - 1, from + 1 + random.nextInt(3));
      int length = cuts.get(to) - cuts.get(from);
      JsonArrayBuilder op = JSON.createArrayBuilder();
      if (cuts.get(from) > 0) {
        op.add(JSON.createObjectBuilder().add("retain", cuts.get(from)));
      }
      JsonObjectBuilder change = JSON.createObjectBuilder();
      if (length > 0 && deletes(random, cuts.size())) {
        change.add("delete", length);
      } else if (length > 0 && random.nextInt(4) == 0) {
        JsonValue bold = random.nextBoolean() ? JsonValue.TRUE : JsonValue.NULL;
        change.add("retain", length);
        change.add("attributes", JSON.createObjectBuilder().add("bold", bold));
      } else if (random.nextInt(6) == 0) {
        change.add("insert", JSON.createObjectBuilder().add("image", "i" + random.nextInt(9)));
      } else {
        change.add("insert", word(random));
      }
      return op.add(change).build();
    }
  },

  JSON0 {
    @Override
    JsonValue start() {
      return JSON.createObjectBuilder()
          .add("list", JsonValue.EMPTY_JSON_ARRAY)
          .add("words", "")
          .add("n", 0)
          .build();
    }

    @Override
    JsonValue edit(JsonValue content, Random random) {
      JsonObject document = content.asJsonObject();
      JsonArray list = document.getJsonArray("list");
      String words = document.getString("words");
      JsonArrayBuilder path = JSON.createArrayBuilder();
      JsonObjectBuilder component = JSON.createObjectBuilder();
      int kind = random.nextInt(6);
      if (kind == 0) {
        path.add("n");
        component.add("na", 1 + random.nextInt(9));
      } else if (kind == 1) {
        path.add("words").add(words.length());
        component.add("si", "w" + random.nextInt(10));
      } else if (kind == 2 && !words.isEmpty()) {
        int at = random.nextInt(words.length());
        path.add("words").add(at);
        component.add("sd", words.substring(at, at + 1));
      } else if (kind == 3 && list.size() > 1) {
        path.add("list").add(random.nextInt(list.size()));
        component.add("lm", random.nextInt(list.size()));
      } else if (!list.isEmpty() && deletes(random, list.size())) {
        int at = random.nextInt(list.size());
        path.add("list").add(at);
        component.add("ld", list.get(at));
      } else {
        path.add("list").add(random.nextInt(list.size() + 1));
        component.add("li", JSON.createObjectBuilder().add("v", random.nextInt(99)));
      }
      return JSON.createArrayBuilder().add(component.add("p", path)).build();
    }
  };

  private static final JsonProvider JSON = JsonText.values();
  private static final List<String> WORDS = List.of("a", "bc", " ", "\n", "é", "😀", "word", "漢字");

  /** What the document is created with. */
  abstract JsonValue start();

  /** An operation on the content. */
  abstract JsonValue edit(JsonValue content, Random random);

  /** More often the longer it is, so that documents stay at a few hundred. */
  private static boolean deletes(Random random, int length) {
    return random.nextInt(300) < Math.min(length, 200);
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** Positions in UTF-16 units that split no pair of surrogates. */
  private static List<Integer> cuts(JsonArray ops) {
    List<Integer> cuts = new ArrayList<>(List.of(0));
    int at = 0;
    for (JsonValue op : ops) {
      if (op.asJsonObject().get("insert") instanceof JsonString text) {
        for (int point : text.getString().codePoints().toArray()) {
          at += Character.charCount(point);
          cuts.add(at);
        }
      } else {
        cuts.add(++at);
      }
    }
    return cuts;
  }
}
