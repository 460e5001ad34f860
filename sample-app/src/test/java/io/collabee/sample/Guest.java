package io.collabee.sample;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Somebody without a login on one of the pages in {@code src/test/resources/bindings}. The pages
 * and the packages of npm come from files, all else from the server; the network is in our hands.
 */
final class Guest implements AutoCloseable {
  private static final Path PAGES = Path.of("src/test/resources/bindings");
  private static final Path PACKAGES =
      Path.of(System.getProperty("minutes.npm", "src/test/web"), "node_modules");

  private final Person person;
  private final Wire wire;

  Guest(URI server) {
    this.wire = new Wire(server);
    this.person = Person.unknown(wire.address());
    serves("bindings", PAGES);
    serves("npm", PACKAGES);
  }

  /** Has the files of a folder under a name on the server. */
  void serves(String name, Path folder) {
    does(page -> page.context().route("**/" + name + "/**", route -> answer(route, name, folder)));
  }

  private static void answer(Route route, String name, Path folder) {
    String path = URI.create(route.request().url()).getPath();
    Path file = folder.resolve(path.substring(name.length() + 2));
    String type =
        path.endsWith(".html")
            ? "text/html"
            : path.endsWith(".css") ? "text/css" : "text/javascript";
    if (Files.isRegularFile(file)) {
      route.fulfill(new Route.FulfillOptions().setPath(file).setContentType(type));
    } else {
      route.fulfill(new Route.FulfillOptions().setStatus(404));
    }
  }

  /** Opens a page and waits until its document is there. */
  Guest opens(String pageAndQuery) {
    does(
        page -> {
          goes(page, pageAndQuery);
          page.waitForFunction("() => window.parts");
        });
    return this;
  }

  /** Opens a page of which no document is waited for. */
  void goes(Page page, String pageAndQuery) {
    visits(page, "bindings/" + pageAndQuery);
  }

  /** Opens whatever the server seems to have under this path. */
  void visits(Page page, String pathAndQuery) {
    page.navigate(wire.address() + pathAndQuery);
  }

  void does(Consumer<Page> action) {
    person.does(action);
  }

  CompletableFuture<Void> starts(Consumer<Page> action) {
    return person.starts(
        page -> {
          action.accept(page);
          return null;
        });
  }

  /**
   * Writes letters of one's own anywhere, and now and then deletes, undoes or loses the network.
   */
  CompletableFuture<Void> typesAnything(String field, String letters, Random random, int strokes) {
    return starts(
        page -> {
          page.locator(field).first().click();
          for (int stroke = 0; stroke < strokes; stroke++) {
            press(page, letters, random);
            if (random.nextInt(strokes) == 0) {
              wire.cut();
            }
            page.waitForTimeout(random.nextInt(15));
          }
        });
  }

  private static void press(Page page, String letters, Random random) {
    int key = random.nextInt(12);
    if (key < 8) {
      int letter =
          letters.offsetByCodePoints(
              0, random.nextInt(letters.codePointCount(0, letters.length())));
      page.keyboard().insertText(Character.toString(letters.codePointAt(letter)));
    } else if (key == 8) {
      page.keyboard().press("Backspace");
    } else if (key == 9) {
      page.keyboard().press("Control+z");
    } else {
      page.keyboard().press(List.of("ArrowLeft", "Home", "End").get(random.nextInt(3)));
    }
  }

  /** In another tab of the same browser, until what is done there is done. */
  <T> T inAnotherTab(Function<Page, T> action) {
    return person.sees(
        page -> {
          try (Page tab = page.context().newPage()) {
            return action.apply(tab);
          }
        });
  }

  /** Leaves the page, as by closing the tab. */
  void leaves() {
    does(page -> page.navigate("about:blank"));
  }

  /** Takes the network away, as far as the socket goes. */
  void goesOffline() {
    wire.down();
  }

  /** Gives it back; the page notices when it tries next. */
  void mends() {
    wire.mend();
  }

  void comesBack() {
    mends();
    does(page -> page.evaluate("window.parts?.connection.retry()"));
  }

  /** What an expression in the page says, as a string. */
  String says(String expression) {
    return person.sees(page -> String.valueOf(page.evaluate(expression)));
  }

  /** How the page looks, dark or on a phone. */
  void looks(ColorScheme scheme, int width) {
    person.looks(scheme, width);
  }

  void photographs(String name) {
    person.photographs(name);
  }

  /** What the console complained about, but for tickets and sockets that were not to be had. */
  List<String> complaints() {
    return person.complaints().stream()
        .filter(each -> !each.contains("Failed to load resource") && !each.contains("WebSocket"))
        .toList();
  }

  /** What axe finds that is serious or critical. */
  String barriers() {
    return person.sees(Axe::barriers);
  }

  @Override
  public void close() {
    person.close();
    wire.close();
  }
}
