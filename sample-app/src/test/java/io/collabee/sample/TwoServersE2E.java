package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.collabee.impl.json.JsonText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The sample application on two servers with one database and one Redis: logins are revoked and
 * rights change on the one while people use the other, and who writes has to have given their
 * password within the last hour. If nobody knows what was revoked, the one server lets those who
 * are connected read on, the other does not.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoServersE2E {
  private static @Nullable FaultyCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        new FaultyCluster(
            NodeLink.Kind.SINGLE,
            "two-servers",
            node ->
                Map.of(
                    "collab.revocation.unknown",
                    node == 0 ? "read" : "none",
                    "minutes.operators",
                    "otto.operates",
                    "collab.step-up.actions",
                    "share,write",
                    "collab.step-up.max-age",
                    "PT1H"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static FaultyCluster cluster() {
    if (cluster == null) {
      throw new IllegalStateException("not started");
    }
    return cluster;
  }

  private static MicroProcess one() {
    return cluster().nodes().get(0);
  }

  private static MicroProcess other() {
    return cluster().nodes().get(1);
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }

  /** The status of a handshake; of one that succeeds the socket is closed. */
  private static int handshake(MicroProcess server, String ticket) {
    try (Talk talk = new Talk(server.socket(), "ticket=" + ticket)) {
      return 101;
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
      }
      throw refused;
    }
  }

  private static String byToken(String token) {
    Instant end = Instant.now().plusSeconds(600);
    return "{'token':'" + Account.id(token) + "','expires':" + end.toEpochMilli() + "}";
  }

  private static int letters(MicroProcess server, String minutes, String token) {
    String content = Account.reads(server, minutes, token).body();
    String text = JsonText.parse(content).asJsonObject().getJsonObject("data").toString();
    return (int) text.chars().filter(each -> each == 'x').count();
  }

  @Test
  void aTicketThatWasUsedOnOneServerIsRefusedOnTheOther() {
    Account ann = Account.register(one(), "ann.replay");
    String ticket = Account.ticket(one(), ann.token(one()));

    assertThat(handshake(one(), ticket)).isEqualTo(101);
    assertThat(handshake(other(), ticket)).isEqualTo(401);
    assertThat(handshake(one(), ticket)).isEqualTo(401);
  }

  @Test
  void ofManyWhoUseATicketAtOnceOneGetsIn() {
    Account ann = Account.register(one(), "ann.race");
    String ticket = Account.ticket(other(), ann.token(one()));

    List<CompletableFuture<Integer>> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      MicroProcess server = cluster().nodes().get(i % 2);
      attempts.add(CompletableFuture.supplyAsync(() -> handshake(server, ticket)));
    }

    assertThat(attempts.stream().map(CompletableFuture::join))
        .containsOnlyOnce(101)
        .containsOnly(101, 401);
  }

  @Test
  void whoIsRevokedMidTypingOnTheOtherServerIsClosedAndKeepsWhatWasAcknowledged() {
    assertClosedMidTyping("ann.typing", TwoServersE2E::byToken);
    assertClosedMidTyping("ann.user", token -> "{'user':'ann.user'}");
  }

  private interface Wish {
    String of(String token);
  }

  private static void assertClosedMidTyping(String name, Wish wish) {
    Account ann = Account.register(one(), name);
    String minutes = ann.startsMinutes(one());
    String token = ann.token(one());
    try (Talk talk = new Talk(other().socket(), "ticket=" + Account.ticket(one(), token))) {
      Typist typist = new Typist(talk, "minutes", minutes, "{'ops':[{'insert':'x'}]}");
      CompletableFuture<Void> typing = CompletableFuture.runAsync(typist::typeUntilClosed);
      waiting().until(() -> typist.typed() >= 20);

      assertThat(Account.revokes(one(), token, wish.of(token)).statusCode()).isEqualTo(204);
      typing.join();

      assertThat(talk.closeCode()).isEqualTo(4420);
      String fresh = freshToken(ann);
      // One may have been under way.
      assertThat(letters(other(), minutes, fresh)).isBetween(typist.typed(), typist.seq());
      assertThat(typist.seq()).isLessThanOrEqualTo(typist.typed() + 1);
      assertThat(letters(one(), minutes, fresh)).isEqualTo(letters(other(), minutes, fresh));
    }
  }

  /** A token that was issued after whatever was revoked, which takes until the next second. */
  private static String freshToken(Account account) {
    String[] token = new String[1];
    waiting()
        .until(
            () -> {
              token[0] = account.token(one());
              return Account.asksForTicket(one(), token[0]).statusCode() == 201;
            });
    return token[0];
  }

  @Test
  void whoIsRevokedIsRefusedAtOnceOnBothServers() {
    Account ann = Account.register(other(), "ann.atonce");
    assertRefusedAtOnce(ann, TwoServersE2E::byToken);
    assertRefusedAtOnce(ann, token -> "{'user':'ann.atonce'}");
  }

  private static void assertRefusedAtOnce(Account account, Wish wish) {
    String token = freshToken(account);
    String minutes = account.startsMinutes(one());
    String ticket = Account.ticket(other(), token);
    assertThat(Account.reads(other(), minutes, token).statusCode()).isEqualTo(200);

    assertThat(Account.revokes(one(), token, wish.of(token)).statusCode()).isEqualTo(204);

    assertThat(Account.reads(other(), minutes, token).statusCode()).isEqualTo(401);
    assertThat(Account.asksForTicket(other(), token).statusCode()).isEqualTo(401);
    assertThat(handshake(other(), ticket)).isEqualTo(401);
    assertThat(Account.reads(one(), minutes, token).statusCode()).isEqualTo(401);
    assertThat(Account.asksForTicket(one(), token).statusCode()).isEqualTo(401);
  }

  // What the operator's page says

  @Test
  void anOperatorLogsSomebodyElseOutEverywhereAndNobodyElseDoes() {
    Account operator = Account.register(one(), "otto.operates");
    Account ann = Account.register(one(), "ann.stolen");
    String token = ann.token(one());
    String wish = "{'user':'ann.stolen'}";
    try (Talk talk = new Talk(other().socket(), "ticket=" + Account.ticket(one(), token))) {
      Account eve = Account.register(one(), "eve.envies");
      assertThat(Account.revokes(one(), eve.token(one()), wish).statusCode()).isEqualTo(403);
      assertThat(Account.asksForTicket(other(), token).statusCode()).isEqualTo(201);

      HttpResponse<String> answer = Account.revokes(one(), operator.token(one()), wish);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
      assertThat(Account.asksForTicket(other(), token).body())
          .contains("\"code\":\"ERR_LOGIN_REVOKED\"");
      waiting().until(() -> talk.closeCode() != 0);
      assertThat(talk.closeCode()).isEqualTo(4420);
    }
  }

  @Test
  void theStatementOnTheOperatorsPageLogsSomebodyOutEverywhere() throws IOException {
    Account ann = Account.register(one(), "ann.by.sql");
    String page = Files.readString(Path.of("../docs/operations.md"));
    int start = page.indexOf("    insert into collab_revocation");
    String statement = page.substring(start, page.indexOf(';', start));
    try (Talk here = open(one(), ann);
        Talk there = open(other(), ann)) {
      cluster().database().execute(statement.replace("'ann'", "'" + ann.name() + "'"));

      for (Talk talk : List.of(here, there)) {
        waiting().until(() -> talk.closeCode() != 0);
        assertThat(talk.closeCode()).isEqualTo(4420);
      }
    }
  }

  private static Talk open(MicroProcess server, Account account) {
    return new Talk(server.socket(), "ticket=" + Account.ticket(one(), account.token(one())));
  }

  // In browsers

  /** Types a letter again and again, until something is so. */
  private static Consumer<Page> types(String letter, Predicate<Page> end) {
    return page -> {
      while (!end.test(page)) {
        page.keyboard().type(letter);
      }
    };
  }

  private static int count(Person person, char letter) {
    return (int) person.words().chars().filter(each -> each == letter).count();
  }

  @Test
  void whoBecomesAReaderMidTypingKeepsWhatWasAcknowledgedAndNoMore() {
    try (Person olga = new Person("Olga Owns", one().address());
        Person wim = new Person("Wim Writes", other().address())) {
      olga.startsMinutes("Downgraded");
      olga.sharesWith("Wim Writes", "writer");
      wim.opensMinutes("Downgraded");
      CompletableFuture<Boolean> typing =
          wim.starts(
              page -> {
                types("w", seen -> !seen.locator(".ql-editor[contenteditable=false]").isHidden())
                    .accept(page);
                return true;
              });
      waiting().until(() -> count(olga, 'w') >= 10);

      olga.changesRole("Wim Writes", "reader");
      typing.join();

      waiting().until(() -> wim.words().equals(olga.words()));
      assertThat(count(olga, 'w')).isGreaterThanOrEqualTo(10);
      olga.does(page -> page.keyboard().type("o"));
      waiting().until(() -> wim.words().contains("o") && wim.words().equals(olga.words()));
      String text = olga.text();
      olga.opensMinutes("Downgraded");
      assertThat(olga.text()).isEqualTo(text);
    }
  }

  @Test
  void whoHasToConfirmMidTypingThatItIsThemLosesNoEdit() {
    try (Person ann = new Person("Ann Confirms", one().address());
        Person ben = new Person("Ben Types", other().address())) {
      ann.startsMinutes("Confirmed on the way");
      ann.sharesWithEverybody();
      ben.opensMinutes("Confirmed on the way");
      // The hour ends while she types.
      cluster()
          .database()
          .execute(
              "update minutes_session set confirmed_at = now() - interval '59 minutes 55 seconds'"
                  + " where user_name = 'ann.confirms'");
      ann.opensMinutes("Confirmed on the way");
      AtomicBoolean confirmed = new AtomicBoolean();
      CompletableFuture<Boolean> bens =
          ben.starts(
              page -> {
                types("b", seen -> confirmed.get()).accept(page);
                return true;
              });

      ann.does(types("a", page -> page.locator("#confirm").isVisible()));
      assertThat(ann.sync()).isEqualTo("saving");
      // What is under way does not wait for the dialogue.
      ann.does(
          page ->
              page.evaluate(
                  "for (let i = 0; i < 5; i++)"
                      + " Quill.find(document.getElementById('editor')).insertText(0, 'a', 'user')"));
      int typed = count(ann, 'a');
      ann.photographs("confirm-while-typing");
      waiting().until(() -> count(ben, 'a') < typed && count(ann, 'b') > 0);
      ann.does(page -> ann.confirms());
      waiting().until(() -> ann.sync().equals("saved"));
      confirmed.set(true);
      bens.join();

      waiting().until(() -> ben.sync().equals("saved") && ann.words().equals(ben.words()));
      assertThat(count(ann, 'a')).isEqualTo(typed);
      String text = ann.text();
      ben.opensMinutes("Confirmed on the way");
      assertThat(ben.text()).isEqualTo(text);
      ann.does(page -> page.locator(".ql-editor").click());
      ann.does(page -> page.keyboard().type("a"));
      waiting().until(() -> count(ben, 'a') == typed + 1);
      assertThat(ann.complaints()).isEmpty();
    }
  }

  // Faults, last

  @Test
  @Order(Integer.MAX_VALUE - 1)
  @Timeout(120)
  void whileRedisIsDownTheDatabaseAnswers() {
    Account ann = Account.register(one(), "ann.redis");
    String token = ann.token(one());
    NodeLink.Single link = (NodeLink.Single) cluster().link();
    try (Talk talk = new Talk(other().socket(), "ticket=" + Account.ticket(one(), token))) {
      link.server().kill();

      assertRefusedAtOnce(ann, wanted -> "{'user':'ann.redis'}");

      waiting().until(() -> talk.closeCode() != 0);
      assertThat(talk.closeCode()).isEqualTo(4420);
    } finally {
      link.server().start();
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @Timeout(240)
  void whileNobodyKnowsNothingCriticalIsDoneAndReadingIsAsConfigured() {
    Account ann = Account.register(one(), "ann.unknown");
    String minutes = ann.startsMinutes(one());
    String token = ann.token(one());
    NodeLink.Single link = (NodeLink.Single) cluster().link();
    try (Talk reading = new Talk(one().socket(), "ticket=" + Account.ticket(one(), token));
        Talk closing = new Talk(other().socket(), "ticket=" + Account.ticket(one(), token))) {
      link.server().kill();
      cluster().database().stop();

      waiting().until(() -> Account.asksForTicket(one(), token).statusCode() == 503);
      waiting().until(() -> Account.asksForTicket(other(), token).statusCode() == 503);
      assertThat(Account.revokes(one(), token, byToken(token)).statusCode()).isEqualTo(503);
      waiting().until(() -> closing.closeCode() != 0);
      assertThat(closing.closeCode()).isEqualTo(4503);
      assertThat(Account.reads(other(), minutes, token).statusCode()).isEqualTo(503);
      assertThat(reading.closeCode()).isZero();

      link.server().start();
      cluster().database().startAgain();
      Supplier<Integer> again = () -> Account.asksForTicket(other(), token).statusCode();
      waiting().until(() -> again.get() == 201);
      assertThat(reading.closeCode()).isZero();
    }
  }
}
