package io.collabee.impl.rest;

import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** In which form a content is written. */
enum Format {
  /** As clients get it. */
  JSON("", "application/json") {
    @Override
    String body(Snapshot snapshot) {
      return "{\"version\":"
          + snapshot.version()
          + ",\"type\":"
          + snapshot.type().map(JsonText::quote).orElse("null")
          + ",\"data\":"
          + JsonText.write(snapshot.data())
          + "}";
    }
  },

  /** The text alone, for types that are text. */
  TEXT(";text", "text/plain") {
    @Override
    String body(Snapshot snapshot) {
      return text(snapshot.data())
          .orElseThrow(() -> notAcceptable("A document of this type is no text"));
    }
  };

  /** What an answer's form depends on. */
  static final String VARY = "Authorization, Cookie, Accept";

  private static final int NOT_ACCEPTABLE = 406;

  private final String suffix;
  private final String mediaType;

  Format(String suffix, String mediaType) {
    this.suffix = suffix;
    this.mediaType = mediaType;
  }

  /**
   * The form that a request asks for: by the parameter {@code format}, or else what {@code Accept}
   * likes best.
   */
  static Format of(Asked asked) {
    Optional<String> named = asked.query().apply("format");
    if (named.isPresent()) {
      return Arrays.stream(values())
          .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(named.get()))
          .findFirst()
          .orElseThrow(() -> Parameters.malformed("There is no such format"));
    }
    String accepted = asked.header().apply("Accept").orElse("*/*");
    return Accepted.best(accepted, List.of(values()), format -> format.mediaType)
        .orElseThrow(() -> notAcceptable("There is none of the forms that are accepted"));
  }

  /** Tells this form's entity tags from others. */
  String suffix() {
    return suffix;
  }

  Answer answer(Snapshot snapshot) {
    return new Answer(200, mediaType, body(snapshot), Map.of());
  }

  abstract String body(Snapshot snapshot);

  private static Optional<String> text(JsonValue data) {
    if (data instanceof JsonString string) {
      return Optional.of(string.getString());
    }
    if (data instanceof JsonObject delta && delta.get("ops") instanceof JsonArray ops) {
      StringBuilder text = new StringBuilder();
      for (JsonValue op : ops) {
        if (op instanceof JsonObject step && step.get("insert") instanceof JsonString inserted) {
          text.append(inserted.getString());
        }
      }
      return Optional.of(text.toString());
    }
    return Optional.empty();
  }

  private static AnsweredException notAcceptable(String detail) {
    return new AnsweredException(Answer.problem(NOT_ACCEPTABLE, "NOT_ACCEPTABLE", detail));
  }
}
