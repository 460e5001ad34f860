package io.collabee.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A caching proxy before the application keeps what is the same for everybody, and never shows
 * anybody what is another's or what is no longer so.
 */
@ExtendWith(ArquillianExtension.class)
class CachingProxyIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static @Nullable CachingProxy proxy;

  private final String document = UUID.randomUUID().toString();
  private URI application = URI.create("http://unknown/");

  @ArquillianResource
  @SuppressWarnings("NullAway.Init") // Arquillian sets it.
  private URI deployed;

  @Deployment(testable = false)
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "cached.war")
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addClasses(CookieLogin.class, OwnersOnly.class);
  }

  @BeforeEach
  void start() {
    assumeTrue(CachingProxy.isHere(), "nginx is not installed");
    if (proxy == null) {
      proxy = new CachingProxy(deployed);
    }
    application = proxy.before(deployed);
  }

  @AfterAll
  static void stop() {
    if (proxy != null) {
      proxy.close();
    }
  }

  private static HttpRequest.Builder as(String user, URI address) {
    return HttpRequest.newBuilder(address).header("Cookie", CookieLogin.COOKIE + "=" + user);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> content(String user, String collection) throws Exception {
    return send(as(user, address(collection, "/content")));
  }

  private URI address(String collection, String below) {
    return application.resolve("collab/api/documents/" + collection + "/" + document + below);
  }

  private void edit(String user, String collection, String body) throws Exception {
    HttpResponse<String> made =
        send(
            as(user, address(collection, "/operations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    assertEquals(201, made.statusCode(), made.body());
  }

  private void create(String user, String collection) throws Exception {
    edit(user, collection, "{\"create\":{\"type\":\"text-unicode\",\"data\":\"secret\"}}");
  }

  @Test
  void theProxyKeepsTheScript() throws Exception {
    URI stable = application.resolve("collab/collab.js");
    Matcher bundle =
        Pattern.compile("'(\\./collab\\.\\w+\\.js)'")
            .matcher(send(HttpRequest.newBuilder(stable)).body());
    assertTrue(bundle.find());
    URI script = stable.resolve(bundle.group(1));

    send(HttpRequest.newBuilder(script));
    HttpResponse<String> again = send(HttpRequest.newBuilder(script));

    assertEquals("HIT", again.headers().firstValue("X-Cache-Status").orElseThrow());
  }

  @Test
  void nobodyGetsWhatAnotherMayRead() throws Exception {
    create("ann", "ann");
    assertEquals(200, content("ann", "ann").statusCode());
    assertEquals(200, content("ann", "ann").statusCode());

    HttpResponse<String> others = content("bob", "ann");
    HttpResponse<String> nobodys = send(HttpRequest.newBuilder(address("ann", "/content")));

    assertEquals(403, others.statusCode());
    assertTrue(!others.body().contains("secret"), others.body());
    assertNotEquals(200, nobodys.statusCode());
    // Nor does the refusal of one reach the other.
    assertEquals(200, content("ann", "ann").statusCode());
  }

  @Test
  void nobodyGetsAnAnswerThatIsNoLongerSo() throws Exception {
    assertEquals(404, content("ann", "all").statusCode());
    create("ann", "all");
    HttpResponse<String> first = content("bob", "all");
    edit("ann", "all", "{\"v\":1,\"op\":[\"no \"]}");
    HttpResponse<String> second = content("bob", "all");

    assertTrue(first.body().contains("\"secret\""), first.body());
    assertTrue(second.body().contains("\"no secret\""), second.body());
    assertNotEquals(first.headers().firstValue("ETag"), second.headers().firstValue("ETag"));
  }

  @Test
  void whoHasTheNewestIsToldSoAsLongAsItIsTheNewest() throws Exception {
    create("ann", "all");
    String tag = content("bob", "all").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same =
        send(as("bob", address("all", "/content")).header("If-None-Match", tag));
    edit("ann", "all", "{\"v\":1,\"op\":[\"no \"]}");
    HttpResponse<String> newer =
        send(as("bob", address("all", "/content")).header("If-None-Match", tag));

    assertEquals(304, same.statusCode());
    assertEquals(200, newer.statusCode());
  }

  @Test
  void everybodyGetsATicketOfHisOwn() throws Exception {
    URI tickets = application.resolve("collab/api/tickets");
    HttpResponse<String> anns = send(as("ann", tickets).POST(BodyPublishers.noBody()));
    HttpResponse<String> again = send(as("ann", tickets).POST(BodyPublishers.noBody()));
    HttpResponse<String> nobodys =
        send(HttpRequest.newBuilder(tickets).POST(BodyPublishers.noBody()));

    assertEquals(201, anns.statusCode());
    assertNotEquals(anns.body(), again.body());
    assertEquals(401, nobodys.statusCode());
  }
}
