package io.collabee.impl.comments;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.comments.Anchor;
import io.collabee.impl.document.View.Content;
import io.collabee.spi.Sequence;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** How that reads which an anchor is about. */
final class Quote {
  /** More characters are not kept. */
  static final int LENGTH = 200;

  /** A range of more units is not asked for: no text of so many is quoted. */
  private static final int UNITS = 2 * LENGTH;

  /** What stands for an embed. */
  private static final String OBJECT = "\uFFFC";

  private Quote() {}

  /**
   * What stands there.
   *
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED} if there is no such place
   */
  static String of(Anchor anchor, Content<?> content) {
    if (anchor instanceof Anchor.Range range) {
      return bounded(text(slice(range, content)));
    }
    if (anchor instanceof Anchor.Path path) {
      return bounded(text(find(path.path(), content.json())));
    }
    return "";
  }

  private static <S> JsonValue slice(Anchor.Range range, Content<S> content) {
    Sequence<S, ?> sequence = content.type().sequence().orElseThrow();
    int length = sequence.length(content.value());
    if (range.end() > length) {
      throw nothing("The document ends at " + length + ", before " + range.end());
    }
    int end = Math.min(range.end(), range.start() + UNITS);
    return sequence.slice(content.value(), range.start(), end);
  }

  private static JsonValue find(JsonArray path, JsonValue content) {
    if (path.isEmpty()) {
      throw nothing("A path has at least one step");
    }
    JsonValue found = content;
    for (JsonValue step : path) {
      found = found(found, step);
    }
    return found;
  }

  private static JsonValue found(JsonValue in, JsonValue step) {
    @Nullable JsonValue found = null;
    if (in instanceof JsonObject object && step instanceof JsonString key) {
      found = object.get(key.getString());
    } else if (in instanceof JsonArray list
        && step instanceof JsonNumber index
        && index.isIntegral()
        && index.longValue() >= 0
        && index.longValue() < list.size()) {
      found = list.get(index.intValue());
    }
    if (found == null) {
      throw nothing("The path leads nowhere");
    }
    return found;
  }

  /** A string as it is; of what looks as rich text does, its text. */
  private static String text(JsonValue value) {
    if (value instanceof JsonString string) {
      return string.getString();
    }
    if (value instanceof JsonNumber number) {
      return number.toString();
    }
    if (!(value instanceof JsonObject object && object.get("ops") instanceof JsonArray ops)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (JsonValue op : ops) {
      if (op instanceof JsonObject insertion) {
        text.append(insertion.get("insert") instanceof JsonString run ? run.getString() : OBJECT);
      }
    }
    return text.toString();
  }

  /** Without halves of surrogate pairs, which nothing may hold. */
  private static String bounded(String text) {
    StringBuilder bounded = new StringBuilder();
    text.codePoints()
        .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
        .limit(LENGTH)
        .forEach(bounded::appendCodePoint);
    return bounded.toString();
  }

  private static CollabException nothing(String why) {
    return new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, why);
  }
}
