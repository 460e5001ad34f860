package io.collabee.impl.ot;

import io.collabee.spi.Sequence;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** A rich text as a sequence of UTF-16 code units and embeds. */
enum RichTextSequence implements Sequence<RichText, Delta> {
  OF_UNITS;

  private static final RichTextType TYPE = new RichTextType();

  @Override
  public int length(RichText content) {
    return content.length();
  }

  @Override
  public JsonValue slice(RichText content, int from, int to) {
    return TYPE.snapshotJson(content.slice(from, to));
  }

  @Override
  public List<Formatted> formatting(RichText content, int from, int to) {
    List<Formatted> formatting = new ArrayList<>();
    for (Delta.Insertion piece : content.slice(from, to)) {
      formatting.add(new Formatted(piece.length(), piece.attributes().values()));
    }
    return formatting;
  }

  @Override
  public List<Step> steps(Delta operation) {
    List<Step> steps = new ArrayList<>(operation.ops().size());
    for (Delta.Op op : operation.ops()) {
      if (op instanceof Delta.Insertion) {
        steps.add(new Insert(op.length()));
      } else if (op instanceof Delta.Delete) {
        steps.add(new Delete(op.length()));
      } else {
        steps.add(new Keep(op.length(), op.attributes().values().keySet()));
      }
    }
    return steps;
  }
}
