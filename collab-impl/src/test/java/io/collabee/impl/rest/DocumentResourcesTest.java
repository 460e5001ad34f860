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

/** Documents over HTTP. */
class DocumentResourcesTest {
  private static final DocumentId NOTE = DocumentId.of("notes", "n");
  private static final Map<String, String> PLAIN = Map.of();

  private final RestFixture rest = new RestFixture();
  private final Documents documents = rest.documents();

  @BeforeEach
  void start() {
    rest.allow("ann", Access.WRITE);
    rest.allow("rob", Access.READ);
    documents.create(NOTE, "text-unicode", JsonText.parse("\"one\""));
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private FakeExchange ask(
      String user, String method, String path, Map<String, String> headers, String body) {
    return new FakeExchange(user, method, "documents/notes/n" + path, headers, body)
        .at(rest.servlet());
  }

  private FakeExchange get(String user, String path, Map<String, String> headers) {
    return ask(user, "GET", path, headers, "");
  }

  private static JsonObject json(FakeExchange answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    return JsonText.parse(answer.body()).asJsonObject();
  }

  private String text() {
    return documents.read(NOTE).orElseThrow().data().toString();
  }

  @Test
  void theNewestContentHasItsVersionAsTag() {
    FakeExchange answer = get("rob", "/content", PLAIN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"version\":1,\"type\":\"http://sharejs.org/types/text-unicode\",\"data\":\"one\"}");
  }

  @Test
  void whoHasTheNewestIsToldSoAndNothingMore() {
    Map<String, String> known = Map.of("If-None-Match", "W/\"0\", \"1\"");

    FakeExchange same = get("rob", "/content", known);
    documents.edit(NOTE, 1, JsonText.parse("[\"x\"]"));
    FakeExchange newer = get("rob", "/content", known);

    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(newer.status()).isEqualTo(200);
    assertThat(newer.header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void whoMayNotReadLearnsNothingNotEvenByATag() {
    assertThat(get("eve", "/content", PLAIN).status()).isEqualTo(403);
    assertThat(get("eve", "/content", Map.of("If-None-Match", "\"1\"")).status()).isEqualTo(403);
    assertThat(get("eve", "/versions/1", PLAIN).status()).isEqualTo(403);
    assertThat(get("", "/content", PLAIN).status()).isEqualTo(403);
  }

  @Test
  void anOldVersionIsReadAndKeptOnlyIfThatIsConfigured() {
    documents.edit(NOTE, 1, JsonText.parse("[\"x\"]"));

    FakeExchange strict = get("rob", "/versions/1", PLAIN);
    rest.cacheVersions();
    FakeExchange kept = get("rob", "/versions/1", PLAIN);

    assertThat(strict.body()).contains("\"data\":\"one\"");
    assertThat(strict.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(kept.header("Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
    assertThat(get("rob", "/content", PLAIN).header("Cache-Control"))
        .isEqualTo("private, no-store");
    assertThat(get("rob", "/versions/9", PLAIN).status()).isEqualTo(400);
    assertThat(get("rob", "/versions/x", PLAIN).status()).isEqualTo(400);
    assertThat(get("rob", "/versions/0", PLAIN).status()).isEqualTo(404);
  }

  @Test
  void anOperationIsTransformedOrMadeExactlyWhereItWasMeant() {
    FakeExchange transformed = ask("ann", "POST", "/operations", PLAIN, "{\"v\":1,\"op\":[\"a\"]}");
    FakeExchange exact =
        ask("ann", "POST", "/operations", Map.of("If-Match", "\"2\""), "{\"op\":[\"b\"]}");
    FakeExchange late =
        ask("ann", "POST", "/operations", Map.of("If-Match", "\"2\""), "{\"op\":[\"c\"]}");

    assertThat(transformed.status()).isEqualTo(201);
    assertThat(exact.status()).isEqualTo(201);
    assertThat(exact.header("ETag")).isEqualTo("\"3\"");
    assertThat(late.status()).isEqualTo(412);
    assertThat(text()).isEqualTo("\"baone\"");
    assertThat(documents.operations(NOTE, 1, 3))
        .extracting(operation -> operation.author())
        .containsExactly("ann", "ann");
  }

  @Test
  void whoMayOnlyReadChangesNothing() {
    assertThat(ask("rob", "POST", "/operations", PLAIN, "{\"v\":1,\"op\":[\"a\"]}").status())
        .isEqualTo(403);
    assertThat(ask("rob", "DELETE", "", PLAIN, "").status()).isEqualTo(403);
    assertThat(text()).isEqualTo("\"one\"");
  }

  @Test
  void whatIsNoOperationIsAnsweredWithWhatIsWrong() {
    for (String body : List.of("{}", "[]", "x", "{\"v\":-1,\"op\":[]}", "{\"v\":1,\"op\":{}}")) {
      FakeExchange answer = ask("ann", "POST", "/operations", PLAIN, body);

      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  @Test
  void tagsThatTheDocumentDoesNotHaveMatchNothing() {
    for (String tags :
        List.of("x", "\"x\"", "\"a,1,b\"", "W/\"1\"", "\"7\", \"8\"", "\"-1\"", "")) {
      FakeExchange answer =
          ask("ann", "POST", "/operations", Map.of("If-Match", tags), "{\"op\":[\"x\"]}");

      assertThat(answer.status()).as(tags).isEqualTo(412);
    }
  }

  @Test
  void aDocumentIsDeletedUnlessItHasChangedSince() {
    FakeExchange late = ask("ann", "DELETE", "", Map.of("If-Match", "\"0\""), "");
    FakeExchange ahead = ask("ann", "DELETE", "", Map.of("If-Match", "\"7\""), "");
    FakeExchange done = ask("ann", "DELETE", "", Map.of("If-Match", "\"1\""), "");

    assertThat(late.status()).isEqualTo(412);
    assertThat(ahead.status()).isEqualTo(412);
    assertThat(done.status()).isEqualTo(204);
    assertThat(get("rob", "/content", PLAIN).status()).isEqualTo(404);
    assertThat(ask("ann", "DELETE", "", PLAIN, "").status()).isEqualTo(404);
  }

  @Test
  void aDocumentIsCreatedOnce() {
    String create = "{\"create\":{\"type\":\"text-unicode\",\"data\":\"new\"}}";
    FakeExchange made =
        new FakeExchange("ann", "POST", "documents/notes/o/operations", PLAIN, create)
            .at(rest.servlet());
    FakeExchange again =
        new FakeExchange("ann", "POST", "documents/notes/o/operations", PLAIN, create)
            .at(rest.servlet());

    assertThat(made.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(409);
  }

  @Test
  void whatIsKnownOfADocumentIsToldWithoutItsContent() {
    JsonObject known = json(get("rob", "", PLAIN));

    assertThat(known.getString("id")).isEqualTo("n");
    assertThat(known.getInt("version")).isEqualTo(1);
    assertThat(known.getString("type")).isEqualTo("http://sharejs.org/types/text-unicode");
    assertThat(known.getString("created")).isEqualTo(known.getString("modified"));
    assertThat(get("eve", "", PLAIN).status()).isEqualTo(403);
    documents.delete(NOTE);
    assertThat(get("rob", "", PLAIN).status()).isEqualTo(404);
  }

  @Test
  void aCollectionListsPageByPageWhatTheCallerMayRead() {
    for (int i = 0; i < 9; i++) {
      documents.create(DocumentId.of("notes", "x" + i), "text-unicode", JsonText.parse("\"\""));
    }
    rest.allowOnly("sue", document -> !document.id().endsWith("1") && !document.id().equals("x4"));

    JsonObject first = json(list("sue", "?prefix=x&limit=3"));
    JsonObject second = json(list("sue", "?prefix=x&limit=3&after=" + first.getString("next")));
    JsonObject third = json(list("sue", "?prefix=x&limit=3&after=" + second.getString("next")));

    assertThat(ids(first)).containsExactly("x0", "x2", "x3");
    assertThat(ids(second)).containsExactly("x5", "x6", "x7");
    assertThat(ids(third)).containsExactly("x8");
    assertThat(third).doesNotContainKey("next");
    assertThat(ids(json(list("eve", "")))).isEmpty();
    assertThat(ids(json(list("rob", "")))).hasSize(10);
  }

  @Test
  void aCollectionListsWhatIsAskedFor() {
    documents.create(DocumentId.of("notes", "r"), "rich-text", JsonText.parse("[]"));
    documents.create(DocumentId.of("notes", "gone"), "rich-text", JsonText.parse("[]"));
    documents.delete(DocumentId.of("notes", "gone"));
    String modified = json(get("rob", "", PLAIN)).getString("modified");

    assertThat(ids(json(list("rob", "?type=http://sharejs.org/types/rich-text/v1"))))
        .containsExactly("r");
    assertThat(ids(json(list("rob", "?deleted=true")))).containsExactly("gone");
    assertThat(ids(json(list("rob", "?modifiedSince=" + modified)))).containsExactly("n", "r");
    assertThat(ids(json(list("rob", "?modifiedSince=2999-01-01T00:00:00Z")))).isEmpty();
    for (String wrong :
        List.of("?limit=0", "?limit=x", "?modifiedSince=now", "?deleted=1", "?limit=1001")) {
      assertThat(list("rob", wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  private FakeExchange list(String user, String query) {
    return new FakeExchange(user, "GET", "documents/notes" + query, PLAIN, "").at(rest.servlet());
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("documents").getValuesAs(JsonObject.class).stream()
        .map(each -> each.getString("id"))
        .toList();
  }

  @Test
  void aDocumentIsCreatedInItsCollectionWithAnIdOfItsOwnOrANewOne() {
    FakeExchange named = create("ann", "{\"id\":\"a b\",\"type\":\"text\",\"data\":\"x\"}");
    FakeExchange unnamed = create("ann", "{\"type\":\"text\",\"data\":\"x\"}");

    assertThat(named.status()).as(named.body()).isEqualTo(201);
    assertThat(named.header("Location")).isEqualTo("notes/a%20b");
    assertThat(named.header("ETag")).isEqualTo("\"1\"");
    assertThat(documents.read(DocumentId.of("notes", "a b"))).isPresent();
    assertThat(documents.read(DocumentId.of("notes", json(unnamed).getString("id")))).isPresent();
    assertThat(create("ann", "{\"id\":\"n\",\"type\":\"text\"}").status()).isEqualTo(409);
    assertThat(create("rob", "{\"type\":\"text\"}").status()).isEqualTo(403);
    assertThat(create("ann", "{}").status()).isEqualTo(400);
  }

  private FakeExchange create(String user, String body) {
    return new FakeExchange(user, "POST", "documents/notes", PLAIN, body).at(rest.servlet());
  }

  @Test
  void operationsAreToldWithAuthorAndTime() {
    ask("ann", "POST", "/operations", PLAIN, "{\"v\":1,\"op\":[\"a\"]}");
    documents.delete(NOTE);

    JsonObject first = json(get("rob", "/operations?limit=2", PLAIN));
    JsonObject rest = json(get("rob", "/operations?from=2", PLAIN));

    List<JsonObject> told = first.getJsonArray("operations").getValuesAs(JsonObject.class);
    assertThat(told).extracting(each -> each.getInt("version")).containsExactly(0, 1);
    assertThat(told.get(0).getJsonObject("create").getString("data")).isEqualTo("one");
    assertThat(told.get(1).getString("author")).isEqualTo("ann");
    assertThat(told.get(1).get("op")).hasToString("[\"a\"]");
    assertThat(first.getInt("next")).isEqualTo(2);
    assertThat(rest.getJsonArray("operations").getJsonObject(0).getBoolean("delete")).isTrue();
    assertThat(rest).doesNotContainKey("next");
    assertThat(get("eve", "/operations", PLAIN).status()).isEqualTo(403);
  }

  @Test
  void aVersionIsReadByTime() {
    documents.edit(NOTE, 1, JsonText.parse("[\"x\"]"));

    assertThat(json(get("rob", "/versions?at=2999-01-01T00:00:00Z", PLAIN)).getInt("version"))
        .isEqualTo(2);
    assertThat(get("rob", "/versions?at=1999-01-01T00:00:00Z", PLAIN).status()).isEqualTo(404);
    assertThat(get("rob", "/versions", PLAIN).status()).isEqualTo(400);
    assertThat(get("eve", "/versions?at=2999-01-01T00:00:00Z", PLAIN).status()).isEqualTo(403);
  }

  @Test
  void contentComesInTheFormThatIsAcceptedMost() {
    FakeExchange text = get("rob", "/content", Map.of("Accept", "application/json;q=0.5, text/*"));
    FakeExchange json = get("rob", "/content", Map.of("Accept", "text/plain;q=0, */*;q=0.1"));
    FakeExchange asked = get("rob", "/content?format=text", PLAIN);

    assertThat(text.body()).isEqualTo("one");
    assertThat(text.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
    assertThat(text.header("ETag")).isEqualTo("\"1;text\"");
    assertThat(text.header("Vary")).isEqualTo("Authorization, Cookie, Accept");
    assertThat(json.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
    assertThat(asked.body()).isEqualTo("one");
    assertThat(get("rob", "/content", Map.of("Accept", "image/png")).status()).isEqualTo(406);
    assertThat(get("rob", "/content?format=gif", PLAIN).status()).isEqualTo(400);
  }
}
