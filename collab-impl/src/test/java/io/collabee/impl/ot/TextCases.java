package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Random;

/** Random texts and edits of them, in the form that {@code ot-text-unicode} normalizes them to. */
public final class TextCases extends RandomCases<Text, TextOperation> {
  private static final String[] WORDS = {
    "a", "b", " ", "\n", "one ", "é", "中文", "😀", "👩‍💻", "e\u0301", "\u0000", "\"\\"
  };

  /** Cases. */
  public TextCases() {
    super(new TextType());
  }

  @Override
  public JsonValue document(Random random, int size) {
    return JsonText.values().createValue(text(random, random.nextInt(2 * size + 1)));
  }

  private static String text(Random random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  @Override
  public JsonValue operation(Random random, JsonValue document, int size) {
    String text = ((JsonString) document).getString();
    TextOperation.Builder operation = new TextOperation.Builder();
    int edits = random.nextInt(size + 1);
    int at = 0;
    while (edits > 0) {
      int left = text.codePointCount(at, text.length());
      int length = random.nextInt(Math.min(left, 6) + 1);
      int end = text.offsetByCodePoints(at, length);
      switch (random.nextInt(4)) {
        case 0 -> operation.delete(text.substring(at, end));
        case 1 -> operation.delete(length);
        case 2 -> operation.skip(length);
        default -> {
          operation.insert(text(random, 1 + random.nextInt(2)));
          end = at;
        }
      }
      at = end;
      edits--;
    }
    return type().operationJson(operation.build());
  }

  @Override
  JsonArray positions(Random random, JsonValue document) {
    String text = ((JsonString) document).getString();
    int length = text.codePointCount(0, text.length());
    JsonArrayBuilder positions = JsonText.values().createArrayBuilder();
    for (int i = 0; i < 4; i++) {
      // The package knows no owner: an insertion at a position never moves it.
      positions.add(moving(JsonText.values().createValue(random.nextInt(length + 1)), false));
    }
    return positions.build();
  }
}
