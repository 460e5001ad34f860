package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.InMemoryRevocationLog;
import io.collabee.impl.security.InMemorySpentTickets;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Origins;
import io.collabee.impl.security.Proxies;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.Revocation;
import io.collabee.impl.security.RevocationLog;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.Sealer;
import io.collabee.impl.security.SealingKeys;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.TestRevocations;
import io.collabee.impl.security.TestSessions;
import io.collabee.impl.security.Tickets;
import io.collabee.impl.security.TokenReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST interface answers, whatever the resource. */
class RestServletTest {
  private static final Map<String, String> PAGE =
      Map.of("Host", "example.com", "Origin", "https://example.com");

  private final Roles roles = new Roles(Set.of());
  private final Tickets tickets =
      new Tickets(
          new Sealer(SealingKeys.of(new byte[32])),
          new InMemorySpentTickets(),
          roles,
          Duration.ofSeconds(30),
          Clock.systemUTC());
  private final StepUp stepUp =
      new StepUp(
          Duration.ofMinutes(5),
          Set.of(StepUp.Action.PURGE),
          true,
          Clock.systemUTC(),
          AuditTrail.NONE);
  private final RevokedLogins revoked = new RevokedLogins(Clock.systemUTC());
  private final RevocationLog log = new InMemoryRevocationLog();
  private final RestServlet servlet =
      new RestServlet(
          new Rest(
              List.of(
                  new Rest.Mapping(
                      "POST",
                      "tickets",
                      new TicketResource(
                          tickets,
                          TestSessions.resumption(TestSessions.keeper(Clock.systemUTC())))),
                  new Rest.Mapping(
                      "GET",
                      "echo/{what}",
                      asked -> Answer.json(200, JsonText.quote(asked.part("what")))),
                  new Rest.Mapping(
                      "PUT", "echo/{what}", asked -> Answer.json(200, asked.body().get())),
                  new Rest.Mapping(
                      "POST", "object", asked -> Answer.json(200, JsonText.write(asked.json()))),
                  new Rest.Mapping("GET", "broken", asked -> failing()),
                  new Rest.Mapping("POST", "critical", this::critical),
                  new Rest.Mapping("GET", "away", asked -> away())),
              TestRevocations.of(revoked, log)),
          new RestRegistration.Terms(
              "/api",
              new Logins(roles, TokenReader.NONE, Clock.systemUTC()),
              new Origins(Set.of()),
              new Proxies(Set.of()),
              new Rates(new Allowance(1, 20), () -> 0),
              new FewAtOnce(2),
              100));

  private static Answer failing() {
    throw new IllegalStateException("select secret from io.collabee.Secret");
  }

  private Answer critical(Asked asked) {
    stepUp.require(StepUp.Action.PURGE, asked.login());
    return Answer.empty(204);
  }

