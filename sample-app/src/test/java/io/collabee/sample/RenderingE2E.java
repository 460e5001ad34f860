package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import io.collabee.impl.render.Attacks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is rendered of documents that people made to attack others does nothing in a real browser,
 * in a page without any policy that would stop it.
 */
class RenderingE2E {
  private static final String PAGE = "http://minutes.example/page";
  private static final int ATTACKS_A_PAGE = 40;

  /** Notices if anything runs; every attack calls this. */
  private static final String ALARM =
      "window.ran = 0; window.alert = window.msgbox = () => { window.ran += 1; };";

  /** Does what people do who look at a page, and gives the addresses that links have. */
  private static final String USE =
      "() => { for (const each of document.body.querySelectorAll('*')) {"
          + " for (const type of ['mouseover', 'pointerenter', 'focus', 'blur', 'error', 'load'])"
          + " each.dispatchEvent(new Event(type)); }"
          + " return [...document.querySelectorAll('a[href]')].map(a => a.protocol)"
          + ".filter(each => !/^(https?|mailto|tel|sms):$/.test(each)); }";

  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void open() {
    playwright = Playwright.create();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Chromium.PROGRAM)
                    .setArgs(List.of("--no-sandbox", "--headless=shell")));
  }

  @AfterAll
  static void close() {
    browser.close();
    playwright.close();
  }

  /**
   * What a page did.
   *
   * @param ran how often a script ran
   * @param requests that were not for pictures
   * @param links where links would lead that are no links to pages
   */
  private record Seen(int ran, List<String> requests, Object links) {}

  private static Seen show(String html) {
    try (Page page = browser.newPage()) {
      List<String> requests = new ArrayList<>();
      page.addInitScript(ALARM);
      page.onDialog(dialog -> requests.add("dialog " + dialog.message()));
      page.route("**/*", route -> answer(route, html, requests));
      page.navigate(PAGE);
      Object links = page.evaluate(USE);
      Object ran = page.evaluate("() => new Promise(done => setTimeout(() => done(ran), 50))");
      return new Seen(((Number) ran).intValue(), requests, links);
    }
  }

  private static void answer(Route route, String html, List<String> requests) {
    Request request = route.request();
    if (request.url().equals(PAGE)) {
      String page = "<!DOCTYPE html><meta charset=utf-8><title>.</title>" + html;
      route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(page));
      return;
    }
    if (!request.resourceType().equals("image")) {
      requests.add(request.url());
    }
    route.abort();
  }

  @Test
  void nothingRunsAndNothingIsAskedForButPictures() {
    List<Attacks> attacks = Attacks.all();
    for (int from = 0; from < attacks.size(); from += ATTACKS_A_PAGE) {
      List<Attacks> some = attacks.subList(from, Math.min(attacks.size(), from + ATTACKS_A_PAGE));
      StringBuilder html = new StringBuilder();
      some.forEach(attack -> html.append("<div>").append(attack.html()).append("</div>"));
      some.forEach(attack -> html.append("<div>").append(attack.htmlByMarkdown()).append("</div>"));

      Seen seen = show(html.toString());

      String which = "one of those from " + from;
      assertThat(seen.ran()).as(which).isZero();
      assertThat(seen.requests()).as(which).isEmpty();
      assertThat((List<?>) seen.links()).as(which).isEmpty();
    }
  }

  @Test
  void theSameUnrenderedRuns() {
    Seen seen = show("<img src=x onerror=alert(1)><iframe src='//evil.example'></iframe>");
    Seen link = show("<a href='java\tscript:alert(1)'>x</a>");

    assertThat(seen.ran()).isPositive();
    assertThat(seen.requests()).isNotEmpty();
    assertThat((List<?>) link.links()).hasSize(1);
  }
}
