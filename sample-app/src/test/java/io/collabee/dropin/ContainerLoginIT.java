package io.collabee.dropin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications whose users log in as Jakarta Security offers it, by a form and by BASIC. */
@ExtendWith(ArquillianExtension.class)
class ContainerLoginIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Deployment(name = "basic", testable = false)
  static WebArchive basic() {
    return application("basic.war").addClass(BasicLogin.class);
  }

  @Deployment(name = "form", testable = false)
  static WebArchive form() {
    return application("form.war")
        .addClasses(FormLogin.class, LogoutServlet.class)
        .addAsWebResource(new StringAsset("<p>Log in</p>"), "login.html")
        .addAsWebResource(new StringAsset("<p>For people</p>"), "people.html")
        .setWebXML(
            new StringAsset(
                """
                <web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>
                  <security-constraint>
                    <web-resource-collection>
                      <web-resource-name>people</web-resource-name>
                      <url-pattern>/people.html</url-pattern>
                    </web-resource-collection>
                    <auth-constraint><role-name>**</role-name></auth-constraint>
                  </security-constraint>
                </web-app>
                """));
  }

  private static WebArchive application(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addClasses(People.class, OwnersOnly.class);
  }

  private static URI endpoint(URI application) {
    return URI.create("ws" + application.toString().substring(4)).resolve("collab/socket");
  }

  private static RawSocket client(URI application, String header) {
    return new RawSocket(endpoint(application), header);
  }

  /** What is answered to a request with a header, and without following where it leads. */
  private static HttpResponse<String> ask(
      URI application, String method, String path, String header, String body) throws Exception {
    String[] parts = header.split(": ", 2);
    return HTTP.send(
        HttpRequest.newBuilder(application.resolve(path))
            .header(parts[0], parts[1])
            .header(
                "Content-Type",
                body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static void assertIs(RawSocket socket, String name) {
    socket.sendText("{\"a\":\"f\",\"c\":\"" + name + "\",\"d\":\"note\",\"v\":null}");
    assertThat(socket.text()).doesNotContain("error").contains("\"c\":\"" + name + "\"");
    socket.sendText("{\"a\":\"f\",\"c\":\"somebody-else\",\"d\":\"note\",\"v\":null}");
    assertThat(socket.text()).contains("ERR_READ_FORBIDDEN");
  }

  private static String basic(String name, String password) {
    String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    return "Authorization: Basic " + pair;
  }

  @Test
  void whoLogsInByBasicIsThatAtTheSocketUntilHisLoginsAreRevoked(
      @ArquillianResource @OperateOnDeployment("basic") URI application) throws Exception {
    String ann = basic("ann", People.password("ann"));
    try (RawSocket socket = client(application, ann);
        RawSocket wrong = client(application, basic("ann", "wrong"));
        RawSocket nobody = client(application, "X-Nothing: 1")) {
      assertThat(nobody.shakeHands()).isEqualTo(401);
      assertThat(wrong.shakeHands()).isEqualTo(401);
      assertThat(socket.shakeHands()).isEqualTo(101);
      assertIs(socket, "ann");

      HttpResponse<String> answer =
          ask(application, "POST", "collab/api/revocations", ann, "{\"user\":\"ann\"}");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
      assertThat(socket.closeCode()).isEqualTo(4420);
    }
  }

  @Test
  void whoLogsInByAFormIsThatAtTheSocketUntilHeLogsOut(
      @ArquillianResource @OperateOnDeployment("form") URI application) throws Exception {
    String cookie = logIn(application, "ben", People.password("ben"));
    String other = logIn(application, "cleo", "wrong");
    try (RawSocket socket = client(application, cookie);
        RawSocket notLoggedIn = client(application, other)) {
      assertThat(notLoggedIn.shakeHands()).isEqualTo(401);
      assertThat(socket.shakeHands()).isEqualTo(101);
      assertIs(socket, "ben");
      assertThat(ask(application, "POST", "collab/api/tickets", cookie, "").statusCode())
          .isEqualTo(201);

      assertThat(ask(application, "POST", "logout", cookie, "").statusCode()).isEqualTo(204);

      // As the specification of WebSocket says.
      assertThat(socket.closeCode()).isEqualTo(1008);
      assertThat(ask(application, "POST", "collab/api/tickets", cookie, "").statusCode())
          .isEqualTo(401);
      try (RawSocket again = client(application, cookie)) {
        assertThat(again.shakeHands()).isEqualTo(401);
      }
    }
  }

  /** The header that a browser sends which went to a page for people and filled in the form. */
  private static String logIn(URI application, String name, String password) throws Exception {
    HttpResponse<String> page = ask(application, "GET", "people.html", "X-Nothing: 1", "");
    String cookie = cookie(page, "");
    String form = "j_username=" + name + "&j_password=" + password;
    cookie = cookie(ask(application, "POST", "j_security_check", cookie, form), cookie);
    // Which leads back to the page, and there the login begins.
    return cookie(ask(application, "GET", "people.html", cookie, ""), cookie);
  }

  private static String cookie(HttpResponse<String> answer, String before) {
    return answer
        .headers()
        .firstValue("Set-Cookie")
        .map(cookie -> "Cookie: " + cookie.substring(0, cookie.indexOf(';')))
        .orElse(before);
  }
}
