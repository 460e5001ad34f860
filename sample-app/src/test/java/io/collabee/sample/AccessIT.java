package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.dropin.ByName;
import io.collabee.dropin.Journal;
import io.collabee.dropin.JournalServlet;
import io.collabee.dropin.Sharing;
import io.collabee.dropin.SharingServlet;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two servers on one PostgreSQL, with an application that keeps rights in a table and changes them
 * in transactions while people type.
 */
@ExtendWith(ArquillianExtension.class)
class AccessIT {
  private static final Postgres DATABASE = new Postgres();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Deployment(name = "one", testable = false)
  static WebArchive one() {
    return application("one.war");
  }

  @Deployment(name = "other", testable = false)
  static WebArchive other() {
    return application("other.war");
  }

  private static WebArchive application(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addClasses(ByName.class, Sharing.class, SharingServlet.class)
        .addClasses(Journal.class, JournalServlet.class)
        .addClass("io.collabee.dropin.Named")
        .addAsResource(
            new StringAsset(
                "collab.datasource=java:app/jdbc/sharing\ncollab.step-up.actions=delete,write\n"),
            "META-INF/microprofile-config.properties")
        .setWebXML(
            new StringAsset(
                "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>"
                    + "<data-source><name>java:app/jdbc/sharing</name>"
                    + "<class-name>org.postgresql.ds.PGSimpleDataSource</class-name><url>"
                    + DATABASE.properties().get("minutes.db.url")
                    + "</url><user>postgres</user><password>any</password></data-source></web-app>"));
  }

  @AfterAll
  static void stop() {
    DATABASE.close();
  }

  private static URI socket(URI application) {
    return URI.create("ws" + application.toString().substring(4)).resolve("collab/socket");
  }

