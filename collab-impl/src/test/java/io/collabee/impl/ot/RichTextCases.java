package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random rich texts and edits of them: most in the form Quill gives a delta, some with steps as
 * they come, since any program may send these.
 */
public final class RichTextCases extends RandomCases<RichText, Delta> {
  private static final String[] WORDS = {
    "a", "b", " ", "\n", "one ", "é", "中文", "😀", "👩‍💻", "e\u0301", "\u0000"
  };
  private static final List<JsonObject> EMBEDS =
      List.of(
          object("{'image':'i1'}"),
          object("{'image':'i2'}"),
          object("{'formula':'x^2','extra':[1,{'n':0.5}]}"));

  /** Each name with its values; null takes it away. */
  private static final List<JsonObject> CHANGES =
      List.of(
          object("{'bold':true}"),
          object("{'bold':null}"),
          object("{'color':'red'}"),
          object("{'color':'blue'}"),
          object("{'color':null}"),
          object("{'list':'ordered'}"),
          object("{'list':false}"),
          object("{'size':1}"),
          object("{'nested':{'a':[1,{'b':2}]}}"),
          object("{'nested':{'a':[]}}"),
          object("{'nested':null}"));

  /** Cases. */
  public RichTextCases() {
    super(new RichTextType());
  }

  private static JsonObject object(String text) {
    return JsonText.parse(text.replace('\'', '"')).asJsonObject();
  }

  @Override
  public JsonValue document(Random random, int size) {
    List<Delta.Insertion> insertions = new ArrayList<>();
    for (int i = random.nextInt(size + 1); i > 0; i--) {
      insertions.add(insertion(random));
    }
    insertions.add(new Delta.Run("\n", Attributes.NONE));
    return type().snapshotJson(RichText.of(insertions));
  }

  private static Delta.Insertion insertion(Random random) {
    Attributes attributes = Attributes.NONE.compose(change(random), false);
    if (random.nextInt(5) == 0) {
      return new Delta.Embed(EMBEDS.get(random.nextInt(EMBEDS.size())), attributes);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return new Delta.Run(text.toString(), attributes);
  }

  private static Attributes change(Random random) {
    JsonObjectBuilder change = JsonText.values().createObjectBuilder();
    for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
      CHANGES.get(random.nextInt(CHANGES.size())).forEach(change::add);
    }
    return Attributes.of(change.build());
  }

  @Override
  public JsonValue operation(Random random, JsonValue document, int size) {
    List<Delta.Op> ops = new ArrayList<>();
    int left = length(document);
    for (int i = random.nextInt(size + 1); i > 0; i--) {
      if (left == 0 || random.nextInt(3) == 0) {
        ops.add(insertion(random));
        continue;
      }
      int length = 1 + random.nextInt(Math.min(left, 5));
      left -= length;
      ops.add(
          random.nextInt(3) == 0
              ? new Delta.Delete(length)
              : new Delta.Retain(length, change(random)));
    }
    return type().operationJson(random.nextInt(4) == 0 ? new Delta(ops) : quills(ops));
  }

  private static Delta quills(List<Delta.Op> ops) {
    Delta.Builder delta = new Delta.Builder();
    ops.forEach(delta::push);
    return delta.chop().build();
  }

  private int length(JsonValue document) {
    return type().snapshot(document).length();
  }

  @Override
  JsonArray positions(Random random, JsonValue document) {
    int length = length(document);
    JsonArrayBuilder positions = JsonText.values().createArrayBuilder();
    for (int i = 0; i < 4; i++) {
      positions.add(
          moving(JsonText.values().createValue(random.nextInt(length + 1)), random.nextBoolean()));
    }
    return positions.build();
  }

  @Override
  JsonArray presence(Random random, JsonValue document) {
    int length = length(document);
    JsonArrayBuilder presences = JsonText.values().createArrayBuilder();
    presences.add(moving(JsonValue.NULL, random.nextBoolean()));
    for (int i = 0; i < 3; i++) {
      int from = random.nextInt(length + 1);
      int to = random.nextInt(length + 1);
      JsonObject range =
          JsonText.values()
              .createObjectBuilder()
              .add("index", from)
              .add("length", to - from)
              .add("name", "Ann")
              .build();
      presences.add(moving(range, random.nextBoolean()));
    }
    return presences.build();
  }
}
