package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.Access;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Comments over HTTP. */
class CommentResourcesTest {
  private static final DocumentId NOTE = DocumentId.of("notes", "n");
  private static final String THREAD =
      "{'id':'t','anchor':{'version':1,'start':0,'end':3},'text':'Why?'}".replace('\'', '"');
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final RestFixture fixture = new RestFixture();
  private final Documents documents = fixture.documents();

  @BeforeEach
  void start() {
    fixture.allow("ann", Access.COMMENT);
    fixture.allow("bob", Access.COMMENT);
    fixture.allow("rob", Access.READ);
    fixture.allow("max", Access.MANAGE);
    documents.create(NOTE, "text-unicode", JsonText.parse("\"one two\""));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private FakeExchange ask(String user, String method, String path, String body) {
    return askAt("documents/notes/n/comments" + path, user, method, body);
  }

  private FakeExchange askAt(String path, String user, String method, String body) {
    return new FakeExchange(user, method, path, JSON, body.replace('\'', '"'))
        .at(fixture.servlet());
  }

  @Test
  void aThreadIsStartedAndToldAtAnyVersion() {
    FakeExchange started = ask("ann", "POST", "", THREAD);
    documents.edit(NOTE, 1, JsonText.parse("[\"zero \"]"));

    assertThat(started.status()).isEqualTo(201);
    assertThat(started.body())
        .isEqualTo(
            "{'id':'t','anchor':{'version':1,'start':0,'end':3},'quote':'one','comments':[{'id':'t','author':'ann','at':5000,'text':'Why?'}]}"
                .replace('\'', '"'));
    assertThat(ask("rob", "GET", "", "").body())
        .contains("\"anchor\":{\"version\":2,\"start\":5,\"end\":8}");
    assertThat(ask("rob", "GET", "?version=1", "").body())
        .contains("\"anchor\":{\"version\":1,\"start\":0,\"end\":3}");
    assertThat(ask("rob", "GET", "?version=3", "").status()).isEqualTo(400);
    assertThat(ask("rob", "GET", "?version=x", "").status()).isEqualTo(400);
  }

  @Test
  void threadsAreAnsweredSettledAndReopened() {
    ask("ann", "POST", "", THREAD);

    FakeExchange answered = ask("bob", "POST", "/t", "{'id':'r','text':'Because.'}");
    FakeExchange resolved = ask("bob", "PUT", "/t", "{'resolved':true}");
    FakeExchange reopened = ask("ann", "PUT", "/t", "{'resolved':false}");
    FakeExchange edited = ask("bob", "PUT", "/t/r", "{'text':'Because!'}");
    FakeExchange deleted = ask("bob", "DELETE", "/t/r", "");

    assertThat(answered.status()).isEqualTo(201);
    assertThat(resolved.body()).contains("\"resolved\":{\"by\":\"bob\",\"at\":5000}");
    assertThat(reopened.body()).doesNotContain("resolved");
    assertThat(edited.body()).contains("\"edited\":5000,\"text\":\"Because!\"");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(ask("ann", "GET", "", "").body()).contains("\"deleted\":true");
  }

  @Test
  void whoMayOnlyReadDoesNotComment() {
    ask("ann", "POST", "", THREAD);

    assertThat(ask("rob", "POST", "", THREAD.replace("\"t\"", "\"u\"")).status()).isEqualTo(403);
    assertThat(ask("rob", "POST", "/t", "{'text':'x'}").status()).isEqualTo(403);
    assertThat(ask("rob", "PUT", "/t", "{'resolved':true}").status()).isEqualTo(403);
    assertThat(ask("rob", "DELETE", "/t/t", "").status()).isEqualTo(403);
    assertThat(ask("eve", "GET", "", "").status()).isEqualTo(403);
    assertThat(ask("", "GET", "", "").status()).isEqualTo(403);
  }

  @Test
  void whoMayCommentWritesNeitherTheTextNorTheCommentsOfOthers() {
    ask("ann", "POST", "", THREAD);

    String edit = "{'v':1,'op':['x']}";
    assertThat(askAt("documents/notes/n/operations", "ann", "POST", edit).status()).isEqualTo(403);
    assertThat(ask("bob", "PUT", "/t/t", "{'text':'x'}").status()).isEqualTo(403);
    assertThat(ask("bob", "DELETE", "/t/t", "").status()).isEqualTo(403);
    assertThat(ask("max", "DELETE", "/t/t", "").status()).isEqualTo(204);
  }

  @Test
  void theDocumentOfTheCommentsIsReadAndNotWritten() {
    ask("ann", "POST", "", THREAD);
    String companion = "documents/collab.comments%2Fnotes/n";

    assertThat(askAt(companion + "/content", "rob", "GET", "").body()).contains("\"Why?\"");
    assertThat(askAt(companion + "/content", "eve", "GET", "").status()).isEqualTo(403);
    assertThat(askAt(companion + "/operations", "max", "POST", "{'v':2,'op':[]}").status())
        .isEqualTo(403);
    assertThat(askAt(companion, "max", "DELETE", "").status()).isEqualTo(403);
  }

  @Test
  void whatIsWrongIsSaid() {
    ask("ann", "POST", "", THREAD);

    for (String body :
        List.of(
            "{}",
            "{'anchor':{'version':1}}",
            "{'anchor':{'version':1},'text':1}",
            "{'anchor':{'version':-1},'text':'x'}",
            "{'anchor':{'version':1.5},'text':'x'}",
            "{'anchor':{'version':1,'start':2,'end':2},'text':'x'}",
            "{'anchor':{'version':1,'start':0,'end':99},'text':'x'}",
            "{'anchor':{'version':1,'path':['a']},'text':'x'}",
            "{'id':'','anchor':{'version':1},'text':'x'}")) {
      FakeExchange answer = ask("ann", "POST", "", body);

      assertThat(answer.status()).as(body).isEqualTo(400);
    }
    assertThat(ask("bob", "POST", "", THREAD).status()).isEqualTo(409);
    assertThat(ask("ann", "POST", "", THREAD).status()).isEqualTo(201);
    assertThat(ask("ann", "POST", "/none", "{'text':'x'}").status()).isEqualTo(404);
    assertThat(ask("ann", "PUT", "/t", "{}").status()).isEqualTo(400);
  }

  @Test
  void anIdIsGivenToWhatHasNone() {
    FakeExchange started = ask("ann", "POST", "", "{'anchor':{'version':1},'text':'x'}");

    JsonObject thread = JsonText.parse(started.body()).asJsonObject();
    assertThat(thread.getString("id")).hasSize(36);
  }

  @Test
  void aUserMayNotCommentTooOften() {
    fixture.limitComments(1);
    RestServlet strict = fixture.servlet();
    for (int i = 0; i < 10; i++) {
      comment(strict);
    }

    FakeExchange more = comment(strict);

    assertThat(more.status()).isEqualTo(429);
    assertThat(more.header("Retry-After")).isEqualTo("1");
  }

  private static FakeExchange comment(RestServlet servlet) {
    String body = "{\"anchor\":{\"version\":1},\"text\":\"x\"}";
    return new FakeExchange("ann", "POST", "documents/notes/n/comments", JSON, body).at(servlet);
  }
}
