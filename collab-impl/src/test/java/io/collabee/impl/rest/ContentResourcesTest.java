package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.Access;
import jakarta.json.JsonValue;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contents over HTTP in forms that other programs read and write. */
class ContentResourcesTest {
  private static final DocumentId PAGE = DocumentId.of("notes", "page");
  private static final String HTML = "<h1>Title</h1><p>one <strong>two</strong></p>";

  private final RestFixture rest = new RestFixture();
  private final Documents documents = rest.documents();

  @BeforeEach
  void start() {
    rest.allow("ann", Access.WRITE);
    rest.allow("rob", Access.READ);
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private FakeExchange get(String path, String accept) {
    return new FakeExchange(
            "rob", "GET", "documents/notes/page" + path, Map.of("Accept", accept), "")
        .at(rest.servlet());
  }

  private FakeExchange put(String type, String body) {
    return put("ann", Map.of("Content-Type", type), body);
  }

  private FakeExchange put(String user, Map<String, String> headers, String body) {
    return new FakeExchange(user, "PUT", "documents/notes/page/content", headers, body)
        .at(rest.servlet());
  }

  @Test
  void aPageBecomesADocumentAndADocumentAPage() {
    FakeExchange made = put("text/html; charset=utf-8", HTML);

    FakeExchange html = get("/content", "text/html,application/xhtml+xml,*/*;q=0.8");
    FakeExchange markdown = get("/content?format=markdown", "*/*");
    FakeExchange text = get("/versions/1", "text/plain");

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(html.body()).isEqualTo(HTML);
    assertThat(html.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(html.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
    assertThat(html.header("ETag")).isEqualTo("\"1;html\"");
    assertThat(html.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(markdown.body()).isEqualTo("# Title\n\none **two**\n");
    assertThat(text.body()).isEqualTo("Title\none two\n");
  }

  @Test
  void whatIsPutReplacesOnlyWhatDiffers() {
    put("text/html", HTML);

    FakeExchange changed = put("text/html", HTML.replace("one", "1"));
    FakeExchange same = put("text/markdown", "# Title\n\n1 **two**");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(documents.operations(PAGE, 1, 2).get(0).operation().toString())
        .contains("{\"retain\":6}", "{\"insert\":\"1\"}", "{\"delete\":3}")
        .doesNotContain("Title");
    assertThat(documents.operations(PAGE, 1, 2).get(0).author()).isEqualTo("ann");
    assertThat(same.status()).isEqualTo(204);
  }

  @Test
  void whatWasChangedMeanwhileIsNotReplaced() {
    put("text/plain", "one");

    Map<String, String> late = Map.of("Content-Type", "text/plain", "If-Match", "\"0\"");
    Map<String, String> right = Map.of("Content-Type", "text/plain", "If-Match", "\"1\"");
    Map<String, String> created = Map.of("Content-Type", "text/plain", "If-None-Match", "*");

    assertThat(put("ann", late, "two").status()).isEqualTo(412);
    assertThat(put("ann", created, "two").status()).isEqualTo(412);
    assertThat(put("ann", right, "two").status()).isEqualTo(200);
    assertThat(documents.read(PAGE).orElseThrow().data()).hasToString("\"two\"");
    documents.delete(PAGE);
    assertThat(put("ann", right, "two").status()).isEqualTo(412);
    assertThat(put("ann", created, "three").status()).isEqualTo(201);
  }

  @Test
  void theTagOfAnyFormNamesTheVersionThatIsReplaced() {
    put("text/html", HTML);
    String tag = String.valueOf(get("/content?format=html", "*/*").header("ETag"));

    Map<String, String> seen = Map.of("Content-Type", "text/html", "If-Match", tag);
    Map<String, String> among =
        Map.of("Content-Type", "text/html", "If-Match", "\"x\", \"2;text\", \"7\"");

    assertThat(put("ann", seen, "<p>two</p>").status()).isEqualTo(200);
    assertThat(put("ann", seen, "<p>three</p>").status()).isEqualTo(412);
    assertThat(put("ann", among, "<p>three</p>").status()).isEqualTo(200);
    assertThat(put("ann", among, "<p>four</p>").status()).isEqualTo(412);
  }

  @Test
  void jsonIsPutInAnyTypeButNotInAnother() {
    FakeExchange made =
        put("application/json", "{\"type\":\"json0\",\"data\":{\"a\":1,\"b\":[1,2]}}");
    FakeExchange changed = put("application/json", "{\"data\":{\"a\":1,\"b\":[1,2,3]}}");

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(documents.read(PAGE).orElseThrow().data()).hasToString("{\"a\":1,\"b\":[1,2,3]}");
    assertThat(put("application/json", "{\"type\":\"text\",\"data\":\"\"}").status())
        .isEqualTo(409);
    assertThat(put("application/json", "{}").status()).isEqualTo(400);
    assertThat(put("text/html", "<p>x").status()).isEqualTo(415);
    assertThat(put("image/png", "x").status()).isEqualTo(415);
    assertThat(put("text/html; charset=latin1", "x").status()).isEqualTo(415);
  }

  @Test
  void aTypeWithoutTheFormIsAnsweredSo() {
    documents.create(PAGE, "json0", JsonValue.EMPTY_JSON_OBJECT);

    FakeExchange asked = get("/content?format=html", "*/*");

    assertThat(asked.status()).isEqualTo(406);
    assertThat(asked.header("Content-Type")).startsWith("application/problem+json");
    assertThat(get("/content", "text/markdown").status()).isEqualTo(406);
    assertThat(get("/content", "text/html, */*;q=0.1").header("Content-Type"))
        .startsWith("application/json");
  }

  @Test
  void whoMayOnlyReadPutsNothing() {
    assertThat(put("rob", Map.of("Content-Type", "text/plain"), "x").status()).isEqualTo(403);
    assertThat(documents.read(PAGE)).isEmpty();
    documents.create(PAGE, "text", JsonText.parse("\"y\""));
    assertThat(put("rob", Map.of("Content-Type", "text/plain"), "x").status()).isEqualTo(403);
  }
}
