package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those try at the sample application who are not let in. */
class StrangersIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ANNS_PASSWORD = "&password=let%27s+meet";

  private static HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(SharedServer.address().resolve(path));
  }

  private static HttpRequest.Builder form(String page, String fields) {
    return at(page).header("Content-Type", FORM).POST(BodyPublishers.ofString(fields));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static String cookie(HttpResponse<String> answer) {
    String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(set).contains("HttpOnly").contains("SameSite=Lax");
    return set.substring(0, set.indexOf(';'));
  }

  @Test
  void nobodyLearnsFromTheAnswerWhetherThereIsSuchAPerson() throws Exception {
    HttpResponse<String> ben = send(form("sign-in", "name=ben&password=wrong+one"));
    HttpResponse<String> none = send(form("sign-in", "name=bem&password=wrong+one"));

    assertThat(none.statusCode()).isEqualTo(ben.statusCode()).isEqualTo(403);
    assertThat(none.body().replace("bem", "ben")).isEqualTo(ben.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann%00", "%00", "an%0D%0An", "%E2%80%AEnna", "'--"})
  void namesThatNobodyCanHaveAreNobodys(String name) throws Exception {
    HttpResponse<String> answer = send(form("sign-in", "name=" + name + ANNS_PASSWORD));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann%0D%0ASet-Cookie:+a=b", "Ann%00", "%3Cscript%3E", "%E2%80%AEnna", ""})
  void nobodyIsCalledSomethingThatIsNoName(String shownName) throws Exception {
    String fields = "name=mallory&password=long+enough&shown-name=" + shownName;

    HttpResponse<String> answer = send(form("register", fields));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
  }

  @Test
  void aSessionThatSomebodyElseHasChosenIsNotTheOneAfterSigningIn() throws Exception {
    String chosen = "minutes-session=known-to-mallory";

    HttpResponse<String> answer =
        send(form("sign-in", "name=ann" + ANNS_PASSWORD).header("Cookie", chosen));

    String cookie = cookie(answer);
    assertThat(cookie).isNotEqualTo(chosen);
    assertThat(send(at("account").header("Cookie", cookie)).statusCode()).isEqualTo(200);
    assertThat(send(at("account").header("Cookie", chosen)).statusCode()).isEqualTo(302);
    String next =
        cookie(send(form("sign-in", "name=ann" + ANNS_PASSWORD).header("Cookie", cookie)));
    assertThat(send(at("account").header("Cookie", next)).statusCode()).isEqualTo(200);
    assertThat(send(at("account").header("Cookie", cookie)).statusCode()).isEqualTo(302);
  }

  @Test
  void pagesOfOthersSendNothing() throws Exception {
    String cookie = cookie(send(form("sign-in", "name=ann" + ANNS_PASSWORD)));

    for (String page : List.of("sign-in", "sign-out", "token", "confirm", "register", "")) {
      HttpResponse<String> answer =
          send(
              form(page, "name=ann" + ANNS_PASSWORD)
                  .header("Cookie", cookie)
                  .header("Sec-Fetch-Site", "cross-site"));
      assertThat(answer.statusCode()).as(page).isEqualTo(403);
    }
    assertThat(send(at("account").header("Cookie", cookie)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "collab/../account",
    "collab/..%2Faccount",
    "collab/%2e%2e/account",
    "collab/..;/account",
    "collab;a=/../account",
    "x.css/../account",
    "api/../minutes/1",
    "account;x.css",
    "WEB-INF/web.xml",
    "collab/../WEB-INF/pages/account.jsp"
  })
  void noWayRoundLeadsIn(String path) throws Exception {
    HttpResponse<String> answer = send(at(path));

    assertThat(answer.statusCode()).isIn(302, 400, 403, 404);
    answer
        .headers()
        .firstValue("Location")
        .ifPresent(location -> assertThat(location).contains("/sign-in"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.test", "//evil.test", "/\\evil.test", "/minutes/../../x"})
  void signingInLeadsToNoOtherSite(String to) throws Exception {
    String fields = "name=ann" + ANNS_PASSWORD + "&to=" + to;

    HttpResponse<String> answer = send(form("sign-in", fields));

    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .isIn("/", SharedServer.address().toString());
  }

  @Test
  void aTitleOfAnyCharactersIsATitle() throws Exception {
    String cookie = cookie(send(form("sign-in", "name=ann" + ANNS_PASSWORD)));
    String half = "x".repeat(Minutes.TITLE_LENGTH - 1) + "%F0%9F%98%80";

    for (String title : new String[] {"a%00b%0D%0Ac", "%00", half}) {
      HttpResponse<String> answer = send(form("", "title=" + title).header("Cookie", cookie));
      String page = answer.headers().firstValue("Location").orElseThrow();
      HttpResponse<String> shown = send(at(page).header("Cookie", cookie));
      assertThat(shown.statusCode()).as(title).isEqualTo(200);
    }
  }

  @Test
  void headersThatAreVeryLongAreRefusedAndTheServerLives() throws Exception {
    for (String header : new String[] {"X-Long", "Cookie", "Authorization", "User-Agent"}) {
      HttpResponse<String> answer =
          send(at("collab/api/tickets").header(header, "x".repeat(100_000)));
      assertThat(answer.statusCode()).as(header).isBetween(400, 499);
    }

    assertThat(send(at("sign-in")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collab/api/documents/minutes/a%00b/content",
        "collab/api/documents/minutes/%2e%2e/content",
        "collab/api/documents//x/content",
        "collab/api/documents/minutes/..%2F..%2Fx/content",
        "collab/api/documents/__proto__/x/content"
      })
  void noDocumentHasSuchANameForThem(String path) throws Exception {
    HttpResponse<String> answer = send(at(path).header("Authorization", "Bearer x.y.z"));

    assertThat(answer.statusCode()).isIn(400, 401, 403, 404);
    assertThat(answer.body()).doesNotContain("io.collabee").doesNotContain("Exception");
  }
}
