package io.collabee.sample;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Somebody who uses the application in a browser of their own, on a thread of their own, so that
 * two of them really type at once.
 */
final class Person implements AutoCloseable {
  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("minutes.build", "target"), "screenshots");

  /** The browser may still be typing when something else is asked of it. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of one step, in the browser of a busy machine. */
  private static final double LONGEST_STEP_MS = 60_000;

  /** Everybody's. */
  static final String PASSWORD = "correct horse battery";

  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final URI address;
  private final Playwright playwright;
  private final Page page;

  /** Registers, which signs in. */
  Person(String shownName, URI address) {
    this(shownName, address, desktop());
  }

  /** Registers, which signs in, in a browser that is set up so. */
  Person(String shownName, URI address, Browser.NewContextOptions options) {
    this(address, options);
    does(
        page -> {
          page.navigate(address + "register");
          page.getByLabel("Your name").fill(shownName);
          page.getByLabel("Sign in as").fill(name(shownName));
          page.getByLabel("Password").fill(PASSWORD);
          page.keyboard().press("Enter");
          page.waitForURL(address.toString());
        });
  }

  /** Somebody who has not signed in. */
  private Person(URI address, Browser.NewContextOptions options) {
    this.address = address;
    this.playwright =
        on(
            () ->
                Playwright.create(
                    new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
    this.page = on(() -> open(options));
  }

  /** Somebody in a new browser who has not signed in. */
  static Person unknown(URI address) {
    return new Person(address, desktop());
  }

  /** Somebody of the demo, in a new browser. */
  static Person ofTheDemo(String name, URI address) {
    Person person = unknown(address);
    person.signsIn(name, "let's meet");
    person.does(page -> page.waitForURL(address.toString()));
    return person;
  }

  /** Somebody who has registered before, in a new browser. */
  static Person again(String shownName, URI address) {
    Person person = unknown(address);
    person.signsIn(name(shownName), PASSWORD);
    person.does(page -> page.waitForURL(address.toString()));
    return person;
  }

  /** The page stays as it is; it only has another login afterwards. */
  void signsInInAnotherTab() {
    String name = sees(page -> page.locator("#editor").getAttribute("data-user"));
    does(
        page -> {
          Page tab = page.context().newPage();
          tab.navigate(address + "sign-in");
          tab.getByLabel("Name").fill(name);
          tab.getByLabel("Password").fill(PASSWORD);
          tab.keyboard().press("Enter");
          tab.waitForURL(address.toString());
          tab.close();
          page.bringToFront();
        });
  }

  private static Browser.NewContextOptions desktop() {
    return new Browser.NewContextOptions().setViewportSize(1000, 700);
  }

  /** What somebody signs in with whom others see by this name. */
  static String name(String shownName) {
    return shownName.toLowerCase(Locale.ROOT).replace(' ', '.');
  }

  /** Fills in the form and sends it. */
  void signsIn(String name, String password) {
    does(
        page -> {
          page.navigate(address + "sign-in");
          page.getByLabel("Name").fill(name);
          page.getByLabel("Password").fill(password);
          page.keyboard().press("Enter");
        });
  }

  private Page open(Browser.NewContextOptions options) {
    Browser browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(Chromium.PROGRAM)
                    .setArgs(List.of("--no-sandbox", "--headless=shell")));
    BrowserContext context = browser.newContext(options);
    Page opened = context.newPage();
    opened.setDefaultTimeout(LONGEST_STEP_MS);
    opened.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    opened.onPageError(complaints::add);
    return opened;
  }

  /** Does something and waits until it is done. */
  void does(Consumer<Page> action) {
    on(
        () -> {
          action.accept(page);
          return true;
        });
  }

  /** Starts doing something that has a result. */
  <T> CompletableFuture<T> starts(Function<Page, T> action) {
    return CompletableFuture.supplyAsync(() -> action.apply(page), thread);
  }

  /** Looks something up. */
  <T> T sees(Function<Page, T> look) {
    return on(() -> look.apply(page));
  }

  /** Starts new minutes and stays on their page. */
  void startsMinutes(String title) {
    does(
        page -> {
          page.navigate(address.toString());
          page.getByLabel("What are you meeting about?").fill(title);
          page.keyboard().press("Enter");
          page.waitForURL("**/minutes/*");
        });
    waitsForTheText();
  }

  /** Lets everybody write the minutes on the page. */
  void sharesWithEverybody() {
    does(
        page -> {
          page.locator("#share").click();
          page.getByLabel("Role of everybody else").selectOption("writer");
        });
    finishesSharing();
  }

  /** Gives somebody a role in the minutes on the page. */
  void sharesWith(String shownName, String role) {
    does(
        page -> {
          page.locator("#share").click();
          page.getByLabel("Share with").fill(name(shownName));
          page.locator("#sharing select[name=role]").selectOption(role);
          page.getByText("Add").click();
        });
    finishesSharing();
  }

  /** Gives somebody another role, or none, in the minutes on the page. */
  void changesRole(String shownName, String role) {
    does(
        page -> {
          page.locator("#share").click();
          page.getByLabel("Role of " + shownName).selectOption(role);
        });
    finishesSharing();
  }

  /** Gives the password again if the page wants it, and goes back to the text. */
  private void finishesSharing() {
    confirmsIfAsked();
    does(
        page -> {
          page.getByLabel("Close").click();
          page.locator(".ql-editor").click();
        });
  }

  /** Gives the password if the page wants it before there is an element. */
  void confirmsUntil(String selector) {
    does(
        page -> {
          page.locator("#confirm[open], " + selector).first().waitFor();
          if (page.locator("#confirm").isVisible()) {
            confirms();
          }
          page.locator(selector).first().waitFor();
        });
  }

  /**
   * Waits until the dialogue for sharing is done, and gives the password if the page wants it. The
   * browser complains about the answer that asks for it, which is none of the application's faults.
   */
  void confirmsIfAsked() {
    String done = "#sharing[aria-busy=false]";
    does(
        page -> {
          page.locator("#confirm[open], " + done).first().waitFor();
          boolean isAsked = page.locator("#confirm").isVisible();
          if (isAsked) {
            confirms();
          }
          page.locator(done).waitFor();
          if (isAsked) {
            complaints.removeIf(each -> each.contains("status of 401"));
          }
        });
  }

  /** Runs a script that may open the dialogue for the password; whether it is open. */
  boolean isAskedToConfirm(String script) {
    return sees(
        page -> {
          page.evaluate("() => " + script + ".catch(() => {}) && null");
          return page.locator("#confirm").isVisible();
        });
  }

  /** Gives the password again. */
  void confirms() {
    page.getByLabel("Password of").fill(PASSWORD);
    page.keyboard().press("Enter");
  }

  /** Opens minutes from the list. */
  void opensMinutes(String title) {
    does(
        page -> {
          page.navigate(address.toString());
          page.locator("a.open", new Page.LocatorOptions().setHasText(title)).click();
        });
    waitsForTheText();
  }

  /** Opens minutes from the list that they may only read. */
  void opensMinutesToRead(String title) {
    does(
        page -> {
          page.navigate(address.toString());
          page.locator("a.open", new Page.LocatorOptions().setHasText(title)).click();
          page.locator("#sync[data-status=saved]").waitFor();
        });
  }

  private void waitsForTheText() {
    does(page -> page.locator(".ql-editor[contenteditable=true]").waitFor());
  }

  /** The text with its formats, as the editor has it, in JSON. */
  String text() {
    return sees(
        page ->
            (String)
                page.evaluate(
                    "JSON.stringify(Quill.find(document.getElementById('editor'))"
                        + ".getContents().ops)"));
  }

  /** The text without formats. */
  String words() {
    return sees(
        page -> (String) page.evaluate("Quill.find(document.getElementById('editor')).getText()"));
  }

  /** The text of the one element that a CSS selector names. */
  String reads(String selector) {
    return sees(page -> page.locator(selector).innerText());
  }

  /** The texts of all elements that a CSS selector names. */
  List<String> readsAll(String selector) {
    return sees(page -> page.locator(selector).allTextContents());
  }

  /** What the page says about the text: {@code saved}, {@code saving}, {@code offline}, … */
  String sync() {
    return sees(page -> page.locator("#sync").getAttribute("data-status"));
  }

  /** The names on the discs of who is here. */
  List<String> people() {
    return sees(
        page ->
            page.locator("#people li").all().stream()
                .map(disc -> disc.getAttribute("title"))
                .toList());
  }

  /** The names at the cursors of others. */
  List<String> cursors() {
    return readsAll(".ql-cursor:not(.hidden) .ql-cursor-name");
  }

  /** How the page looks, dark or on a phone. */
  void looks(ColorScheme scheme, int width) {
    does(
        page -> {
          page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
          page.setViewportSize(width, 800);
        });
  }

  /** Keeps a picture of the page. */
  void photographs(String name) {
    does(
        page ->
            page.screenshot(
                new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png"))));
  }

  /** What the browser's console has complained about since the last call. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  @Override
  public void close() {
    on(
        () -> {
          playwright.close();
          return true;
        });
    thread.shutdown();
  }

  private <T> T on(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, thread)
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
