package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.StepUp;
import io.collabee.spi.Access;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** History over HTTP. */
class HistoryResourcesTest {
  private static final DocumentId NOTE = DocumentId.of("notes", "n");

  private final RestFixture rest = new RestFixture();
  private final Documents documents = rest.documents();

  @BeforeEach
  void start() {
    rest.allow("ann", Access.WRITE);
    rest.allow("rob", Access.READ);
    documents.as("ann").create(NOTE, "text", JsonText.parse("\"one\""));
    documents.as("bob").edit(NOTE, 1, JsonText.parse("[3,\" two\"]"));
    documents.as("ann").edit(NOTE, 2, JsonText.parse("[{\"d\":4}]"));
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private FakeExchange get(String user, String path) {
    return new FakeExchange(user, "GET", "documents/notes/n" + path, Map.of(), "")
        .at(rest.servlet());
  }

  private FakeExchange post(String user, String path, Map<String, String> headers, String body) {
    return new FakeExchange(user, "POST", "documents/notes/n" + path, headers, body)
        .at(rest.servlet());
  }

  private static JsonObject json(FakeExchange answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    return JsonText.parse(answer.body()).asJsonObject();
  }

  private String text() {
    return documents.read(NOTE).orElseThrow().data().toString();
  }

  @Test
  void sessionsTellWhoWorkedFromWhenToWhen() {
    JsonObject page = json(get("rob", "/sessions"));

    JsonObject last = page.getJsonArray("sessions").getJsonObject(0);
    assertThat(last.getInt("to")).isEqualTo(3);
    assertThat(last.getJsonArray("contributions").getValuesAs(JsonObject.class))
        .extracting(each -> each.getString("author"))
        .contains("ann");
    assertThat(last).containsKeys("from", "began", "ended");
    assertThat(page).doesNotContainKey("next");
    assertThat(json(get("rob", "/sessions?before=0")).getJsonArray("sessions")).isEmpty();
  }

  @Test
  void blameTellsWhoWroteWhatIsThere() {
    JsonObject blame = json(get("rob", "/blame"));

    assertThat(blame.getInt("version")).isEqualTo(3);
    assertThat(blame.getJsonArray("attributions").getValuesAs(JsonObject.class))
        .extracting(each -> each.getJsonObject("by").getString("author"))
        .containsExactly("bob");
    assertThat(json(get("rob", "/blame?version=1")).getJsonArray("attributions")).hasSize(1);
  }

  @Test
  void twoVersionsAreComparedByWhoDidWhat() {
    JsonObject diff = json(get("rob", "/diff?from=1"));

    List<JsonObject> changes = diff.getJsonArray("changes").getValuesAs(JsonObject.class);
    assertThat(changes)
        .extracting(each -> each.getString("kind") + " " + each.getJsonObject("by").get("author"))
        .containsExactlyInAnyOrder("deletion \"ann\"", "insertion \"bob\"");
    assertThat(diff.getInt("to")).isEqualTo(3);
  }

  @Test
  void aVersionIsRestoredAsAnOperation() {
    FakeExchange done = post("ann", "/restore", Map.of(), "{\"version\":1}");
    FakeExchange same = post("ann", "/restore", Map.of(), "{\"version\":1}");

    assertThat(done.status()).as(done.body()).isEqualTo(201);
    assertThat(done.header("ETag")).isEqualTo("\"4\"");
    assertThat(text()).isEqualTo("\"one\"");
    assertThat(same.status()).isEqualTo(204);
    assertThat(documents.operations(NOTE, 3, 4).get(0).author()).isEqualTo("ann");
  }

  @Test
  void oneAuthorIsUndone() {
    FakeExchange done = post("ann", "/undo", Map.of(), "{\"author\":\"ann\",\"from\":1}");

    assertThat(done.status()).as(done.body()).isEqualTo(201);
    assertThat(text()).isEqualTo("\"one two\"");
  }

  @Test
  void nothingIsRestoredOrUndoneOfAnotherVersionThanIsMeant() {
    Map<String, String> late = Map.of("If-Match", "\"2\"");

    assertThat(post("ann", "/restore", late, "{\"version\":1}").status()).isEqualTo(412);
    assertThat(post("ann", "/undo", late, "{\"author\":\"ann\",\"from\":1}").status())
        .isEqualTo(412);
    assertThat(text()).isEqualTo("\"two\"");
    assertThat(post("ann", "/restore", Map.of("If-Match", "\"3\""), "{\"version\":1}").status())
        .isEqualTo(201);
  }

  @Test
  void whoMayOnlyReadRestoresNothingAndWhoMayNotLearnsNothing() {
    assertThat(post("rob", "/restore", Map.of(), "{\"version\":1}").status()).isEqualTo(403);
    assertThat(post("rob", "/undo", Map.of(), "{\"author\":\"\",\"from\":0}").status())
        .isEqualTo(403);
    for (String path : List.of("/sessions", "/blame", "/diff?from=0")) {
      assertThat(get("eve", path).status()).as(path).isEqualTo(403);
    }
    assertThat(text()).isEqualTo("\"two\"");
  }

  @Test
  void whoHasNotConfirmedLatelyIsAskedToBeforeHeRestores() {
    rest.stepUp(
        new StepUp(
            Duration.ofMinutes(5),
            Set.of(StepUp.Action.RESTORE),
            true,
            Clock.systemUTC(),
            AuditTrail.NONE));

    FakeExchange refused = post("ann", "/restore", Map.of(), "{\"version\":1}");

    assertThat(refused.status()).as(refused.body()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).contains("insufficient_user_authentication");
    assertThat(text()).isEqualTo("\"two\"");
  }

  @Test
  void whatMakesNoSenseIsAnsweredWithWhatIsWrong() {
    for (String path :
        List.of(
            "/diff",
            "/diff?from=2&to=1",
            "/diff?from=0&to=9",
            "/blame?version=9",
            "/blame?version=1&since=2",
            "/sessions?before=-1",
            "/sessions?limit=0")) {
      assertThat(get("rob", path).status()).as(path).isEqualTo(400);
    }
    for (String body : List.of("{}", "{\"version\":-1}", "{\"version\":1.5}", "{\"version\":9}")) {
      assertThat(post("ann", "/restore", Map.of(), body).status()).as(body).isEqualTo(400);
    }
    for (String body :
        List.of("{}", "{\"author\":\"ann\"}", "{\"author\":\"ann\",\"from\":2,\"to\":1}")) {
      assertThat(post("ann", "/undo", Map.of(), body).status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void whatADocumentsTypeCannotDoIsToldSo() {
    DocumentId board = DocumentId.of("notes", "board");
    documents.create(board, "json0", JsonValue.EMPTY_JSON_OBJECT);

    FakeExchange answer =
        new FakeExchange("rob", "GET", "documents/notes/board/blame", Map.of(), "")
            .at(rest.servlet());

    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.body()).contains("ERR_TYPE_DOES_NOT_SUPPORT_HISTORY");
  }
}
