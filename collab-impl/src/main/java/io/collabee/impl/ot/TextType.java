package io.collabee.impl.ot;

import static io.collabee.impl.ot.JsonParts.badlyFormed;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import io.collabee.spi.Sequence;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Plain text, compatible with the npm type {@code ot-text-unicode} 4.0. Positions count Unicode
 * code points.
 *
 * <p><b>On the wire</b> a snapshot is a string, and an operation is a list that walks over the
 * document from its start: a number skips so many code points, a string is inserted, and {@code {d:
 * 3}} or {@code {d: "abc"}} deletes. The text of a deletion is handed on but not compared with the
 * document. The empty list does nothing.
 *
 * <p><b>Refused</b> is what the npm type refuses: adjacent or trailing skips, empty insertions and
 * deletions, skips past the end. Unlike it, this type also refuses what no client sends unless it
 * is broken: numbers that are not whole, deletions past the end, unpaired surrogates, unknown
 * components. Adjacent insertions or deletions are joined, as the npm type's own {@code normalize}
 * does, which ShareDB's clients call before they send.
 *
 * <p><b>Ties.</b> Of two insertions at one place the {@link Side#LEFT} one's text comes first, so
 * what is submitted later stands before what was committed.
 *
 * <p><b>Inverses</b> always exist: the snapshot has the deleted text.
 *
 * <p><b>Differences</b> are found by line and then by code point, in a time that is bounded: where
 * two texts have next to nothing in common, the one is deleted and the other inserted.
 *
 * <p><b>Presence</b> is a position (a number), or a range {@code {index, length}} whose other
 * fields are kept. An insertion exactly at a position moves it only if it is the owner's own. The
 * npm type has no presence, so only clients that bring their own cursor code use this.
 */
public final class TextType implements DocumentType<Text, TextOperation> {

  @Override
  public String name() {
    return "text-unicode";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("text");
  }

  @Override
  public String uri() {
    return "http://sharejs.org/types/text-unicode";
  }

  @Override
  public Text create(JsonValue data) {
    return data.getValueType() == JsonValue.ValueType.NULL ? Text.of("") : snapshot(data);
  }

  @Override
  public Text snapshot(JsonValue json) {
    if (!(json instanceof JsonString text)) {
      throw badlyFormed("The content of a text is no string");
    }
    return Text.of(JsonParts.wellFormed(text.getString(), "The text"));
  }

  @Override
  public JsonValue snapshotJson(Text snapshot) {
    return JsonText.values().createValue(snapshot.toString());
  }

  @Override
  public TextOperation operation(JsonValue json) {
    if (!(json instanceof JsonArray components)) {
      throw badlyFormed("A text operation is no list");
    }
    TextOperation.Builder operation = new TextOperation.Builder();
    boolean skipped = false;
    for (JsonValue component : components) {
      boolean skips = component instanceof JsonNumber;
      if (skips && skipped) {
        throw badlyFormed("A text operation has two skips in a row");
      }
      skipped = skips;
      if (skips) {
        operation.skip(JsonParts.length(component, "A skip"));
      } else if (component instanceof JsonString text) {
        operation.insert(JsonParts.text(text, "An insertion"));
      } else {
        deletion(component, operation);
      }
    }
    if (skipped) {
      throw badlyFormed("A text operation ends with a skip");
    }
    return operation.build();
  }

  private static void deletion(JsonValue component, TextOperation.Builder operation) {
    if (!(component instanceof JsonObject object)
        || object.size() != 1
        || !object.containsKey("d")) {
      throw badlyFormed("A component of a text operation is no number, string or {d: …}");
    }
    JsonValue deleted = object.get("d");
    if (deleted instanceof JsonString text) {
      operation.delete(JsonParts.text(text, "A deletion"));
    } else {
      operation.delete(JsonParts.length(deleted, "A deletion"));
    }
  }

  @Override
  public JsonValue operationJson(TextOperation operation) {
    JsonArrayBuilder components = JsonText.values().createArrayBuilder();
    for (TextOperation.Component component : operation.components()) {
      if (component instanceof TextOperation.Insert insert) {
        components.add(insert.text());
      } else if (component instanceof TextOperation.Delete delete) {
        components.add(deletionJson(delete));
      } else {
        components.add(component.length());
      }
    }
    return components.build();
  }

  private static JsonValue deletionJson(TextOperation.Delete delete) {
    String text = delete.text();
    return JsonText.values()
        .createObjectBuilder()
        .add(
            "d",
            text == null
                ? JsonText.values().createValue(delete.length())
                : JsonText.values().createValue(text))
        .build();
  }

  @Override
  public OptionalLong size(Text snapshot) {
    return OptionalLong.of(snapshot.volume());
  }

  @Override
  public Text apply(Text snapshot, TextOperation operation) {
    return snapshot.apply(operation);
  }

  @Override
  public TextOperation compose(TextOperation first, TextOperation second) {
    return first.compose(second);
  }

  @Override
  public TextOperation transform(TextOperation operation, TextOperation over, Side side) {
    return operation.transform(over, side);
  }

  /**
   * {@inheritDoc}
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_NOT_APPLIED} if the operation does not fit
   *     {@code before}
   */
  @Override
  public Optional<TextOperation> invert(TextOperation operation, Text before) {
    return Optional.of(operation.invert(before));
  }

  @Override
  public Optional<TextOperation> diff(Text from, Text to) {
    return Optional.of(TextDifference.between(from, to));
  }

  @Override
  public Optional<Sequence<Text, TextOperation>> sequence() {
    return Optional.of(TextSequence.OF_CODE_POINTS);
  }

  @Override
  public OptionalInt transformPosition(int position, TextOperation over, boolean own) {
    return OptionalInt.of(over.transformPosition(position, own));
  }

  @Override
  public boolean hasPresence() {
    return true;
  }

  @Override
  public JsonValue transformPresence(JsonValue presence, TextOperation over, boolean own) {
    if (presence instanceof JsonNumber number) {
      return RangePresence.moved(number, position -> over.transformPosition(position, own));
    }
    return RangePresence.moved(presence, position -> over.transformPosition(position, own));
  }
}
