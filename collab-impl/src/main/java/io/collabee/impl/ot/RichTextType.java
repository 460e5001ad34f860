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
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Rich text in Quill's Delta format, compatible with the npm type {@code rich-text} 4.1 on {@code
 * quill-delta} 4.2.2 or 5.1. Text is counted in UTF-16 code units, an embed counts 1.
 *
 * <p><b>On the wire</b> snapshots and operations are read as {@code {ops: […]}} or as the bare
 * list, and written as {@code {ops: […]}}. A snapshot holds insertions only; it is written with
 * neighbours of one formatting as one.
 *
 * <p><b>Refused</b> is what the npm type lets into documents although no editor sends it: lengths
 * that are no positive whole numbers, steps that are not exactly one of insert, retain and delete,
 * unknown fields, empty insertions, insertions with null among their attributes, and what reaches
 * past the end of the document. Inserted text must have no unpaired surrogates. A retain or
 * deletion may still cut a pair in two, and the halves are then kept as they are. Changes within
 * embeds ({@code {retain: {…}}}, new in {@code quill-delta} 5) are refused, since each kind of
 * embed would need code of its own.
 *
 * <p><b>Ties.</b> Of two insertions at one place the {@link Side#RIGHT} one's comes first, and of
 * two changes of one attribute the right one's stays: here what was committed goes first, unlike in
 * the text type.
 *
 * <p><b>Inverses</b> always exist: the snapshot has what was deleted or formatted.
 *
 * <p><b>Differences</b> are those of the text as for plain text, embeds counting as characters of
 * their own, and of the formatting of what is the same.
 *
 * <p><b>Presence</b> is a range {@code {index, length}} whose other fields are kept, or null. An
 * insertion exactly at one of its ends moves that end only if it is the owner's own.
 */
public final class RichTextType implements DocumentType<RichText, Delta> {

  @Override
  public String name() {
    return "rich-text";
  }

  @Override
  public String uri() {
    return "http://sharejs.org/types/rich-text/v1";
  }

  @Override
  public RichText create(JsonValue data) {
    if (data.getValueType() == JsonValue.ValueType.NULL) {
      return RichText.of(List.of());
    }
    return content(data, true);
  }

  @Override
  public RichText snapshot(JsonValue json) {
    // Halves of surrogate pairs are here if an operation cut one.
    return content(json, false);
  }

  private static RichText content(JsonValue json, boolean onlyPairs) {
    List<Delta.Insertion> insertions = new ArrayList<>();
    for (JsonValue op : ops(json)) {
      if (!(op(op, onlyPairs) instanceof Delta.Insertion insertion)) {
        throw badlyFormed("The content of a rich text has a step that is no insertion");
      }
      insertions.add(insertion);
    }
    return RichText.of(insertions);
  }

  @Override
  public JsonValue snapshotJson(RichText snapshot) {
    return operationJson(snapshot.delta());
  }

  @Override
  public Delta operation(JsonValue json) {
    JsonArray ops = ops(json);
    List<Delta.Op> delta = new ArrayList<>(ops.size());
    for (JsonValue op : ops) {
      delta.add(op(op, true));
    }
    return new Delta(delta);
  }

  private static JsonArray ops(JsonValue json) {
    JsonValue ops = json instanceof JsonObject object ? object.get("ops") : json;
    if (!(ops instanceof JsonArray list)) {
      throw badlyFormed("A rich text is neither a list of ops nor {ops: […]}");
    }
    return list;
  }

  private static Delta.Op op(JsonValue json, boolean onlyPairs) {
    if (!(json instanceof JsonObject op)) {
      throw badlyFormed("A step of a delta is no object");
    }
    Attributes attributes = attributes(op);
    if (op.size() != (op.containsKey("attributes") ? 2 : 1)) {
      throw badlyFormed("A step of a delta has not exactly one of insert, retain and delete");
    }
    if (op.containsKey("insert")) {
      if (attributes.removesAny()) {
        throw badlyFormed("An insertion has an attribute that is null");
      }
      return insertion(op.get("insert"), attributes, onlyPairs);
    }
    if (op.containsKey("retain")) {
      if (op.get("retain") instanceof JsonObject) {
        throw badlyFormed("A retain has an object: changes within embeds are not supported");
      }
      return new Delta.Retain(JsonParts.length(op.get("retain"), "A retain"), attributes);
    }
    if (op.containsKey("delete") && attributes.isEmpty()) {
      return new Delta.Delete(JsonParts.length(op.get("delete"), "A deletion"));
    }
    throw badlyFormed("A step of a delta is none of insert, retain and delete");
  }

  private static Attributes attributes(JsonObject op) {
    JsonValue attributes = op.getOrDefault("attributes", JsonValue.NULL);
    if (attributes instanceof JsonObject values) {
      return Attributes.of(values);
    }
    if (attributes.getValueType() != JsonValue.ValueType.NULL) {
      throw badlyFormed("The attributes of a step are no object");
    }
    return Attributes.NONE;
  }

  private static Delta.Insertion insertion(
      @Nullable JsonValue inserted, Attributes attributes, boolean onlyPairs) {
    if (inserted instanceof JsonString string && !string.getString().isEmpty()) {
      String text = string.getString();
      if (onlyPairs) {
        JsonParts.wellFormed(text, "An insertion");
      }
      return new Delta.Run(text, attributes);
    }
    if (inserted instanceof JsonObject embed && !embed.isEmpty()) {
      return new Delta.Embed(embed, attributes);
    }
    throw badlyFormed("An insertion is neither a text nor an object, or empty");
  }

  @Override
  public JsonValue operationJson(Delta operation) {
    JsonArrayBuilder ops = JsonText.values().createArrayBuilder();
    for (Delta.Op op : operation.ops()) {
      ops.add(opJson(op));
    }
    return JsonText.values().createObjectBuilder().add("ops", ops).build();
  }

  private static JsonObject opJson(Delta.Op op) {
    JsonObjectBuilder json = JsonText.values().createObjectBuilder();
    if (op instanceof Delta.Run run) {
      json.add("insert", run.text());
    } else if (op instanceof Delta.Embed embed) {
      json.add("insert", embed.value());
    } else {
      json.add(op instanceof Delta.Delete ? "delete" : "retain", op.length());
    }
    if (!op.attributes().isEmpty()) {
      json.add("attributes", op.attributes().values());
    }
    return json.build();
  }

  @Override
  public OptionalLong size(RichText snapshot) {
    return OptionalLong.of(snapshot.volume());
  }

  @Override
  public RichText apply(RichText snapshot, Delta operation) {
    return snapshot.apply(operation);
  }

  @Override
  public Delta compose(Delta first, Delta second) {
    return first.compose(second);
  }

  @Override
  public Delta transform(Delta operation, Delta over, Side side) {
    return operation.transform(over, side);
  }

  /**
   * {@inheritDoc}
   *
   * @throws CollabException {@link ErrorCode#ERR_OT_OP_NOT_APPLIED} if the operation does not fit
   *     {@code before}
   */
  @Override
  public Optional<Delta> invert(Delta operation, RichText before) {
    return Optional.of(operation.invert(before));
  }

  /** The right one's attribute stays. */
  @Override
  public Side yieldingSide() {
    return Side.LEFT;
  }

  @Override
  public Optional<Delta> diff(RichText from, RichText to) {
    return Optional.of(RichTextDifference.between(from, to));
  }

  @Override
  public Optional<Sequence<RichText, Delta>> sequence() {
    return Optional.of(RichTextSequence.OF_UNITS);
  }

  @Override
  public OptionalInt transformPosition(int position, Delta over, boolean own) {
    return OptionalInt.of(over.transformPosition(position, own));
  }

  @Override
  public boolean hasPresence() {
    return true;
  }

  @Override
  public JsonValue transformPresence(JsonValue presence, Delta over, boolean own) {
    return RangePresence.moved(presence, position -> over.transformPosition(position, own));
  }
}
