package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.Watches;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Origins;
import io.collabee.impl.security.Proxies;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.TestRevocations;
import io.collabee.impl.security.TokenReader;
import io.collabee.spi.Access;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents over HTTP. */
class DocumentResourcesTest {
  private static final DocumentId NOTE = DocumentId.of("notes", "n");
  private static final Map<String, String> PLAIN = Map.of();

  private final Map<String, Access> rights =
      new HashMap<>(Map.of("ann", Access.WRITE, "rob", Access.READ));
  private final LiveDocuments live =
      new LiveDocuments(
          new InMemoryOperationLog(),
          new DocumentTypes(List.of(new TextType())),
          Clock.systemUTC(),
          LaneSettings.DEFAULT,
          Thread::new,
          CommitListener.NONE);
  private final Watches watches = new Watches(live, Thread::new);
  private final Documents documents = new BlockingDocuments(live, watches, Duration.ofSeconds(30));
  private RestServlet servlet = servlet(false);

  private RestServlet servlet(boolean cachesVersions) {
    Gate gate =
        new Gate(
            (caller, document) -> rights.getOrDefault(caller.name(), Access.NONE),
            StepUp.NEVER,
            AuditTrail.NONE);
    return new RestServlet(
        new Rest(
            new DocumentResources(documents, gate, DocumentId.DEFAULT_ORGANISATION, cachesVersions)
                .mappings(),
            TestRevocations.none()),
        new RestRegistration.Terms(
            "/api",
            new Logins(new Roles(Set.of()), TokenReader.NONE, Clock.systemUTC()),
            new Origins(Set.of()),
            new Proxies(Set.of()),
            new Rates(Allowance.of(0), () -> 0),
            1_000));
  }

  @BeforeEach
  void start() {
    live.startReaders();
    documents.create(NOTE, "text-unicode", JsonText.parse("\"one\""));
  }

  @AfterEach
  void stop() {
    watches.close();
    live.close();
  }

  private FakeExchange ask(
      String user, String method, String path, Map<String, String> headers, String body) {
    return new FakeExchange(user, method, "documents/notes/n" + path, headers, body).at(servlet);
  }

  private FakeExchange get(String user, String path, Map<String, String> headers) {
    return ask(user, "GET", path, headers, "");
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
    servlet = servlet(true);
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
    assertThat(ask("ann", "POST", "/operations", Map.of("If-Match", "x"), "{\"op\":[]}").status())
        .isEqualTo(400);
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
        new FakeExchange("ann", "POST", "documents/notes/o/operations", PLAIN, create).at(servlet);
    FakeExchange again =
        new FakeExchange("ann", "POST", "documents/notes/o/operations", PLAIN, create).at(servlet);

    assertThat(made.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(409);
  }
}
