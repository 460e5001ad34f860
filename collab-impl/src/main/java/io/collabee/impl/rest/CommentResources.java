package io.collabee.impl.rest;

import io.collabee.Comments;
import io.collabee.DocumentId;
import io.collabee.comments.Anchor;
import io.collabee.comments.CommentThread;
import io.collabee.impl.comments.ThreadJson;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Rates;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comments over HTTP. Whoever may read a document may read them; to comment, resolve and reopen
 * wants {@code COMMENT}, and one's own one changes and deletes. Who may manage the document deletes
 * everybody's.
 */
public final class CommentResources {
  private static final String ALL = "documents/{collection}/{id}/comments";
  private static final String THREAD = ALL + "/{thread}";
  private static final String COMMENT = THREAD + "/{comment}";
  private static final int CREATED = 201;

  private final Comments comments;
  private final Gate gate;
  private final String organisation;
  private final FewAtOnce few;
  private final Rates changes;

  /**
   * @param organisation to which all documents belong
   * @param few lets each caller ask for little at a time of what goes through history
   * @param changes how often each user may change something
   */
  public CommentResources(
      Comments comments, Gate gate, String organisation, FewAtOnce few, Rates changes) {
    this.comments = comments;
    this.gate = gate;
    this.organisation = organisation;
    this.few = few;
    this.changes = changes;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", ALL, few.of(this::list)),
        new Rest.Mapping("POST", ALL, few.of(this::start)),
        new Rest.Mapping("POST", THREAD, this::reply),
        new Rest.Mapping("PUT", THREAD, this::settle),
        new Rest.Mapping("PUT", COMMENT, this::edit),
        new Rest.Mapping("DELETE", COMMENT, this::delete));
  }

  private DocumentId document(Asked asked) {
    return new DocumentId(organisation, asked.part("collection"), asked.part("id"));
  }

  private Answer list(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    Optional<Long> version = Parameters.version(asked, "version");
    List<CommentThread> threads =
        version.map(at -> comments.list(document, at)).orElseGet(() -> comments.list(document));
    String all = threads.stream().map(CommentResources::json).collect(Collectors.joining(","));
    return Answer.json(200, "{\"threads\":[" + all + "]}");
  }

  private Answer start(Asked asked) {
    DocumentId document = document(asked);
    Comments his = his(asked.login(), document);
    JsonObject wanted = asked.json();
    return created(his.start(document, id(wanted), anchor(wanted.get("anchor")), text(wanted)));
  }

  private Answer reply(Asked asked) {
    DocumentId document = document(asked);
    Comments his = his(asked.login(), document);
    JsonObject wanted = asked.json();
    return created(his.reply(document, asked.part("thread"), id(wanted), text(wanted)));
  }

  private Answer settle(Asked asked) {
    DocumentId document = document(asked);
    Comments his = his(asked.login(), document);
    JsonValue resolved = asked.json().get("resolved");
    if (JsonValue.TRUE.equals(resolved)) {
      return changed(his.resolve(document, asked.part("thread")));
    }
    if (JsonValue.FALSE.equals(resolved)) {
      return changed(his.reopen(document, asked.part("thread")));
    }
    throw Parameters.malformed("resolved has to be true or false");
  }

  private Answer edit(Asked asked) {
    DocumentId document = document(asked);
    Comments his = his(asked.login(), document);
    String text = text(asked.json());
    return changed(his.edit(document, asked.part("thread"), asked.part("comment"), text));
  }

  private Answer delete(Asked asked) {
    DocumentId document = document(asked);
    Comments his = his(asked.login(), document);
    Comments whose =
        gate.manages(asked.login(), document)
            ? comments.asModerator(asked.login().caller().name())
            : his;
    whose.delete(document, asked.part("thread"), asked.part("comment"));
    return Answer.empty(204);
  }

  private Comments his(Login login, DocumentId document) {
    gate.requireComment(login, document);
    String name = login.caller().name();
    if (!login.caller().isAnonymous() && !changes.take(name)) {
      throw new AnsweredException(Answer.tooMany("There were too many comments of late"));
    }
    return comments.as(name);
  }

  private static Answer created(CommentThread thread) {
    return Answer.json(CREATED, json(thread));
  }

  private static Answer changed(CommentThread thread) {
    return Answer.json(200, json(thread));
  }

  private static String json(CommentThread thread) {
    return JsonText.write(
        JsonText.values()
            .createObjectBuilder()
            .add("id", thread.id())
            .addAll(JsonText.values().createObjectBuilder(ThreadJson.write(thread)))
            .build());
  }

  private static String id(JsonObject wanted) {
    if (!wanted.containsKey("id")) {
      return UUID.randomUUID().toString();
    }
    return string(wanted, "id");
  }

  private static String text(JsonObject wanted) {
    return string(wanted, "text");
  }

  private static String string(JsonObject wanted, String name) {
    if (wanted.get(name) instanceof JsonString string) {
      return string.getString();
    }
    throw Parameters.malformed(name + " has to be a string");
  }

  private static Anchor anchor(@Nullable JsonValue json) {
    if (!(json instanceof JsonObject anchor)) {
      throw Parameters.malformed("anchor has to be an object");
    }
    long version = whole(anchor, "version", Long.MAX_VALUE);
    if (anchor.get("path") instanceof JsonArray path) {
      return new Anchor.Path(version, path);
    }
    if (!anchor.containsKey("start") && !anchor.containsKey("end")) {
      return new Anchor.Whole(version);
    }
    int start = (int) whole(anchor, "start", Integer.MAX_VALUE);
    int end = (int) whole(anchor, "end", Integer.MAX_VALUE);
    if (end <= start) {
      throw Parameters.malformed("anchor.end has to be more than anchor.start");
    }
    return new Anchor.Range(version, start, end);
  }

  private static long whole(JsonObject anchor, String name, long most) {
    if (anchor.get(name) instanceof JsonNumber number && number.isIntegral()) {
      try {
        long value = number.longValueExact();
        if (value >= 0 && value <= most) {
          return value;
        }
      } catch (ArithmeticException e) {
        // Answered below.
      }
    }
    throw Parameters.malformed("anchor." + name + " has to be a whole number from 0");
  }
}
