package io.collabee.impl.rest;

import io.collabee.Rendering;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
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
    Optional<String> body(Snapshot snapshot, Rendering rendering) {
      return Optional.of(
          "{\"version\":"
              + snapshot.version()
              + ",\"type\":"
              + snapshot.type().map(JsonText::quote).orElse("null")
              + ",\"data\":"
              + JsonText.write(snapshot.data())
              + "}");
    }
  },

  /** The text alone. */
  TEXT(";text", "text/plain") {
    @Override
    Optional<String> body(Snapshot snapshot, Rendering rendering) {
      return rendering.text(snapshot);
    }
  },

  /** What goes into the body of a page. */
  HTML(";html", "text/html") {
    @Override
    Optional<String> body(Snapshot snapshot, Rendering rendering) {
      return rendering.html(snapshot);
    }
  },

  /** CommonMark. */
  MARKDOWN(";markdown", "text/markdown") {
    @Override
    Optional<String> body(Snapshot snapshot, Rendering rendering) {
      return rendering.markdown(snapshot);
    }
  };

  private static final int NOT_ACCEPTABLE = 406;

  /** What an answer's form depends on. */
  private static final String VARY = "Authorization, Cookie, Accept";

  /** Should something get past the renderer and its sanitiser, it still can do nothing here. */
  private static final String NOTHING_ACTIVE =
      "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; sandbox";

  private final String suffix;
  private final String mediaType;

  Format(String suffix, String mediaType) {
    this.suffix = suffix;
    this.mediaType = mediaType;
  }

  /**
   * A content in the form that a request asks for: by the parameter {@code format}, or else what
   * {@code Accept} likes best of what there is for the type. Its tag is that of the version and the
   * form.
   */
  static Answer answer(Asked asked, Snapshot snapshot, Rendering rendering) {
    for (Format format : wanted(asked)) {
      Optional<String> body = format.body(snapshot, rendering);
      if (body.isPresent()) {
        Answer answer =
            new Answer(200, format.mediaType, body.get(), Map.of())
                .with("ETag", Versions.tag(snapshot.version(), format.suffix))
                .with("Vary", VARY);
        return format == HTML ? answer.with("Content-Security-Policy", NOTHING_ACTIVE) : answer;
      }
    }
    throw new AnsweredException(
        Answer.problem(
            NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "There is none of the accepted forms for a document of this type"));
  }

  private static List<Format> wanted(Asked asked) {
    Optional<String> named = asked.query().apply("format");
    if (named.isEmpty()) {
      String accepted = asked.header().apply("Accept").orElse("*/*");
      return Accepted.ranked(accepted, List.of(values()), format -> format.mediaType);
    }
    return Arrays.stream(values())
        .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(named.get()))
        .findFirst()
        .map(List::of)
        .orElseThrow(() -> Parameters.malformed("There is no such format"));
  }

  /** The form that a body has, by its {@code Content-Type}; JSON if that is missing. */
  static Format sent(Asked asked) {
    String type = asked.header().apply("Content-Type").orElse(JSON.mediaType);
    String[] parts = type.toLowerCase(Locale.ROOT).replace("\"", "").split(";");
    boolean isUtf8 =
        Arrays.stream(parts)
            .map(String::strip)
            .allMatch(part -> !part.startsWith("charset=") || part.equals("charset=utf-8"));
    return Arrays.stream(values())
        .filter(format -> isUtf8 && format.mediaType.equals(parts[0].strip()))
        .findFirst()
        .orElseThrow(() -> unsupported("Contents are JSON, HTML, Markdown or text, in UTF-8"));
  }

  static AnsweredException unsupported(String detail) {
    return new AnsweredException(Answer.problem(415, "UNSUPPORTED_MEDIA_TYPE", detail));
  }

  abstract Optional<String> body(Snapshot snapshot, Rendering rendering);
}
