package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.impl.redis.RedisProcess;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The application is deployed, used and undeployed again and again in a server that runs on. Each
 * time nothing of it is left: no thread, no connection, and in the end no class.
 */
final class UndeployIT {
  private static final int CLIENTS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Random random = Seed.random();

  @Test
  void nothingIsLeftAfterAnUndeploy() throws Exception {
    try (Postgres database = new Postgres();
        RedisProcess redis = RedisProcess.server();
        DeployProcess server = new DeployProcess(properties(database, redis))) {
      for (int time = 0; time < 2; time++) {
        server.deploy();
        await().atMost(PATIENCE).until(() -> clients(redis) > 1);
        createMinutes(server);
        undeploy(server, database, redis);
      }
      assertThat(server.loaders()).as("class loaders of applications").isZero();

      // Payara keeps for later the requests that became sockets, and with them their application:
      // the class loaders are not looked for.
      server.deploy();
      type(server);
      undeploy(server, database, redis);
    }
  }

  private static Map<String, String> properties(Postgres database, RedisProcess redis) {
    Map<String, String> properties = new HashMap<>(database.properties());
    properties.put("collab.anonymous-access", "write");
    properties.put("collab.redis.addresses", "127.0.0.1:" + redis.port());
    return properties;
  }

  private static void undeploy(DeployProcess server, Postgres database, RedisProcess redis) {
    assertThat(server.undeploy()).as("threads of the application").isEmpty();
    assertThat(database.connections()).as("connections to the database").isZero();
    await("clients of Redis").atMost(PATIENCE).until(() -> clients(redis) == 1);
  }

  /** How many clients Redis has, the one who asks among them. */
  private static int clients(RedisProcess redis) {
    return Math.toIntExact(redis.ask("CLIENT", "LIST").get(0).lines().count());
  }

  /** As somebody does who has a browser but no JavaScript. */
  private static void createMinutes(DeployProcess server) throws Exception {
    HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    post(browser, server, "sign-in", "name=ann&password=let%27s+meet");
    post(browser, server, "", "title=Undeployed");
  }

  private static void post(HttpClient browser, DeployProcess server, String page, String form)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve(page))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    assertThat(browser.send(request, BodyHandlers.discarding()).statusCode()).isLessThan(400);
  }

  private void type(DeployProcess server) {
    List<SharedDocument<?, ?>> documents = List.of(SharedDocument.text(), SharedDocument.json());
    try (Crowd crowd = new Crowd(List.of(server.socket()), CLIENTS, documents)) {
      crowd.type(random);
      await().atMost(PATIENCE).until(() -> crowd.acknowledged() > 10 * CLIENTS);
      crowd.settle().requireNone();
    }
  }
}
