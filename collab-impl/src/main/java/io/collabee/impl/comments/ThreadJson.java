package io.collabee.impl.comments;

import io.collabee.comments.Anchor;
import io.collabee.comments.Comment;
import io.collabee.comments.CommentThread;
import io.collabee.comments.Resolution;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Optional;

/**
 * Threads as they are stored, and as clients get them:
 *
 * <pre>{@code
 * {anchor: {version, start, end} | {version, path} | {version, gone: true} | {version},
 *  quote, resolved?: {by, at},
 *  comments: [{id, author, at, edited?, text} | {id, author, at, deleted: true}]}
 * }</pre>
 *
 * <p>Times are milliseconds since 1970.
 */
public final class ThreadJson {
  private ThreadJson() {}

  /** A thread, without its id, which is its name. */
  public static JsonObject write(CommentThread thread) {
    JsonObjectBuilder json = JsonText.values().createObjectBuilder();
    json.add("anchor", write(thread.anchor())).add("quote", thread.quote());
    thread.resolution().ifPresent(resolution -> json.add("resolved", write(resolution)));
    JsonArrayBuilder comments = JsonText.values().createArrayBuilder();
    thread.comments().forEach(comment -> comments.add(write(comment)));
    return json.add("comments", comments).build();
  }

  static JsonObject write(Anchor anchor) {
    JsonObjectBuilder json =
        JsonText.values().createObjectBuilder().add("version", anchor.version());
    if (anchor instanceof Anchor.Range range) {
      json.add("start", range.start()).add("end", range.end());
    } else if (anchor instanceof Anchor.Path path) {
      json.add("path", path.path());
    } else if (anchor instanceof Anchor.Gone) {
      json.add("gone", true);
    }
    return json.build();
  }

  static JsonObject write(Resolution resolution) {
    return JsonText.values()
        .createObjectBuilder()
        .add("by", resolution.by())
        .add("at", resolution.time().toEpochMilli())
        .build();
  }

  static JsonObject write(Comment comment) {
    JsonObjectBuilder json =
        JsonText.values()
            .createObjectBuilder()
            .add("id", comment.id())
            .add("author", comment.author())
            .add("at", comment.time().toEpochMilli());
    if (comment.isDeleted()) {
      return json.add("deleted", true).build();
    }
    comment.edited().ifPresent(time -> json.add("edited", time.toEpochMilli()));
    return json.add("text", comment.text()).build();
  }

  static CommentThread read(String id, JsonObject json) {
    return new CommentThread(
        id,
        anchor(json.getJsonObject("anchor")),
        json.getString("quote"),
        json.get("resolved") instanceof JsonObject resolved
            ? Optional.of(new Resolution(resolved.getString("by"), time(resolved, "at")))
            : Optional.empty(),
        json.getJsonArray("comments").getValuesAs(JsonObject.class).stream()
            .map(ThreadJson::comment)
            .toList());
  }

  private static Anchor anchor(JsonObject json) {
    long version = json.getJsonNumber("version").longValue();
    if (json.containsKey("start")) {
      return new Anchor.Range(version, json.getInt("start"), json.getInt("end"));
    }
    if (json.get("path") instanceof JsonArray path) {
      return new Anchor.Path(version, path);
    }
    return json.containsKey("gone") ? new Anchor.Gone(version) : new Anchor.Whole(version);
  }

  private static Comment comment(JsonObject json) {
    return new Comment(
        json.getString("id"),
        json.getString("author"),
        time(json, "at"),
        json.get("edited") instanceof JsonNumber
            ? Optional.of(time(json, "edited"))
            : Optional.empty(),
        json.containsKey("deleted"),
        json.getString("text", ""));
  }

  private static Instant time(JsonObject json, String name) {
    return Instant.ofEpochMilli(json.getJsonNumber(name).longValue());
  }
}
