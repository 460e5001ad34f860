package io.collabee.sample;

import io.collabee.Comments;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.Keeping;
import io.collabee.OperationalTransform;
import io.collabee.Rendering;
import io.collabee.Snapshot;
import io.collabee.comments.Anchor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds the meetings of the demo: who is there writes, one after the other, gives versions labels
 * and comments on what was written.
 */
@ApplicationScoped
class DemoMeetings {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private MinutesList list;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Organisations organisations;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Documents documents;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private OperationalTransform transform;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Rendering rendering;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Keeping keeping;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Comments comments;

  /** Founds an organisation of these people. */
  void addOrganisation(String name, JsonArray people) {
    String founder = people.getString(0);
    Organisation organisation = organisations.found(name, founder);
    people.forEach(person -> organisations.add(organisation.getId(), founder, text(person)));
  }

  /** Adds one as the story tells it. */
  void add(JsonObject meeting) {
    JsonObject members = meeting.getJsonObject("members");
    String owner = nameOf(members, Role.OWNER);
    Optional<Organisation> organisation =
        organisations.of(owner).stream()
            .filter(mine -> mine.getName().equals(meeting.getString("in", "")))
            .findFirst();
    Minutes minutes = list.create(meeting.getString("title"), owner, organisation);
    members.forEach(
        (name, role) -> list.share(minutes.getId(), name, Role.of(text(role)).orElseThrow()));
    write(minutes.document(), meeting.getJsonArray("versions"));
    if (meeting.containsKey("agenda")) {
      JsonObject agenda = meeting.getJsonObject("agenda");
      documents.as(owner).create(minutes.document(Minutes.AGENDAS), "json0", agenda);
    }
    if (meeting.containsKey("code")) {
      JsonValue code = Json.createValue(lines("", meeting.getJsonArray("code")));
      documents.as(owner).create(minutes.document(Minutes.SNIPPETS), "text-unicode", code);
    }
    JsonArray threads = meeting.getOrDefault("comments", JsonValue.EMPTY_JSON_ARRAY).asJsonArray();
    for (int i = 0; i < threads.size(); i++) {
      comment(minutes.document(), "demo-" + i, threads.getJsonObject(i));
    }
  }

  private static String nameOf(JsonObject members, Role role) {
    return members.keySet().stream()
        .filter(name -> members.getString(name).equals(role.word()))
        .findFirst()
        .orElseThrow();
  }

  /** A text is told in Markdown; what is committed of each version is what differs. */
  private void write(DocumentId document, JsonArray versions) {
    String markdown = "";
    for (JsonObject version : versions.getValuesAs(JsonObject.class)) {
      String author = version.getString("by");
      markdown = next(markdown, version);
      JsonValue content = rendering.fromMarkdown(markdown);
      documents.as(author).edit(document, now -> transform.diff("rich-text", now.data(), content));
      if (version.containsKey("label")) {
        long head = documents.read(document).map(Snapshot::version).orElseThrow();
        keeping.as(author).label(document, head, version.getString("label"));
      }
    }
  }

  private static String next(String markdown, JsonObject version) {
    if (version.containsKey("replace")) {
      return markdown.replace(version.getString("replace"), version.getString("with"));
    }
    return lines(markdown, version.getJsonArray("add"));
  }

  private static String lines(String before, JsonArray lines) {
    return lines.getValuesAs(JsonString.class).stream()
        .map(line -> line.getString() + "\n")
        .collect(Collectors.joining("", before, ""));
  }

  private void comment(DocumentId document, String thread, JsonObject story) {
    String quote = story.getString("on");
    Snapshot now = documents.read(document).orElseThrow();
    int start = rendering.text(now).orElseThrow().indexOf(quote);
    Anchor anchor = new Anchor.Range(now.version(), start, start + quote.length());
    String author = story.getString("by");
    comments.as(author).start(document, thread, anchor, story.getString("says"));
    story
        .getOrDefault("answers", JsonValue.EMPTY_JSON_OBJECT)
        .asJsonObject()
        .forEach(
            (name, says) ->
                comments.as(name).reply(document, thread, thread + "-" + name, text(says)));
    if (story.getBoolean("resolved", false)) {
      comments.as(author).resolve(document, thread);
    }
  }

  private static String text(JsonValue string) {
    return ((JsonString) string).getString();
  }
}
