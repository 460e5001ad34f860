package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
import io.collabee.spi.Sequence;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A text as a sequence of code points. */
enum TextSequence implements Sequence<Text, TextOperation> {
  OF_CODE_POINTS;

  @Override
  public int length(Text content) {
    return content.length();
  }

  @Override
  public JsonValue slice(Text content, int from, int to) {
    return JsonText.values().createValue(content.substring(from, to));
  }

  @Override
  public List<Step> steps(TextOperation operation) {
    List<Step> steps = new ArrayList<>(operation.components().size());
    for (TextOperation.Component component : operation.components()) {
      if (component instanceof TextOperation.Insert) {
        steps.add(new Insert(component.length()));
      } else if (component instanceof TextOperation.Delete) {
        steps.add(new Delete(component.length()));
      } else {
        steps.add(new Keep(component.length(), Set.of()));
      }
    }
    return steps;
  }
}
