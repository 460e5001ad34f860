package io.collabee.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.Request;
import io.collabee.sample.Chromium;
import io.collabee.sample.Guide;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The guide as it is written: an application made of the files in {@code docs/getting-started.md}
 * and nothing else, on Payara Micro, with two people in a browser.
 */
@ExtendWith(ArquillianExtension.class)
class GettingStartedIT {
  private static final Guide GUIDE = Guide.read(Path.of("../docs/getting-started.md"));
  private static final Path AXE =
      Path.of(
          System.getProperty("minutes.npm", "src/test/web"), "node_modules/axe-core/axe.min.js");
  private static final String CONFIGURATION = "META-INF/";
  private static final String INSIDE = "WEB-INF/";
  private static final File[] JARS = new File("target/minutes/WEB-INF/lib").listFiles();

  private static final Set<String> REQUESTED = new TreeSet<>();
  private static final List<String> COMPLAINTS = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private static Playwright playwright;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @ArquillianResource
  @SuppressWarnings("NullAway.Init") // Arquillian sets it.
  private URI application;

  @Deployment(testable = false)
  static WebArchive application() {
    WebArchive archive = ShrinkWrap.create(WebArchive.class, "guide.war").addAsLibraries(JARS);
    GUIDE
        .files()
        .forEach(
            (name, content) -> {
              if (name.startsWith(CONFIGURATION)) {
                archive.addAsResource(new StringAsset(content), name);
              } else {
                archive.addAsWebResource(new StringAsset(content), name);
              }
            });
    return archive;
  }

  @BeforeAll
  static void open() {
    playwright =
        Playwright.create(
            new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(Chromium.PROGRAM)
                    .setArgs(List.of("--no-sandbox", "--headless=shell")));
  }

  @AfterAll
  static void close() {
    playwright.close();
  }

  @Test
  void twoPeopleWriteInEachPageAndInAllOfThem() throws IOException {
    List<String> pages = GUIDE.names(name -> name.matches(".*\\.(xhtml|jsp|html)"));
    assertThat(pages).hasSize(3);
    List<Locator> theSame = new ArrayList<>();

    for (String page : pages) {
      twoPeopleWriteIn(page);
      theSame.add(field(visit(local(), page, "all")));
    }
    theSame.get(0).pressSequentially("Faces, ");
    theSame.get(1).pressSequentially("JSP, ");
    theSame.get(2).pressSequentially("a page");

    for (Locator field : theSame) {
      eventually(field, text -> text.length() == "Faces, JSP, a page".length());
    }
    assertThat(theSame).extracting(Locator::inputValue).containsOnly(theSame.get(0).inputValue());
    assertThat(REQUESTED).as("every file of the guide is used").containsAll(publicFiles());
    assertThat(COMPLAINTS).isEmpty();
  }

  private void twoPeopleWriteIn(String page) throws IOException {
    Page adas = visit(local(), page, page.replace('.', '-'));
    Page graces = visit(application, page, page.replace('.', '-'));
    Locator ada = field(adas);
    Locator grace = field(graces);

    for (int word = 0; word < 10; word++) {
      ada.pressSequentially("ada ");
      grace.pressSequentially("GRACE ");
    }

    eventually(ada, text -> text.length() == 100);
    eventually(grace, text -> text.equals(ada.inputValue()));
    assertThat(ada.inputValue().replaceAll("[^a-z]", "")).isEqualTo("ada".repeat(10));
    assertThat(ada.inputValue().replaceAll("[^A-Z]", "")).isEqualTo("GRACE".repeat(10));
    adas.getByText("saved").or(adas.getByText("Saved")).waitFor();
    assertThat(barriers(adas)).as(page).isEqualTo("[]");
    sendsWhatIsWritten(graces, grace.inputValue());
  }

  /** Where the page has a form: what the server is sent is the text, and the page stays usable. */
  private static void sendsWhatIsWritten(Page page, String written) {
    Locator send = page.locator("[type=submit], form button");
    if (send.count() == 0) {
      return;
    }
    Request sent = page.waitForRequest(each -> each.method().equals("POST"), send::click);
    assertThat(sent.postData()).contains("agenda=" + written.replace(' ', '+'));
    eventually(field(page), text -> text.equals(written));
    Locator shown = page.locator("#sent");
    assertThat(shown.allInnerTexts()).allMatch(text -> text.equals(written.strip()));
  }

  /** By this address browsers trust pages without TLS; by the server's own they do not. */
  private URI local() {
    return URI.create("http://localhost:" + application.getPort() + application.getPath());
  }

  private Page visit(URI server, String page, String id) {
    Page visited = browser.newContext().newPage();
    visited.onRequest(request -> REQUESTED.add(fileOf(server, request.url())));
    visited.onPageError(COMPLAINTS::add);
    visited.onConsoleMessage(
        message -> {
          if (Set.of("error", "warning").contains(message.type()) && !isNoTicket(message.text())) {
            COMPLAINTS.add(message.text());
          }
        });
    visited.navigate(server.resolve(page) + "?id=" + id);
    visited.locator("textarea:not([readonly])").waitFor();
    return visited;
  }

  /**
   * Chromium says so itself; without a login no ticket is to be had, and the socket goes without.
   */
  private static boolean isNoTicket(String complaint) {
    return complaint.contains("status of 401");
  }

  private static String fileOf(URI server, String url) {
    return server.relativize(URI.create(url)).getPath();
  }

  private static List<String> publicFiles() {
    return GUIDE.names(name -> !name.startsWith(CONFIGURATION) && !name.startsWith(INSIDE));
  }

  private static Locator field(Page page) {
    return page.locator("textarea:not([readonly])");
  }

  private static void eventually(Locator field, Predicate<String> matches) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(field::inputValue, matches);
  }

  private static String barriers(Page page) throws IOException {
    page.evaluate(Files.readString(AXE));
    return String.valueOf(
        page.evaluate(
            """
            async () => JSON.stringify((await axe.run()).violations
              .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))
            """));
  }

  @Test
  void theDependencyIsTheOneThatIsTested() {
    assertThat(GUIDE.unnamed()).hasSize(1);
    String dependency = GUIDE.unnamed().get(0).replaceAll("\\s", "");

    assertThat(JARS)
        .extracting(File::getName)
        .anyMatch(
            jar ->
                dependency.equals(
                    "<dependency><groupId>io.collabee</groupId><artifactId>collab-impl</artifactId>"
                        + "<version>"
                        + jar.replaceAll("^collab-impl-|\\.jar$", "")
                        + "</version></dependency>"));
  }
}
