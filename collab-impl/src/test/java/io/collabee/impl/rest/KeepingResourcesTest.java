package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.StepUp;
import io.collabee.spi.Access;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels, verifying and taking away over HTTP. */
class KeepingResourcesTest {
  private static final DocumentId NOTE = DocumentId.of("notes", "n");

  private final RestFixture rest = new RestFixture();
  private final Documents documents = rest.documents();

  @BeforeEach
  void start() {
    rest.allow("ann", Access.MANAGE);
    rest.allow("bob", Access.WRITE);
    rest.allow("rob", Access.READ);
    documents.as("ann").create(NOTE, "text", JsonText.parse("\"the password is hush\""));
    documents.as("bob").edit(NOTE, 1, JsonText.parse("[20,\".\"]"));
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private FakeExchange ask(String user, String method, String path, String body) {
    return new FakeExchange(user, method, "documents/notes/n/" + path, Map.of(), body)
        .at(rest.servlet());
  }

  private static JsonObject json(FakeExchange answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    return JsonText.parse(answer.body()).asJsonObject();
  }

  private String text(long version) {
    return documents.read(NOTE, version).data().toString();
  }

  @Test
  void aVersionIsNamedRenamedAndNamedNoMore() {
    JsonObject named = json(ask("bob", "PUT", "labels/1", "{\"name\":\"Sent to legal\"}"));
    json(ask("ann", "PUT", "labels/1", "{\"name\":\"Sent to Legal\"}"));

    assertThat(named.getString("author")).isEqualTo("bob");
    assertThat(json(ask("rob", "GET", "labels", "")).getJsonArray("labels"))
        .singleElement()
        .satisfies(
            label -> {
              assertThat(label.asJsonObject().getInt("version")).isEqualTo(1);
              assertThat(label.asJsonObject().getString("name")).isEqualTo("Sent to Legal");
              assertThat(label.asJsonObject().getString("author")).isEqualTo("bob");
            });
    assertThat(ask("ann", "DELETE", "labels/1", "").status()).isEqualTo(204);
    assertThat(ask("ann", "DELETE", "labels/1", "").status()).isEqualTo(404);
    assertThat(json(ask("rob", "GET", "labels", "")).getJsonArray("labels")).isEmpty();
  }

  @Test
  void whatIsKeptIsToldAndVerified() {
    JsonObject kept = json(ask("ann", "GET", "kept", ""));
    assertThat(kept.getInt("first")).isZero();
    assertThat(kept.getInt("head")).isEqualTo(2);

    JsonObject found = json(ask("ann", "POST", "verify", ""));
    assertThat(found.getInt("to")).isEqualTo(2);
    assertThat(found.getJsonArray("problems")).isEmpty();
  }

  @Test
  void aRangeIsBlackInAllVersions() {
    JsonObject done = json(ask("ann", "POST", "redact", "{\"version\":2,\"from\":16,\"to\":20}"));

    assertThat(done.getInt("operations")).isPositive();
    assertThat(text(1)).isEqualTo("\"the password is ████\"");
    assertThat(text(2)).isEqualTo("\"the password is ████.\"");
    assertThat(documents.read(NOTE).orElseThrow().data()).hasToString("\"the password is ████.\"");
  }

  @Test
  void aStringOfAJsonDocumentIsBlackInAllVersions() {
    DocumentId form = DocumentId.of("notes", "form");
    documents
        .as("ann")
        .create(
            form, "json0", JsonText.parse("{\"logins\":[{\"user\":\"ann\",\"key\":\"hush\"}]}"));

    FakeExchange answer =
        new FakeExchange(
                "ann",
                "POST",
                "documents/notes/form/redact",
                Map.of(),
                "{\"version\":1,\"path\":[\"logins\",0,\"key\"]}")
            .at(rest.servlet());

    assertThat(json(answer).getInt("operations")).isEqualTo(1);
    for (long version = 1; version <= 2; version++) {
      assertThat(documents.read(form, version).data())
          .hasToString("{\"logins\":[{\"user\":\"ann\",\"key\":\"████\"}]}");
    }
  }

  @Test
  void historyIsThinnedOutAndDropped() {
    JsonObject everything =
        json(ask("ann", "POST", "thin", "{\"before\":\"2100-01-01T00:00:00Z\"}"));
    JsonObject nothing = json(ask("ann", "POST", "drop", "{\"before\":\"1970-01-01T00:00:00Z\"}"));
    JsonObject dropped = json(ask("ann", "POST", "drop", "{\"before\":\"2100-01-01T00:00:00Z\"}"));

    assertThat(everything.getInt("versions")).isZero();
    assertThat(nothing.getInt("operations")).isZero();
    assertThat(dropped.getInt("operations")).isEqualTo(1);
    assertThat(json(ask("ann", "GET", "kept", "")).getInt("first")).isEqualTo(1);
    assertThat(text(2)).isEqualTo("\"the password is hush.\"");
  }

  @Test
  void whatIsTypedInOneGoIsOneOperationAfterThinning() {
    for (int version = 2; version < 6; version++) {
      documents.as("bob").edit(NOTE, version, JsonText.parse("[20,\"!\"]"));
    }

    JsonObject thinned = json(ask("ann", "POST", "thin", "{\"before\":\"2100-01-01T00:00:00Z\"}"));

    assertThat(thinned.getInt("versions")).isEqualTo(3);
    FakeExchange gone = ask("ann", "GET", "versions/3", "");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(documents.read(NOTE).orElseThrow().data())
        .hasToString("\"the password is hush!!!!.\"");
  }

  @Test
  void whatWasNeverThereIsNotThinnedOut() {
    FakeExchange answer =
        new FakeExchange(
                "ann",
                "POST",
                "documents/notes/none/thin",
                Map.of(),
                "{\"before\":\"2100-01-01T00:00:00Z\"}")
            .at(rest.servlet());

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void onlySoManyVersionsGetALabel() {
    for (int version = 2; version < 4; version++) {
      documents.as("bob").edit(NOTE, version, JsonText.parse("[20,\"!\"]"));
    }
    for (int version = 0; version < 3; version++) {
      json(ask("bob", "PUT", "labels/" + version, "{\"name\":\"a\"}"));
    }

    FakeExchange refused = ask("bob", "PUT", "labels/3", "{\"name\":\"a\"}");

    assertThat(refused.body()).contains("ERR_LIMIT_EXCEEDED").contains("3 labels");
    assertThat(refused.status()).isBetween(400, 499);
    assertThat(json(ask("rob", "GET", "labels", "")).getJsonArray("labels")).hasSize(3);
  }

  @Test
  void aDeletedDocumentComesBackUntilItIsPurged() {
    documents.as("ann").delete(NOTE);
    FakeExchange back = ask("ann", "POST", "undelete", "");
    assertThat(back.status()).as(back.body()).isEqualTo(201);
    assertThat(documents.read(NOTE).orElseThrow().data()).hasToString("\"the password is hush.\"");
    assertThat(ask("ann", "POST", "undelete", "").status()).isEqualTo(409);

    assertThat(ask("ann", "POST", "purge", "").status()).isEqualTo(204);

    assertThat(documents.read(NOTE)).isEmpty();
    assertThat(ask("ann", "POST", "undelete", "").status()).isEqualTo(404);
    assertThat(ask("ann", "POST", "purge", "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "rob,PUT,labels/1",
    "bob,DELETE,labels/1",
    "bob,GET,kept",
    "bob,POST,verify",
    "bob,POST,undelete",
    "bob,POST,purge",
    "bob,POST,thin",
    "bob,POST,drop",
    "bob,POST,redact",
    "eve,GET,labels"
  })
  void whoMayNotIsRefusedAndNothingChanges(String user, String method, String path) {
    String body =
        path.equals("redact") ? "{\"version\":2,\"from\":0,\"to\":3}" : "{\"name\":\"Mine\"}";

    assertThat(ask(user, method, path, body).status()).isEqualTo(403);

    assertThat(text(2)).isEqualTo("\"the password is hush.\"");
    assertThat(json(ask("ann", "GET", "labels", "")).getJsonArray("labels")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT|labels/1|{}|400",
        "PUT|labels/1|{'name':' '}|400",
        "PUT|labels/x|{'name':'a'}|400",
        "PUT|labels/3|{'name':'a'}|400",
        "POST|thin|{}|400",
        "POST|thin|{'before':'yesterday'}|400",
        "POST|drop|{'before':5}|400",
        "POST|redact|{}|400",
        "POST|redact|{'version':2,'from':-1,'to':3}|400",
        "POST|redact|{'version':2,'from':4,'to':3}|400",
        "POST|redact|{'version':2,'from':0,'to':99}|400",
        "POST|redact|{'version':2,'path':['a']}|501",
        "POST|redact|{'version':3,'from':0,'to':1}|400"
      })
  void whatMakesNoSenseIsRefused(String method, String path, String body, int status) {
    FakeExchange answer = ask("ann", method, path, body.replace('\'', '"'));

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(text(2)).isEqualTo("\"the password is hush.\"");
  }

  @Test
  void takingAwayAsksForALoginThatWasConfirmedLately() {
    rest.stepUp(
        new StepUp(
            Duration.ofMinutes(5),
            Set.of(StepUp.Action.PURGE),
            true,
            Clock.systemUTC(),
            AuditTrail.NONE));

    for (String path : new String[] {"purge", "redact", "thin", "drop"}) {
      FakeExchange answer =
          ask(
              "ann",
              "POST",
              path,
              "{\"version\":2,\"from\":0,\"to\":3,\"before\":\"2100-01-01T00:00:00Z\"}");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).contains("insufficient_user_authentication");
    }
    assertThat(text(2)).isEqualTo("\"the password is hush.\"");
  }
}
