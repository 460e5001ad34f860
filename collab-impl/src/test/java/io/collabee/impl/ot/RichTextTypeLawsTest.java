package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

/** The laws of rich text. */
class RichTextTypeLawsTest extends LinearTypeLaws<RichText, Delta> {
  private static final String EMBED = "\uFFFC";

  private final RichTextCases cases = new RichTextCases();

  RichTextTypeLawsTest() {
    super(new RichTextCases());
  }

  @Override
  JsonValue document(String text) {
    return JsonText.values()
        .createArrayBuilder()
        .add(JsonText.values().createObjectBuilder().add("insert", text))
        .build();
  }

  @Override
  int[] units(RichText content) {
    StringBuilder text = new StringBuilder();
    content.forEach(piece -> text.append(piece instanceof Delta.Run run ? run.text() : EMBED));
    return text.chars().toArray();
  }

  @Override
  int length(RichText content) {
    return content.length();
  }

  @Override
  int growth(Delta delta) {
    int growth = 0;
    for (Delta.Op op : delta.ops()) {
      if (op instanceof Delta.Insertion) {
        growth += op.length();
      } else if (op instanceof Delta.Delete) {
        growth -= op.length();
      }
    }
    return growth;
  }

  @Test
  void aLongDocumentIsEditedAsItsDeltaIsComposed() {
    Seeds.upTo(
        200,
        400,
        (random, size) -> {
          RichText content = cases.type().create(cases.document(random, 5 * size));
          Delta plain = content.delta();

          for (int i = 0; i < 10; i++) {
            JsonValue current = cases.type().snapshotJson(content);
            Delta delta = cases.type().operation(cases.operation(random, current, size));
            content = content.apply(delta);
            plain = plain.compose(delta);
          }

          assertThat(content.delta()).isEqualTo(plain);
        });
  }
}
