package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.dropin.ByName;
import io.collabee.dropin.OwnersOnly;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.store.MariaDbServer;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * An application on Payara Micro whose documents are in MariaDB: what people do over the socket and
 * HTTP, and what policies do in the background.
 */
@ExtendWith(ArquillianExtension.class)
class MariaDbIT {
  // No commit waits for the disk.
  private static final MariaDbServer DATABASE =
      new MariaDbServer("--innodb-flush-log-at-trx-commit=0");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int LETTERS = 60;
  private static final String FOR_EVER = "{'before':'2100-01-01T00:00:00Z'}";

  @ArquillianResource
  @SuppressWarnings("NullAway.Init") // Arquillian sets it.
  private URI application;

  @Deployment(testable = false)
  static WebArchive application() throws SQLException, URISyntaxException {
    DATABASE.create("collab");
    try (Connection connection =
            DriverManager.getConnection(DATABASE.url("collab") + "?user=root");
        Statement statement = connection.createStatement()) {
      statement.execute("create user collab identified by 'secret'");
      statement.execute("grant all on collab.* to collab");
    }
    return ShrinkWrap.create(WebArchive.class, "mariadb.war")
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addAsLibraries(driver())
        .addClasses(ByName.class, OwnersOnly.class)
        .addClass("io.collabee.dropin.Named")
        .addAsResource(
            new StringAsset(
                """
                collab.datasource=java:app/jdbc/collab
                collab.compaction.hot=10
                collab.compaction.chunk=16
                collab.compaction.pause=PT0.1S
                collab.retention.policies=ann=keep; all=drop PT1S
                collab.retention.pause=PT0.1S
                """),
            "META-INF/microprofile-config.properties")
        .setWebXML(
            new StringAsset(
                "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>"
                    + "<data-source><name>java:app/jdbc/collab</name>"
                    + "<class-name>org.mariadb.jdbc.MariaDbDataSource</class-name><url>"
                    + DATABASE.url("collab")
                    + "</url><user>collab</user><password>secret</password></data-source>"
                    + "</web-app>"));
  }

  private static File driver() throws URISyntaxException {
    return new File(
        MariaDbDataSource.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @AfterAll
  static void stop() {
    DATABASE.close();
  }

  private HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                application.resolve("collab/api/documents/" + path + "?name=ann&proved=0"))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private JsonObject json(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(method, path, body);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 299);
    return JsonText.parse(answer.body()).asJsonObject();
  }

  /** Ann types letter by letter, each when the one before is acknowledged. */
  private void type(String collection, String first) {
    URI socket = URI.create("ws" + application.toString().substring(4)).resolve("collab/socket");
    try (Talk ann = new Talk(socket, "name=ann&proved=0")) {
      String about = "{'a':'op','c':'" + collection + "','d':'d','v':%d,'seq':%d,%s}";
      ann.say(about.formatted(0, 1, "'create':{'type':'text-unicode','data':'" + first + "'}"));
      acknowledged(ann);
      for (int version = 1; version <= LETTERS; version++) {
        ann.say(about.formatted(version, version + 1, "'op':['x']"));
        acknowledged(ann);
      }
    }
  }

  private static void acknowledged(Talk ann) {
    JsonObject answer = ann.expect(message -> message.getString("a").equals("op"));
    assertThat(answer.containsKey("error")).as(answer.toString()).isFalse();
  }

  @Test
  void whatPeopleTypeIsKeptAndTakenAwayOnMariaDb() throws Exception {
    type("ann", "hunter2 is it");
    int head = LETTERS + 1;
    json(
        "POST",
        "ann/d/comments",
        "{'id':'t','anchor':{'version':1,'start':0,'end':7},'text':'Is it?'}");
    assertThat(json("PUT", "ann/d/labels/20", "{'name':'With the secret'}").getInt("version"))
        .isEqualTo(20);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> json("GET", "ann/d/kept", "").getInt("chunks") > 0);

    JsonObject redacted = json("POST", "ann/d/redact", "{'version':1,'from':0,'to':7}");

    assertThat(redacted.getInt("operations")).isPositive();
    for (int version : new int[] {1, 20, head, head + 1}) {
      assertThat(ask("GET", "ann/d/versions/" + version, "").body())
          .doesNotContain("hunter2")
          .contains("███████ is it");
    }
    assertThat(ask("GET", "ann/d/comments", "").body())
        .doesNotContain("hunter2")
        .contains("███████");
    assertSound();
    assertThat(json("POST", "ann/d/thin", FOR_EVER).getInt("versions")).isPositive();
    assertSound();
    assertThat(json("POST", "ann/d/drop", FOR_EVER).getInt("operations")).isEqualTo(head);
    assertThat(ask("GET", "ann/d/versions/30", "").statusCode()).isEqualTo(410);
    assertThat(ask("GET", "ann/d/versions/20", "").statusCode()).isEqualTo(200);
    assertSound();
    assertThat(ask("DELETE", "ann/d", "").statusCode()).isBetween(200, 299);
    assertThat(ask("POST", "ann/d/undelete", "").statusCode()).isEqualTo(201);
    assertThat(ask("GET", "ann/d/content", "").body()).contains("███████ is it");
    assertThat(ask("POST", "ann/d/purge", "").statusCode()).isEqualTo(204);
    assertThat(ask("GET", "ann/d/content", "").statusCode()).isEqualTo(404);
    assertSound();
  }

  private void assertSound() throws IOException, InterruptedException {
    assertThat(json("POST", "ann/d/verify", "").getJsonArray("problems")).isEmpty();
  }

  @Test
  void whatAPolicySaysIsDoneInTheBackground() throws Exception {
    Instant start = Instant.now();
    type("all", "");

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> json("GET", "all/d/kept", "").getInt("first") == LETTERS);

    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
    assertThat(ask("GET", "all/d/versions/3", "").statusCode()).isEqualTo(410);
    assertThat(ask("GET", "all/d/content", "").body()).contains("x".repeat(LETTERS));
    assertThat(json("POST", "all/d/verify", "").getJsonArray("problems")).isEmpty();
  }
}
