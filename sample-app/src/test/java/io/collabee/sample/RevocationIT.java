package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.impl.json.JsonText;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * The sample application on two servers with one database and one Redis, and somebody whose login
 * is revoked on the one while they use the other. If nobody knows what was revoked, the one lets
 * those who are connected read on, the other does not.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RevocationIT {
  private static @Nullable FaultyCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        new FaultyCluster(
            NodeLink.Kind.SINGLE,
            "revocation",
            node -> Map.of("collab.revocation.unknown", node == 0 ? "read" : "none"));
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
    try {
      new Talk(server.socket(), "ticket=" + ticket).close();
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
    assertClosedMidTyping("ann.typing", RevocationIT::byToken);
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
    assertRefusedAtOnce(ann, RevocationIT::byToken);
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
