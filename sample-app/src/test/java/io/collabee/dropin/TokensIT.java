package io.collabee.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.impl.simulated.ClientSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application whose users come with MicroProfile's tokens, on Payara Micro. */
@ExtendWith(ArquillianExtension.class)
class TokensIT {
  private static final TestTokens TOKENS = new TestTokens();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final long SHORT = 8;

  @ArquillianResource
  @SuppressWarnings("NullAway.Init") // Arquillian sets it.
  private URI application;

  @Deployment(testable = false)
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "tokens.war")
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addClasses(TokenApplication.class)
        .addAsResource(new StringAsset(TOKENS.pem()), "META-INF/pub.pem")
        .addAsResource(
            new StringAsset(
                "mp.jwt.verify.publickey.location=META-INF/pub.pem\n"
                    + "mp.jwt.verify.issuer="
                    + TestTokens.ISSUER
                    + "\ncollab.socket.ping=PT1S\n"),
            "META-INF/microprofile-config.properties");
  }

  private HttpResponse<String> askWith(String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(application.resolve("collab/api/tickets"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String ticket(String token) throws IOException, InterruptedException {
    HttpResponse<String> answer = askWith(token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer.body()).getString("ticket");
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  /** An open socket and what came over it. */
  private final class Client implements ClientSocket.Receiver {
    final Queue<String> frames = new ConcurrentLinkedQueue<>();
    final AtomicInteger closed = new AtomicInteger();
    final ClientSocket socket;

    Client(String query) {
      String address = application.resolve("collab/socket").toString().replace("http:", "ws:");
      socket = ClientSocket.open(HTTP, URI.create(address + query), this);
    }

    @Override
    public void frame(String text) {
      frames.add(text);
    }

    @Override
    public void closed(int code, String reason) {
      closed.set(code);
    }

    String next(String start) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> frames.stream().anyMatch(frame -> frame.startsWith(start)));
      String found =
          frames.stream().filter(frame -> frame.startsWith(start)).findFirst().orElseThrow();
      frames.clear();
      return found;
    }
  }

  private void assertRefused(String query) {
    assertThatThrownBy(() -> new Client(query))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
  }

  @Test
  void aTokenGivesATicketThatOpensOneSocket() throws Exception {
    HttpResponse<String> answer = askWith(TOKENS.token("ann", 3_600));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-store");
    JsonObject given = json(answer.body());
    assertThat(given.getJsonNumber("loginExpires").longValue())
        .isGreaterThan(given.getJsonNumber("expires").longValue());
    String query = "?ticket=" + given.getString("ticket");
    Client ann = new Client(query);
    ann.next("{\"a\":\"init\"");
    ann.socket.send(
        "{\"a\":\"op\",\"c\":\"n\",\"d\":\"one\",\"v\":null,\"seq\":1,"
            + "\"create\":{\"type\":\"text-unicode\",\"data\":\"x\"}}");
    assertThat(ann.next("{\"a\":\"op\"")).doesNotContain("error");
    assertRefused(query);
    ann.socket.close();
  }

  @Test
  void aBadTokenGivesNoTicketAndNoSocket() throws Exception {
    Map<String, String> bad = new LinkedHashMap<>();
    String good = TestTokens.claims("ann", TestTokens.ISSUER, 0, 3_600);
    bad.put("wrong signature", new TestTokens().signed(good));
    bad.put("wrong issuer", TOKENS.signed(TestTokens.claims("ann", "https://evil.test", 0, 3_600)));
    bad.put("expired", TOKENS.signed(TestTokens.claims("ann", TestTokens.ISSUER, -7_200, -3_600)));
    bad.put("not yet", TOKENS.signed(TestTokens.claims("ann", TestTokens.ISSUER, 3_600, 7_200)));
    bad.put("alg none", TestTokens.unsigned(good));
    bad.put("key confusion", TOKENS.confused(good));
    bad.put("no token", "x");

    for (Map.Entry<String, String> each : bad.entrySet()) {
      HttpResponse<String> answer = askWith(each.getValue());

      assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(401);
      assertThat(answer.body()).as(each.getKey()).doesNotContain("ticket\"");
    }
    assertRefused("");
    assertRefused("?ticket=x");
    assertRefused("?ticket=" + good.length());
  }

  @Test
  void theServerAsksForAFreshTicketAndTheSocketGoesOn() throws Exception {
    Client ann = new Client("?heads=1&ticket=" + ticket(TOKENS.token("ann", SHORT)));
    assertThat(ann.next("{\"a\":\"auth\"")).isEqualTo("{\"a\":\"auth\"}");

    ann.socket.send(renewal(ticket(TOKENS.token("bob", 3_600))));
    assertThat(ann.next("{\"a\":\"auth\",\"error")).contains("ERR_TICKET_REFUSED");
    ann.socket.send(renewal(ticket(TOKENS.token("ann", 3_600))));

    assertThat(ann.next("{\"a\":\"auth\",\"expires\":")).doesNotContain("null");
    assertThat(ann.closed.get()).isZero();
    ann.socket.close();
  }

  private static String renewal(String ticket) {
    return "{\"a\":\"auth\",\"ticket\":\"" + ticket + "\"}";
  }

  @Test
  void whenTheTokenEndsTheSocketIsClosedAndNothingIsWrittenAnyMore() throws Exception {
    Client ann = new Client("?ticket=" + ticket(TOKENS.token("ann", SHORT)));
    ann.next("{\"a\":\"init\"");

    await().atMost(Duration.ofSeconds(30)).until(() -> ann.closed.get() != 0);

    assertThat(ann.closed.get()).isEqualTo(4419);
  }
}
