package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

/** The laws of plain text. */
class TextTypeLawsTest extends LinearTypeLaws<Text, TextOperation> {
  private final TextCases cases = new TextCases();

  TextTypeLawsTest() {
    super(new TextCases());
  }

  @Override
  JsonValue document(String text) {
    return JsonText.values().createValue(text);
  }

  @Override
  int[] units(Text content) {
    return content.toString().codePoints().toArray();
  }

  @Override
  int length(Text content) {
    return content.length();
  }

  @Override
  int growth(TextOperation operation) {
    int growth = 0;
    for (TextOperation.Component component : operation.components()) {
      if (component instanceof TextOperation.Insert) {
        growth += component.length();
      } else if (component instanceof TextOperation.Delete) {
        growth -= component.length();
      }
    }
    return growth;
  }

  @Test
  void aLongTextIsEditedLikeAString() {
    Seeds.upTo(
        200,
        400,
        (random, size) -> {
          JsonValue doc = cases.document(random, 10 * size);
          StringBuilder plain = new StringBuilder(((JsonString) doc).getString());
          Text text = cases.type().create(doc);

          for (int i = 0; i < 10; i++) {
            JsonValue current = cases.type().snapshotJson(text);
            TextOperation operation =
                cases.type().operation(cases.operation(random, current, size));
            text = text.apply(operation);
            apply(plain, operation);
          }

          assertThat(text).hasToString(plain.toString());
        });
  }

  private static void apply(StringBuilder plain, TextOperation operation) {
    int at = 0;
    for (TextOperation.Component component : operation.components()) {
      if (component instanceof TextOperation.Insert insert) {
        plain.insert(at, insert.text());
        at += insert.text().length();
        continue;
      }
      int end = plain.offsetByCodePoints(at, component.length());
      if (component instanceof TextOperation.Skip) {
        at = end;
      } else {
        plain.delete(at, end);
      }
    }
  }
}
