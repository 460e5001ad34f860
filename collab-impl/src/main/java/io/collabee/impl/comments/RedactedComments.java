package io.collabee.impl.comments;

import io.collabee.comments.Comment;
import io.collabee.comments.CommentThread;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Set;

/**
 * The comments of a document of which a text has to vanish.
 *
 * <p>A quote is of some version or other, when the text may have been half typed or written in
 * between. So a quote goes as a whole if it has as little as four characters in a row that the text
 * has too. Of what people wrote themselves, only the text as it is goes.
 */
public final class RedactedComments {
  /** What is shorter is found everywhere. */
  private static final int RUN = 4;

  /** With a text that is longer, all quotes go: they are hardly of anything else. */
  private static final int LONGEST = 10_000;

  private static final String BLACK = "█";

  private final String text;
  private final Set<String> runs = new HashSet<>();

  private RedactedComments(String text) {
    this.text = text;
    for (int i = 0; text.length() <= LONGEST && i + RUN <= text.length(); i++) {
      runs.add(text.substring(i, i + RUN));
    }
  }

  /**
   * What a companion holds, without the text.
   *
   * @param companion its content
   * @param text what was redacted; U+FFFC stands for each embed
   */
  public static JsonValue of(JsonValue companion, String text) {
    if (text.isBlank() || !(companion instanceof JsonObject all)) {
      return companion;
    }
    RedactedComments redacted = new RedactedComments(text);
    JsonObjectBuilder threads = JsonText.values().createObjectBuilder();
    all.getJsonObject("threads")
        .forEach(
            (id, thread) ->
                threads.add(
                    id, ThreadJson.write(redacted.of(ThreadJson.read(id, thread.asJsonObject())))));
    return JsonText.values().createObjectBuilder(all).add("threads", threads).build();
  }

  private CommentThread of(CommentThread thread) {
    return new CommentThread(
        thread.id(),
        thread.anchor(),
        isOfIt(thread.quote()) ? black(thread.quote()) : thread.quote(),
        thread.resolution(),
        thread.comments().stream().map(this::of).toList());
  }

  private boolean isOfIt(String quote) {
    if (quote.isBlank()) {
      return false;
    }
    if (text.length() > LONGEST || quote.contains(text) || text.contains(quote)) {
      return true;
    }
    for (int i = 0; i + RUN <= quote.length(); i++) {
      if (runs.contains(quote.substring(i, i + RUN))) {
        return true;
      }
    }
    return false;
  }

  private Comment of(Comment comment) {
    return text.length() < RUN || !comment.text().contains(text)
        ? comment
        : new Comment(
            comment.id(),
            comment.author(),
            comment.time(),
            comment.edited(),
            comment.isDeleted(),
            comment.text().replace(text, black(text)));
  }

  private static String black(String text) {
    return BLACK.repeat(text.codePointCount(0, text.length()));
  }
}
