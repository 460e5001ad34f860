package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.store.Step.Kind;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An edit of a text or a rich text, taken apart so that what is alike in many edits lies together
 * in a chunk. An edit is only taken apart if it comes together as the same characters.
 *
 * @param form how the steps are written
 * @param start how far into the document the first step that does anything is
 * @param steps the steps from there on
 */
record Edit(Form form, long start, List<Step> steps) {
  private static final long LONGEST = 1L << 40;

  /** How a type writes its steps, each with the number that chunks have for it. */
  enum Form {
    /** {@code "op":[5,"text",{"d":2}]}, lengths in code points. */
    TEXT(0) {
      @Override
      long length(String text) {
        return text.codePointCount(0, text.length());
      }

      @Override
      int after(String text, int index, int length) {
        return text.offsetByCodePoints(index, length);
      }
    },
    /** {@code "op":{"ops":[{"retain":5},{"insert":"text"}]}}, lengths in UTF-16 code units. */
    RICH_TEXT(1) {
      @Override
      long length(String text) {
        return text.length();
      }

      @Override
      int after(String text, int index, int length) {
        return index + length;
      }
    };

    private final int code;

    Form(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Form of(long code) {
      for (Form form : values()) {
        if (form.code == code) {
          return form;
        }
      }
      throw new IllegalArgumentException("There is no form " + code);
    }

    /** How long a text is. */
    abstract long length(String text);

    /** The index that is so many units behind another one. */
    abstract int after(String text, int index, int length);
  }

  /** Where the place of the edit ends: where somebody who types on will type next. */
  long end() {
    long at = start;
    for (Step step : steps) {
      at += step.deletes() ? 0 : step.length();
    }
    return at;
  }

  /** How much longer the document gets. */
  long growth() {
    long growth = 0;
    for (Step step : steps) {
      growth += step.inserts() ? step.length() : step.deletes() ? -step.length() : 0;
    }
    return growth;
  }

  /** Takes a payload apart; empty if it is none of these edits, or written in another way. */
  static Optional<Edit> parse(String payload) {
    if (!payload.startsWith("\"op\":")) {
      return Optional.empty();
    }
    try {
      JsonObject members = JsonText.parse("{" + payload + "}").asJsonObject();
      return edit(members.get("op")).filter(edit -> edit.payload().equals(payload));
    } catch (CollabException e) {
      return Optional.empty();
    }
  }

  private static Optional<Edit> edit(@Nullable JsonValue op) {
    Form form = op instanceof JsonObject ? Form.RICH_TEXT : Form.TEXT;
    JsonValue list = op instanceof JsonObject delta ? delta.get("ops") : op;
    if (!(list instanceof JsonArray written)) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>(written.size());
    for (JsonValue each : written) {
      Step step = form == Form.TEXT ? textStep(each) : richTextStep(each);
      if (step == null) {
        return Optional.empty();
      }
      steps.add(step);
    }
    long start = !steps.isEmpty() && steps.get(0).isPlainRetain() ? steps.remove(0).length() : 0;
    return Optional.of(new Edit(form, start, steps));
  }

  private static @Nullable Step textStep(JsonValue json) {
    if (json instanceof JsonString text) {
      return text(Kind.INSERT, Form.TEXT, text.getString(), null);
    }
    if (json instanceof JsonObject deletion && deletion.get("d") instanceof JsonString text) {
      return text(Kind.DELETE_TEXT, Form.TEXT, text.getString(), null);
    }
    return json instanceof JsonObject deletion
        ? length(Kind.DELETE, deletion.get("d"), null)
        : length(Kind.RETAIN, json, null);
  }

  private static @Nullable Step richTextStep(JsonValue json) {
    if (!(json instanceof JsonObject step)) {
      return null;
    }
    JsonValue attributes = step.get("attributes");
    String written = attributes == null ? null : JsonText.write(attributes);
    JsonValue inserted = step.get("insert");
    if (inserted instanceof JsonString text) {
      return text(Kind.INSERT, Form.RICH_TEXT, text.getString(), written);
    }
    if (inserted != null) {
      return new Step(Kind.EMBED, 1, JsonText.write(inserted), written);
    }
    return step.containsKey("delete")
        ? length(Kind.DELETE, step.get("delete"), written)
        : length(Kind.RETAIN, step.get("retain"), written);
  }

  private static @Nullable Step length(
      Kind kind, @Nullable JsonValue json, @Nullable String attributes) {
    if (!(json instanceof JsonNumber number)) {
      return null;
    }
    double length = number.doubleValue();
    return length >= 0 && length < LONGEST ? new Step(kind, (long) length, "", attributes) : null;
  }

  /** Null if the text is not to be had as UTF-8. */
  private static @Nullable Step text(
      Kind kind, Form form, String text, @Nullable String attributes) {
    boolean isWellFormed =
        text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    return isWellFormed ? new Step(kind, form.length(text), text, attributes) : null;
  }

  /** The payload it was taken from. */
  String payload() {
    StringBuilder payload = new StringBuilder(32);
    payload.append(form == Form.TEXT ? "\"op\":[" : "\"op\":{\"ops\":[");
    String separator = "";
    if (start > 0) {
      append(new Step(Kind.RETAIN, start, "", null), payload);
      separator = ",";
    }
    for (Step step : steps) {
      payload.append(separator);
      append(step, payload);
      separator = ",";
    }
    return payload.append(form == Form.TEXT ? "]" : "]}").toString();
  }

  private void append(Step step, StringBuilder payload) {
    if (form == Form.TEXT) {
      appendToText(step, payload);
    } else {
      appendToRichText(step, payload);
    }
  }

  private static void appendToText(Step step, StringBuilder payload) {
    switch (step.kind()) {
      case RETAIN -> payload.append(step.length());
      case INSERT -> payload.append(Step.quoted(step.text()));
      case DELETE -> payload.append("{\"d\":").append(step.length()).append('}');
      case DELETE_TEXT -> payload.append("{\"d\":").append(Step.quoted(step.text())).append('}');
      case EMBED -> throw new IllegalStateException("An embed in a plain text");
    }
  }

  private static void appendToRichText(Step step, StringBuilder payload) {
    switch (step.kind()) {
      case RETAIN -> payload.append("{\"retain\":").append(step.length());
      case INSERT -> payload.append("{\"insert\":").append(Step.quoted(step.text()));
      case DELETE -> payload.append("{\"delete\":").append(step.length());
      case EMBED -> payload.append("{\"insert\":").append(step.text());
      case DELETE_TEXT -> throw new IllegalStateException("A rich text deletes by length");
    }
    if (step.attributes() != null) {
      payload.append(",\"attributes\":").append(step.attributes());
    }
    payload.append('}');
  }
}
