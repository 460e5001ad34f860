package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.impl.redis.RedisProcess;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions that outlive connections, nodes and Redis, but nobody's logging out. */
final class SessionsIT {
  private static final int REVOKED = 4420;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Postgres DATABASE = new Postgres();
  private static final RedisProcess REDIS = RedisProcess.server();
  private static final MicroProcess ONE = node("sessions-1");
  private static final MicroProcess OTHER = node("sessions-2");

  private static MicroProcess node(String name) {
    Map<String, String> properties = new HashMap<>(DATABASE.properties());
    properties.put("collab.redis.addresses", "localhost:" + REDIS.port());
    properties.put("minutes.token-life", "PT2H");
    return new MicroProcess(name, properties);
  }

  @BeforeAll
  static void start() {
    CompletableFuture<MicroProcess> started = CompletableFuture.supplyAsync(ONE::start);
    OTHER.start();
    started.join();
  }

  @AfterAll
  static void stop() {
    ONE.close();
    OTHER.close();
    REDIS.close();
    DATABASE.close();
  }

  /** Somebody who has a token, and what takes up the session of the socket opened with it. */
  private static final class Somebody implements AutoCloseable {
    private final String token;
    private final Talk talk;
    private final String session;
    private final String secret;

    /** Registers with the application, and connects to a node. */
    Somebody(String name, MicroProcess node) throws Exception {
      HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
      String form = "name=" + name + "&shown-name=" + name + "&password=" + Person.PASSWORD;
      assertThat(
              browser
                  .send(
                      HttpRequest.newBuilder(node.address().resolve("register"))
                          .header("Content-Type", "application/x-www-form-urlencoded")
                          .POST(BodyPublishers.ofString(form.replace(" ", "+")))
                          .build(),
                      BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(302);
      token =
          json(browser.send(post(node, "token").build(), BodyHandlers.ofString()))
              .getString("token");
      talk = talk(node, ticket(asked(bearer(post(node, "collab/api/tickets")))));
      JsonObject told = session(talk);
      session = told.getString("id");
      secret = told.getString("secret");
    }

    HttpRequest.Builder bearer(HttpRequest.Builder request) {
      return request.header("Authorization", "Bearer " + token);
    }

    /** What a node answers to nothing but the secret. */
    HttpResponse<String> resume(MicroProcess node) throws Exception {
      return asked(post(node, "collab/api/tickets").header("Collab-Session", secret));
    }

    /** Takes the session up on a node. */
    Talk resumed(MicroProcess node) throws Exception {
      HttpResponse<String> answer = resume(node);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      Talk resumed = talk(node, ticket(answer));
      JsonObject told = session(resumed);
      assertThat(told.getString("id")).isEqualTo(session);
      assertThat(told.containsKey("secret")).isFalse();
      return resumed;
    }

    /** Ends the socket, not the session. */
    void leave() {
      talk.close();
    }

    @Override
    public void close() {
      leave();
    }
  }

  private static HttpRequest.Builder post(MicroProcess node, String path) {
    return HttpRequest.newBuilder(node.address().resolve(path)).POST(BodyPublishers.noBody());
  }

  private static HttpResponse<String> asked(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  private static String ticket(HttpResponse<String> answer) {
    return json(answer).getString("ticket");
  }

  private static Talk talk(MicroProcess node, String ticket) {
    return new Talk(node.socket(), "ticket=" + ticket);
  }

  private static JsonObject session(Talk talk) {
    return talk.expect(message -> message.getString("a").equals("session"));
  }

  @Test
  void aSessionIsTakenUpOnTheOtherNodeByItsSecretOnly() throws Exception {
    try (Somebody amy = new Somebody("amy", ONE);
        Talk again = amy.resumed(OTHER)) {
      assertThat(again.closeCode()).isZero();
      for (String secret : new String[] {amy.session, amy.secret + "x", "x", amy.session + "."}) {
        HttpRequest.Builder request =
            post(OTHER, "collab/api/tickets").header("Collab-Session", secret);
        assertThat(asked(request).statusCode()).isEqualTo(401);
      }

      URI health = OTHER.address().resolve("health/ready");
      assertThat(asked(HttpRequest.newBuilder(health)).statusCode()).isEqualTo(200);
      URI sessions = OTHER.address().resolve("collab/api/sessions");
      HttpResponse<String> listed =
          asked(amy.bearer(HttpRequest.newBuilder(sessions)).header("Collab-Session", amy.secret));
      assertThat(json(listed).getJsonArray("sessions")).hasSize(1);
      JsonObject session = json(listed).getJsonArray("sessions").getJsonObject(0);
      assertThat(session.getString("id")).isEqualTo(amy.session);
      assertThat(session.getBoolean("current")).isTrue();
      assertThat(session.getString("agent")).startsWith("Java-http-client/");
      assertThat(listed.body()).doesNotContain(amy.secret);
      assertThat(asked(HttpRequest.newBuilder(sessions)).statusCode()).isEqualTo(401);
      HttpRequest.Builder others =
          amy.bearer(HttpRequest.newBuilder(URI.create(sessions + "?user=zoe")));
      assertThat(asked(others).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whoLogsOutOrIsRevokedOnOneNodeIsOutOnTheOther() throws Exception {
    try (Somebody bob = new Somebody("bob", ONE);
        Talk again = bob.resumed(OTHER)) {
      HttpRequest.Builder signOut =
          HttpRequest.newBuilder(OTHER.address().resolve("collab/api/session"))
              .header("Collab-Session", bob.secret)
              .DELETE();
      assertThat(asked(signOut).statusCode()).isEqualTo(204);

      await().atMost(PATIENCE).until(() -> bob.talk.closeCode() == REVOKED);
      await().atMost(PATIENCE).until(() -> again.closeCode() == REVOKED);
      assertThat(bob.resume(ONE).statusCode()).isEqualTo(401);
      assertThat(bob.resume(OTHER).statusCode()).isEqualTo(401);
    }
    try (Somebody eve = new Somebody("eve", ONE)) {
      HttpRequest.Builder everywhere =
          eve.bearer(post(OTHER, "collab/api/revocations"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"user\":\"eve\"}"));
      assertThat(asked(everywhere).statusCode()).isEqualTo(204);

      await().atMost(PATIENCE).until(() -> eve.talk.closeCode() == REVOKED);
      assertThat(eve.resume(ONE).statusCode()).isEqualTo(401);
      assertThat(eve.resume(OTHER).statusCode()).isEqualTo(401);
    }
    try (Somebody dan = new Somebody("dan", ONE)) {
      HttpRequest.Builder end =
          dan.bearer(
              HttpRequest.newBuilder(OTHER.address().resolve("collab/api/sessions/" + dan.session))
                  .DELETE());
      assertThat(asked(end).statusCode()).isEqualTo(204);

      await().atMost(PATIENCE).until(() -> dan.talk.closeCode() == REVOKED);
      assertThat(dan.resume(ONE).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aSessionOutlivesRedisWithAllItHadAndTheNodeItWasConnectedTo() throws Exception {
    try (Somebody cat = new Somebody("cat", ONE);
        Somebody fay = new Somebody("fay", ONE)) {
      fay.leave();
      await().atMost(PATIENCE).until(() -> fay.resume(OTHER).statusCode() == 201);

      REDIS.kill();
      await().atMost(PATIENCE).until(() -> cat.resume(OTHER).statusCode() == 201);
      cat.resumed(OTHER).close();
      fay.resumed(OTHER).close();

      REDIS.start();
      cat.resumed(OTHER).close();
      fay.resumed(OTHER).close();

      ONE.kill();
      cat.resumed(OTHER).close();
      ONE.start();
      cat.resumed(ONE).close();
    }
  }
}