  private static void share(URI application, String document, String member, String access)
      throws IOException, InterruptedException {
    String query = "?document=" + document + "&member=" + member + "&access=" + access;
    URI address = application.resolve("sharing" + query);
    assertThat(HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding()))
        .returns(204, response -> response.statusCode());
  }

  private static Talk open(URI application, String name, String document) {
    Talk talk = new Talk(socket(application), "name=" + name);
    subscribe(talk, document);
    return talk;
  }

  private static void subscribe(Talk talk, String document) {
    talk.say("{'a':'s','c':'shared','d':'" + document + "'}");
    talk.expect(message -> message.getString("a").equals("s"));
  }

  private static void create(URI application, String document) {
    try (Talk talk = new Talk(socket(application), "name=author")) {
      talk.say(
          "{'a':'op','c':'shared','d':'"
              + document
              + "','v':0,'seq':1,'create':{'type':'text-unicode'}}");
      talk.expect(message -> message.getString("a").equals("op"));
    }
  }

  /** Types a letter again and again. */
  private static Typist typist(Talk talk, String document, String letter) {
    return new Typist(talk, "shared", document, "['" + letter + "']");
  }

  private static JsonObject access(Talk talk, String access) {
    return talk.expect(
        message ->
            message.getString("a").equals("access") && message.getString("access").equals(access));
  }

  private static String content(Talk talk, String document) {
    talk.say("{'a':'nf','id':1,'c':'shared','d':'" + document + "','v':null}");
    return talk.expect(message -> message.getString("a").equals("nf")).getString("data");
  }

  private static long count(String content, char letter) {
    return content.chars().filter(each -> each == letter).count();
  }

  @Test
  void whoIsDowngradedMidTypingOnTheOtherServerLosesOnlyWhatComesAfter(
      @ArquillianResource @OperateOnDeployment("one") URI one,
      @ArquillianResource @OperateOnDeployment("other") URI other)
      throws Exception {
    create(one, "typed");
    AtomicBoolean end = new AtomicBoolean();
    try (Talk ann = open(one, "ann", "typed");
        Talk bob = open(other, "bob", "typed")) {
      Typist annTypes = typist(ann, "typed", "a");
      Typist bobTypes = typist(bob, "typed", "b");
      CompletableFuture<Void> bobs = CompletableFuture.runAsync(() -> bobTypes.typeUntil(end));
      CompletableFuture<JsonObject> refused =
          CompletableFuture.supplyAsync(annTypes::typeUntilRefused);
      awaitLetters(bob, other, "typed", 20);

      long start = System.nanoTime();
      share(other, "typed", "ann", "READ");
      JsonObject refusal = refused.join();
      System.out.printf(
          "from the change of rights to the first refusal on the other server: %d ms%n",
          (System.nanoTime() - start) / 1_000_000);
      int kept = annTypes.typed();
      end.set(true);
      bobs.join();

      assertThat(refusal.getJsonObject("error").getString("code")).isEqualTo("ERR_WRITE_FORBIDDEN");
      String content = content(bob, "typed");
      assertThat(count(content, 'a')).isEqualTo(kept);
      assertThat(count(content, 'b')).isEqualTo(bobTypes.typed());

      share(other, "typed", "ann", "WRITE");
      access(ann, "write");
      assertThat(annTypes.type()).doesNotContainKey("error");
      assertThat(ann.closeCode()).isZero();
    }
  }

  @Test
  void whoHasToConfirmMidTypingThatItIsHeLosesNothing(
      @ArquillianResource @OperateOnDeployment("one") URI one,
      @ArquillianResource @OperateOnDeployment("other") URI other)
      throws Exception {
    create(one, "confirmed");
    // What he proved is too old in a moment.
    try (Talk ann = new Talk(socket(one), "name=ann&proved=298");
        Talk bob = open(other, "bob", "confirmed")) {
      subscribe(ann, "confirmed");
      Typist typist = typist(ann, "confirmed", "a");

      JsonObject error = typist.typeUntilRefused().getJsonObject("error");
      assertThat(error.getString("code")).isEqualTo("ERR_STEP_UP_REQUIRED");
      assertThat(error.getInt("maxAge")).isEqualTo(300);
      ann.say("{'a':'auth','ticket':'" + ticket(other, "name=ann&proved=0") + "'}");
      ann.expect(
          message -> message.getString("a").equals("auth") && message.containsKey("expires"));
      assertThat(typist.send()).doesNotContainKey("error");
      assertThat(typist.type()).doesNotContainKey("error");

      assertThat(content(bob, "confirmed")).isEqualTo("a".repeat(typist.seq()));
      assertThat(ann.closeCode()).isZero();
    }
  }

  @Test
  void whatHappensToALoginIsFiredAndLoggedWithoutContentOrSecrets(
      @ArquillianResource @OperateOnDeployment("one") URI one) throws Exception {
    create(one, "audited");
    String secret = ticket(one, "name=eve&proved=0");
    try (Talk eve = new Talk(socket(one), "name=eve&proved=400")) {
      subscribe(eve, "audited");
      Typist typist = typist(eve, "audited", "confidential");
      assertThat(typist.type()).containsKey("error");
      eve.say("{'a':'auth','ticket':'" + secret + "'}");
      eve.expect(
          message -> message.getString("a").equals("auth") && message.containsKey("expires"));
      assertThat(typist.send()).doesNotContainKey("error");
      share(one, "audited", "eve", "READ");
      access(eve, "read");
      assertThat(typist.type()).containsKey("error");
      assertThat(ask(one, "DELETE", "session?name=eve&proved=0", "")).isEqualTo(204);
      assertThat(ask(one, "POST", "revocations?name=eve&proved=0", "{\"user\":\"eve\"}"))
          .isEqualTo(204);

      List<String> told =
          await()
              .until(
                  () -> journal(one),
                  lines -> lines.stream().filter(line -> line.contains("REVOKED")).count() == 2);

      for (String kind :
          List.of("STEPPED_UP", "ACCESS_CHANGED", "REFUSED", "SIGNED_OUT", "REVOKED")) {
        assertThat(told)
            .anyMatch(line -> line.startsWith("fired Audited[kind=" + kind) && line.contains("eve"))
            .anyMatch(line -> line.startsWith("logged " + kind) && line.contains("\"eve\""));
      }
      assertThat(String.join("\n", told)).doesNotContain("confidential").doesNotContain(secret);
    }
  }

  private static List<String> journal(URI application) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(application.resolve("journal")).build();
    String lines = HTTP.send(request, BodyHandlers.ofString()).body();
    return lines.lines().filter(line -> line.contains("eve")).toList();
  }

  private static int ask(URI application, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(application.resolve("collab/api/" + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String ticket(URI application, String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(application.resolve("collab/api/tickets?" + query))
            .POST(BodyPublishers.noBody())
            .build();
    String body = HTTP.send(request, BodyHandlers.ofString()).body();
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject().getString("ticket");
    }
  }

  private static void awaitLetters(Talk bob, URI server, String document, int letters) {
    assertThat(bob.closeCode()).isZero();
    try (Talk watcher = open(server, "watcher", document)) {
      for (int i = 0; i < letters; i++) {
        watcher.expect(message -> message.getString("a").equals("op"));
      }
    }
  }

  @Test
  void whoIsCutOffIsSentNothingMoreAndHisOtherDocumentsLiveOn(
      @ArquillianResource @OperateOnDeployment("one") URI one,
      @ArquillianResource @OperateOnDeployment("other") URI other)
      throws Exception {
    create(one, "shut");
    create(one, "open");
    try (Talk ann = open(one, "ann", "shut");
        Talk bob = open(other, "bob", "shut")) {
      subscribe(ann, "open");
      subscribe(bob, "open");
      Typist bobTypes = typist(bob, "shut", "x");
      Typist bobTypesInOpen = typist(bob, "open", "o");

      for (URI where : new URI[] {one, other}) {
        share(where, "shut", "ann", "NONE");
        access(ann, "none");
        assertThat(bobTypes.type()).doesNotContainKey("error");
        bobTypesInOpen.goOnBehind(bobTypes);
        assertThat(bobTypesInOpen.type()).doesNotContainKey("error");
        bobTypes.goOnBehind(bobTypesInOpen);
        JsonObject heard = ann.expect(message -> message.getString("a").equals("op"));
        assertThat(heard.getString("d")).isEqualTo("open");
        ann.say("{'a':'f','c':'shared','d':'shut'}");
        ann.expect(message -> message.getString("a").equals("f") && message.containsKey("error"));

        share(where, "shut", "ann", "READ");
        access(ann, "read");
        subscribe(ann, "shut");
      }
      assertThat(ann.closeCode()).isZero();
    }
  }
}
