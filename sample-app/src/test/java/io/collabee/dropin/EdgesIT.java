package io.collabee.dropin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpServer;
import io.collabee.sample.Chromium;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What clients and pages try that mean no good, at an application on Payara Micro whose users log
 * in by a cookie. Each test comes from an address of its own, since addresses have limits.
 */
@ExtendWith(ArquillianExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EdgesIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Site FRIEND = new Site();
  private static final Site STRANGER = new Site();

  /** Has begun a handshake before the first test, and goes no further. */
  private static @Nullable RawSocket hesitating;

  @ArquillianResource
  @SuppressWarnings("NullAway.Init") // Arquillian sets it.
  private URI application;

  @Deployment(testable = false)
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "edges.war")
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addClasses(CookieLogin.class, CounterType.class, GatedType.class, GateServlet.class)
        .addAsWebInfResource(new StringAsset("<beans bean-discovery-mode='all'/>"), "beans.xml")
        .addAsResource(
            new StringAsset(
                """
                collab.socket.origins=http://localhost:%d
                collab.socket.trusted-proxies=127.0.0.0/8, ::1
                collab.socket.ping=PT1S
                collab.user.connections=2
                collab.address.connections=3
                collab.address.handshakes=1
                collab.document.size=600k
                collab.socket.operation-size=700k
                collab.socket.documents=2
                collab.socket.rate=50
                collab.socket.burst=500
                collab.socket.operation-rate=5
                collab.user.operation-rate=6
                """
                    .formatted(FRIEND.port())),
            "META-INF/microprofile-config.properties")
        .addAsWebResource(new StringAsset("<p>A page</p>"), "index.html");
  }

  @BeforeEach
  void hesitate() {
    if (hesitating == null) {
      hesitating = client("hesitating", "192.0.2.99");
      hesitating.send(Arrays.copyOf(hesitating.head(), 100));
    }
  }

  @AfterAll
  static void stop() {
    if (hesitating != null) {
      hesitating.close();
    }
    FRIEND.close();
    STRANGER.close();
  }

  /** A web site on another port of the same host, which gets the same cookies. */
  private static final class Site implements AutoCloseable {
    final Queue<String> cookies = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Site() {
      try {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext(
          "/",
          exchange -> {
            cookies.add(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
            byte[] page = "<p>Another page</p>".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
          });
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    String address() {
      return "http://localhost:" + port() + "/";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private String local(String scheme, String path) {
    return scheme + "://localhost:" + application.getPort() + application.getPath() + path;
  }

  private URI endpoint() {
    return URI.create(local("ws", "collab/socket"));
  }

  private RawSocket client(String user, String address) {
    return new RawSocket(
        endpoint(), "Cookie: " + CookieLogin.COOKIE + "=" + user, "X-Forwarded-For: " + address);
  }

  private RawSocket stranger(String address) {
    return new RawSocket(endpoint(), "X-Forwarded-For: " + address);
  }

  // Pages

  @Test
  void anotherSitesPageDoesNotConnectWithTheCookiesOfWhoeverVisitsIt() {
    try (Playwright playwright =
            Playwright.create(
                new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new LaunchOptions()
                        .setExecutablePath(Chromium.PROGRAM)
                        .setArgs(List.of("--no-sandbox", "--headless=shell")))) {
      BrowserContext victim = browser.newContext();
      Page page = victim.newPage();

      page.navigate(local("http", "index.html"));
      assertThat(heard(page)).as("without a login").isEqualTo("closed with 1006");
      victim.addCookies(List.of(new Cookie(CookieLogin.COOKIE, "ann").setUrl("http://localhost/")));
      assertThat(heard(page)).as("our own page").contains("\"init\"");

      page.navigate(FRIEND.address());
      assertThat(heard(page)).as("a page that is allowed").contains("\"init\"");

      page.navigate(STRANGER.address());
      assertThat(STRANGER.cookies).as("the cookie goes there too").contains("user=ann");
      assertThat(heard(page)).as("a page of another port").isEqualTo("closed with 1006");

      page.navigate("http://127.0.0.1:" + application.getPort() + application.getPath());
      assertThat(heard(page)).as("a page of another name").isEqualTo("closed with 1006");

      page.navigate("data:text/html,nobody");
      assertThat(heard(page)).as("a page of nobody").isEqualTo("closed with 1006");
    }
  }

  /** What a page hears that connects. */
  private String heard(Page page) {
    Object heard =
        page.evaluate(
            """
            url => new Promise(done => {
              const socket = new WebSocket(url);
              socket.onmessage = message => { done(message.data); socket.close(); };
              socket.onclose = end => done('closed with ' + end.code);
            })
            """,
            endpoint().toString());
    return String.valueOf(heard);
  }

  // Limits at the handshake

  @Test
  void aUserHasSoManyConnections() {
    try (RawSocket one = client("carl", "192.0.2.1");
        RawSocket two = client("carl", "192.0.2.2");
        RawSocket three = client("carl", "192.0.2.3");
        RawSocket other = client("dora", "192.0.2.3")) {
      assertThat(one.shakeHands()).isEqualTo(101);
      assertThat(two.shakeHands()).isEqualTo(101);
      assertThat(three.shakeHands()).isEqualTo(429);
      assertThat(other.shakeHands()).isEqualTo(101);
    }
  }

  @Test
  void anAddressHasSoManyConnectionsAndTheyCountUntilTheyAreClosed() {
    String address = "2001:db8::";
    try (RawSocket one = client("u1", address + "1");
        RawSocket two = client("u2", address + "2");
        RawSocket three = client("u3", address + "3");
        RawSocket four = client("u4", address + "4")) {
      assertThat(one.shakeHands()).isEqualTo(101);
      assertThat(two.shakeHands()).isEqualTo(101);
      assertThat(three.shakeHands()).isEqualTo(101);
      assertThat(four.shakeHands()).isEqualTo(429);
    }
    await().until(() -> status(client("u5", address + "5")) == 101);
  }

  @Test
  void whoeverComesTooOftenWithoutALoginIsRefused() {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      statuses.add(status(stranger("192.0.2.9")));
    }

    assertThat(statuses).startsWith(401).endsWith(429).containsOnly(401, 429);
    assertThat(status(client("emil", "192.0.2.9"))).isEqualTo(101);
    assertThat(status(stranger("192.0.2.10"))).isEqualTo(401);
  }

  private static int status(RawSocket client) {
    try (client) {
      return client.shakeHands();
    }
  }

  // Limits of a connection

  private static String edit(String document, int seq, String op) {
    return "{\"a\":\"op\",\"c\":\"edges\",\"d\":\""
        + document
        + "\",\"v\":"
        + Math.min(seq - 1, 1)
        + ",\"seq\":"
        + seq
        + ","
        + op
        + "}";
  }

  private static String create(String document, String text) {
    return edit(
        document,
        1,
        "\"create\":{\"type\":\"http://sharejs.org/types/text-unicode\",\"data\":\""
            + text
            + "\"}");
  }

  private static String insertion(String document, int seq, String text) {
    return edit(document, seq, "\"op\":[\"" + text + "\"]");
  }

  private static String answer(RawSocket client, String message) {
    client.sendText(message);
    return client.text();
  }

  private void assertHolds(String user, String document, int version, int length) {
    String content = get(user, "documents/edges/" + document + "/content").join().body();
    assertThat(content).contains("\"version\":" + version + ",");
    assertThat(content).endsWith("\"data\":\"" + "x".repeat(length) + "\"}");
  }

  @Test
  void whatIsTooLargeIsRefusedAndTheRestGoesOn() {
    try (RawSocket jan = client("jan", "192.0.2.40")) {
      assertThat(jan.shakeHands()).isEqualTo(101);
      assertThat(answer(jan, create("large-jan", "x".repeat(500_000)))).doesNotContain("error");

      assertThat(answer(jan, insertion("large-jan", 2, "x".repeat(200_000))))
          .as("a document")
          .contains("ERR_LIMIT_EXCEEDED");
      assertThat(answer(jan, insertion("large-jan", 3, "x".repeat(800_000))))
          .as("an operation")
          .contains("ERR_LIMIT_EXCEEDED");
      assertThat(answer(jan, edit("large-jan", 4, "\"op\":[{\"d\":10}]"))).doesNotContain("error");
      for (String document : List.of("s1", "s2")) {
        assertThat(answer(jan, subscription(document))).doesNotContain("error");
      }
      assertThat(answer(jan, subscription("s3"))).as("documents").contains("ERR_LIMIT_EXCEEDED");
      jan.sendText(insertion("large-jan", 5, "x".repeat(1_100_000)));
      assertThat(jan.closeCode()).as("a message").isEqualTo(4413);
    }
    assertHolds("jan", "large-jan", 2, 499_990);
  }

  private static String subscription(String document) {
    return "{\"a\":\"s\",\"c\":\"edges\",\"d\":\"" + document + "\",\"v\":null}";
  }

  @Test
  void whoSendsTooManyOperationsIsClosedAndHasThoseThatWereTaken() {
    try (RawSocket kim = client("kim", "192.0.2.41")) {
      assertThat(kim.shakeHands()).isEqualTo(101);
      assertThat(answer(kim, create("fast", ""))).doesNotContain("error");
      for (int seq = 2; seq <= 100; seq++) {
        kim.sendText(insertion("fast", seq, "x"));
      }

      assertThat(kim.closeCode()).isEqualTo(4529);
    }
    // What was taken may be committed a little later.
    await()
        .untilAsserted(
            () -> {
              int taken = version("kim", "fast") - 1;
              assertThat(taken).isBetween(40, 98);
              assertHolds("kim", "fast", taken + 1, taken);
            });
  }

  private int version(String user, String document) {
    String summary = get(user, "documents/edges/" + document).join().body();
    return Integer.parseInt(summary.replaceFirst(".*\"version\":(\\d+).*", "$1"));
  }

  @Test
  void aUserIsNoFasterOverTwoConnections() {
    try (RawSocket one = client("lea", "192.0.2.42");
        RawSocket two = client("lea", "192.0.2.43")) {
      assertThat(one.shakeHands()).isEqualTo(101);
      assertThat(two.shakeHands()).isEqualTo(101);
      assertThat(answer(one, create("one", ""))).doesNotContain("error");
      for (int seq = 2; seq <= 45; seq++) {
        assertThat(answer(one, insertion("one", seq, "x"))).doesNotContain("error");
      }
      for (int seq = 2; seq <= 46; seq++) {
        two.sendText(insertion("one", seq, "x"));
      }

      assertThat(two.closeCode()).isEqualTo(4529);
    }
  }

  @Test
  void whoSendsTooManyMessagesIsClosed() {
    try (RawSocket max = client("max", "192.0.2.44")) {
      assertThat(max.shakeHands()).isEqualTo(101);
      for (int i = 0; i < 1_000; i++) {
        max.sendText("{\"a\":\"pp\"}");
      }

      assertThat(max.closeCode()).isEqualTo(4529);
    }
  }

  // Threads of the server

  @Test
  void whoAsksForHistoryWithoutEndKeepsNobodyFromATicket() {
    String created = "{\"id\":\"n\",\"type\":\"" + GatedType.URI + "\",\"data\":1}";
    assertThat(post("ann", "documents/slow", created).join().statusCode()).isEqualTo(201);
    String added = "{\"v\":1,\"op\":2}";
    assertThat(post("ann", "documents/slow/n/operations", added).join().statusCode())
        .isEqualTo(201);
    get("ann", "../../gate").join();
    List<CompletableFuture<HttpResponse<String>>> his = new ArrayList<>();
    List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();

    for (int i = 0; i < 300; i++) {
      his.add(get("greedy", "documents/slow/n/diff?from=1"));
    }
    await().until(() -> his.stream().filter(CompletableFuture::isDone).count() == 298);
    for (int i = 0; i < 30; i++) {
      others.add(get("follower" + i, "documents/slow/n/diff?from=1"));
    }
    await().until(() -> others.stream().filter(CompletableFuture::isDone).count() == 28);
    int ticket = post("ben", "tickets", "").join().statusCode();
    long waiting = his.stream().filter(answer -> !answer.isDone()).count();
    get("ann", "../../gate?open=true").join();

    assertThat(ticket).isEqualTo(201);
    assertThat(waiting).isEqualTo(2);
    Map<Integer, Long> answered = statuses(his);
    assertThat(answered).containsOnlyKeys(200, 429).containsEntry(200, 2L);
    assertThat(statuses(others)).containsOnlyKeys(200, 503);
  }

  private static Map<Integer, Long> statuses(List<CompletableFuture<HttpResponse<String>>> all) {
    return all.stream()
        .map(answer -> answer.join().statusCode())
        .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
  }

  private CompletableFuture<HttpResponse<String>> get(String user, String path) {
    return ask(user, path, request -> request.GET());
  }

  private CompletableFuture<HttpResponse<String>> post(String user, String path, String body) {
    return ask(
        user,
        path,
        request ->
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private CompletableFuture<HttpResponse<String>> ask(
      String user, String path, UnaryOperator<HttpRequest.Builder> request) {
    URI address = URI.create(local("http", "collab/api/")).resolve(path);
    return HTTP.sendAsync(
        request
            .apply(
                HttpRequest.newBuilder(address).header("Cookie", CookieLogin.COOKIE + "=" + user))
            .build(),
        BodyHandlers.ofString());
  }

  // Slow and silent clients

  @Test
  void handshakesThatDoNotEndHoldNobodyUp() {
    List<RawSocket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        RawSocket client = client("s" + i, "198.51.100." + i);
        client.send(Arrays.copyOf(client.head(), 10 + i));
        slow.add(client);
      }

      assertThat(status(client("fritz", "192.0.2.20"))).isEqualTo(101);
      RawSocket late = slow.get(0);
      for (int i = 10; i < late.head().length; i++) {
        late.send(late.head()[i]);
      }
      assertThat(late.status()).isEqualTo(101);
    } finally {
      slow.forEach(RawSocket::close);
    }
  }

  /** Last, since Payara waits half a minute. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aHandshakeThatDoesNotGoOnIsDropped() {
    assertThat(requireNonNull(hesitating).readUnlessEnded()).isEqualTo(-1);
  }

  @Test
  void whoeverVanishesWithoutAWordIsClosed() {
    try (RawSocket vanished = client("gerd", "192.0.2.30")) {
      assertThat(vanished.shakeHands()).isEqualTo(101);

      assertThat(vanished.closeCode()).isEqualTo(4504);
    }
  }

  @Test
  void whoeverSendsHalfAFrameIsClosed() {
    try (RawSocket half = client("hans", "192.0.2.31")) {
      assertThat(half.shakeHands()).isEqualTo(101);
      half.send(RawSocket.halfFrame());

      assertThat(half.closeCode()).isEqualTo(4504);
    }
  }

  @Test
  void whoeverAsksForMuchAndReadsNothingIsCut() {
    String text = "x".repeat(500_000);
    try (RawSocket stuck = client("ida", "192.0.2.32")) {
      assertThat(stuck.shakeHands()).isEqualTo(101);
      stuck.sendText(
          "{\"a\":\"op\",\"c\":\"edges\",\"d\":\"large\",\"v\":0,\"seq\":1,\"create\":"
              + "{\"type\":\"http://sharejs.org/types/text-unicode\",\"data\":\""
              + text
              + "\"}}");
      for (int i = 0; i < 50; i++) {
        stuck.sendText("{\"a\":\"f\",\"c\":\"edges\",\"d\":\"large\",\"v\":null}");
      }
      stuck.startFrame();

      await().atMost(Duration.ofSeconds(60)).until(stuck::isCut);
    }
  }
}