  private static Answer away() {
    throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "The database is away");
  }

  private FakeExchange ask(String user, String method, String path, Map<String, String> headers) {
    return new FakeExchange(user, method, path, headers, "body").at(servlet);
  }

  @Test
  void whoIsLoggedInGetsATicketThatStandsForHim() {
    FakeExchange answer = ask("ann", "POST", "tickets", PAGE);

    assertThat(answer.status()).isEqualTo(201);
    String ticket = JsonText.parse(answer.body()).asJsonObject().getString("ticket");
    assertThat(tickets.redeem(ticket).caller().name()).isEqualTo("ann");
  }

  @Test
  void whoHasToConfirmThatItIsHeIsChallengedAsRfc9470Says() {
    FakeExchange answer = ask("ann", "POST", "critical", PAGE);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer error=\"insufficient_user_authentication\","
                + " error_description=\"Please confirm that it is you\", max_age=\"300\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(answer.body()).contains("\"code\":\"ERR_STEP_UP_REQUIRED\"");
  }

  @Test
  void whoeverAsksTooOftenIsRefusedAndNobodyElse() {
    for (int i = 0; i < 20; i++) {
      assertThat(ask("ann", "GET", "echo/x", Map.of()).status()).isEqualTo(200);
    }

    FakeExchange refused = ask("ann", "GET", "echo/x", Map.of());

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.body()).contains("\"code\":\"ERR_LIMIT_EXCEEDED\"");
    assertThat(ask("bob", "GET", "echo/x", Map.of()).status()).isEqualTo(200);
    assertThat(ask("", "GET", "echo/x", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void whoseLoginWasRevokedIsServedNothing() {
    revoked.add(
        new Revocation(
            Revocation.Subject.of(Revocation.Kind.USER, "ann"),
            Instant.now().plusSeconds(1),
            Instant.now().plusSeconds(60)));

    for (String method : List.of("GET", "PUT")) {
      FakeExchange answer = ask("ann", method, "echo/x", PAGE);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(answer.body()).contains("\"code\":\"ERR_LOGIN_REVOKED\"");
      assertThat(ask("bob", method, "echo/x", PAGE).status()).isEqualTo(200);
    }
  }

  @Test
  void everyRequestIsRefusedAsSoonAsTheRevocationIsInTheDatabase() {
    log.record(
        new Revocation(
            Revocation.Subject.of(Revocation.Kind.USER, "ann"),
            Instant.now().plusSeconds(1),
            Instant.now().plusSeconds(60)));

    assertThat(ask("ann", "GET", "echo/x", PAGE).status()).isEqualTo(401);
    assertThat(ask("ann", "POST", "tickets", PAGE).status()).isEqualTo(401);
    assertThat(ask("bob", "GET", "echo/x", PAGE).status()).isEqualTo(200);
  }

  @Test
  void nobodyGetsNone() {
    FakeExchange answer = ask("", "POST", "tickets", PAGE);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void pagesOfOthersChangeNothingWithTheLoginThatABrowserSends() {
    Map<String, String> other = Map.of("Host", "example.com", "Origin", "https://evil.example");

    Map<String, String> withPassword = new HashMap<>(other);
    withPassword.put("Authorization", "Basic YW5uOnB3");

    assertThat(ask("ann", "POST", "tickets", withPassword).status()).isEqualTo(403);
    assertThat(ask("ann", "POST", "tickets", other).status()).isEqualTo(403);
    assertThat(
            ask(
                    "ann",
                    "POST",
                    "tickets",
                    Map.of(
                        "Host",
                        "example.com",
                        "Origin",
                        "https://app.example",
                        "Authorization",
                        "Bearer x"))
                .status())
        .isEqualTo(201);
  }

  @Test
  void noAnswerMayBeKeptByAnybody() {
    for (String path : List.of("echo/a", "broken", "nowhere", "away", "tickets")) {
      FakeExchange answer = ask("ann", "GET", path, Map.of());

      assertThat(answer.header("Cache-Control")).as(path).isEqualTo("private, no-store");
      assertThat(answer.header("Vary")).as(path).isEqualTo("Authorization, Cookie");
    }
  }

  @Test
  void nothingFromInsideIsTold() {
    FakeExchange answer = ask("ann", "GET", "broken", Map.of());

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("select").doesNotContain("io.collabee");
  }

  @Test
  void aDatabaseThatIsAwayMeansTryAgain() {
    FakeExchange answer = ask("ann", "GET", "away", Map.of());

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(JsonText.parse(answer.body()).asJsonObject().getString("code"))
        .isEqualTo("ERR_STORE_UNAVAILABLE");
  }

  @Test
  void partsOfAnAddressAreDecodedOnceTheyAreApart() {
    assertThat(ask("ann", "GET", "echo/a%2Fb+c%20d", Map.of()).body()).isEqualTo("\"a/b+c d\"");
    assertThat(ask("ann", "GET", "echo/%ZZ", Map.of()).status()).isEqualTo(400);
    assertThat(ask("ann", "GET", "echo/a/b", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void aMethodThatIsNotOfferedIsToldWhichAre() {
    FakeExchange answer = ask("ann", "DELETE", "echo/a", PAGE);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
  }

  @Test
  void optionsTellsWhatThereIsAndLetsNoOtherSiteIn() {
    FakeExchange answer =
        ask("", "OPTIONS", "tickets", Map.of("Host", "example.com", "Origin", "https://evil.test"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
    assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    assertThat(ask("ann", "OPTIONS", "nowhere", Map.of()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=application/json",
        "application/jsonp",
        "application/+json",
        "text/json",
        ""
      })
  void whatAFormOfAnyPageMaySendIsNoJson(String contentType) {
    FakeExchange answer = sendJson(contentType);

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("Accept")).isEqualTo("application/json");
    assertThat(answer.body()).contains("\"code\":\"UNSUPPORTED_MEDIA_TYPE\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/merge-patch+json"
      })
  void jsonIsTakenHoweverItIsWritten(String contentType) {
    assertThat(sendJson(contentType).status()).isEqualTo(200);
  }

  private FakeExchange sendJson(String contentType) {
    Map<String, String> headers = new HashMap<>(PAGE);
    headers.put("Content-Type", contentType);
    return new FakeExchange("ann", "POST", "object", headers, "{}").at(servlet);
  }

  @Test
  void whatStandsBehindASemicolonIsNoPartOfAName() {
    String session = ";jsessionid=4711.node";

    assertThat(ask("ann", "GET", "echo/a" + session, Map.of()).body()).isEqualTo("\"a\"");
    assertThat(ask("ann", "GET", "echo" + session + "/a%3Bb", Map.of()).body())
        .isEqualTo("\"a;b\"");
    assertThat(ask("ann", "POST", "tickets" + session, PAGE).status()).isEqualTo(201);
  }

  @Test
  void dotsAreNamesAndLeadNowhere() {
    assertThat(ask("ann", "GET", "echo/%2E%2E", Map.of()).body()).isEqualTo("\"..\"");
    assertThat(ask("ann", "GET", "echo/..%2F..%2Ftickets", Map.of()).body())
        .isEqualTo("\"../../tickets\"");
    assertThat(ask("ann", "GET", "nowhere/../echo/a", Map.of()).status()).isEqualTo(404);
    assertThat(ask("ann", "GET", "../../index.html", Map.of()).status()).isEqualTo(404);
    assertThat(ask("ann", "GET", "/echo/a", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void aBodyThatBreaksOffIsTheClientsFault() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    InputStream noUtf8 = new ByteArrayInputStream(new byte[] {'"', (byte) 0xff, '"'});

    for (InputStream sent : List.of(broken, noUtf8)) {
      FakeExchange answer = new FakeExchange("ann", "PUT", "echo/a", PAGE, sent).at(servlet);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("did not come to its end").doesNotContain("closed");
    }
  }

  @Test
  void headHasNoBody() {
    FakeExchange answer = ask("ann", "HEAD", "echo/a", Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Content-Length")).isEqualTo("3");
  }

  @Test
  void aBodyThatIsTooLongIsRefused() {
    FakeExchange fits = new FakeExchange("ann", "PUT", "echo/a", PAGE, "x".repeat(100)).at(servlet);
    FakeExchange tooLong =
        new FakeExchange("ann", "PUT", "echo/a", PAGE, "x".repeat(101)).at(servlet);

    assertThat(fits.status()).isEqualTo(200);
    assertThat(tooLong.status()).isEqualTo(413);
  }
}
