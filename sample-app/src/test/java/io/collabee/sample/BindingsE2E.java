package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every binding of the browser half in a real browser, against a real server. */
class BindingsE2E {
  private static final String COMPOSES = "Input.imeSetComposition";
  private static final String TEXT = "parts.text.content";
  private static final String FIELD = "document.getElementById('text').value";
  private static final String EDITOR = "parts.editor.state.doc.toString()";
  private static final String SAVED = "parts.connection.sync.status";

  private static final MicroProcess SERVER =
      new MicroProcess("bindings", Map.of("collab.anonymous-access", "write"));

  @SuppressWarnings("NullAway.Init")
  private static Guest ada;

  @SuppressWarnings("NullAway.Init")
  private static Guest grace;

  @BeforeAll
  static void meet() {
    SERVER.start();
    ada = new Guest(SERVER.address());
    grace = new Guest(SERVER.address());
  }

  @AfterAll
  static void part() {
    ada.close();
    grace.close();
    SERVER.close();
  }

  @Test
  void threePeopleTypeInATextareaAtOnce() {
    long seed = Seed.number();
    try (Guest alan = new Guest(SERVER.address())) {
      ada.opens("textarea.html?doc=three&name=Ada Lovelace");
      grace.opens("textarea.html?doc=three&name=Grace Hopper");
      alan.opens("textarea.html?doc=three&name=Alan Turing");

      CompletableFuture.allOf(
              ada.typesAnything("#text", "abc\n😀", new Random(seed), 60),
              grace.typesAnything("#text", "XYZ漢", new Random(seed + 1), 60),
              alan.typesAnything("#text", "123 é", new Random(seed + 2), 60))
          .join();

      agree(ada, grace, FIELD, seed);
      agree(ada, alan, FIELD, seed);
      agree(ada, ada, TEXT, seed);
      assertThat(ada.says(FIELD)).isEqualTo(ada.says(TEXT));
      assertThat(ada.complaints()).isEmpty();
      assertThat(ada.barriers()).isEqualTo("[]");
      ada.photographs("textarea");
    }
  }

  @Test
  void twoPeopleTypeInCodeMirrorAtOnce() {
    long seed = Seed.number();
    ada.opens("codemirror.html?doc=code&name=Ada Lovelace");
    grace.opens("codemirror.html?doc=code&name=Grace Hopper");

    CompletableFuture.allOf(
            ada.typesAnything(".cm-content", "abc\n😀", new Random(seed), 60),
            grace.typesAnything(".cm-content", "XYZ漢", new Random(seed + 1), 60))
        .join();

    agree(ada, grace, EDITOR, seed);
    assertThat(ada.says(EDITOR)).isEqualTo(ada.says(TEXT));
    assertThat(ada.complaints()).isEmpty();
    ada.photographs("codemirror");
  }

  @Test
  void twoPeopleFillInAFormAtOnce() {
    long seed = Seed.number();
    String fields =
        "JSON.stringify([...document.querySelectorAll('#form [name]')].map((each) =>"
            + " each.type === 'checkbox' || each.type === 'radio' ? each.checked : each.value))";
    ada.opens("form.html?doc=form&name=Ada Lovelace");
    grace.opens("form.html?doc=form&name=Grace Hopper");
    ada.does(page -> page.locator("[data-collab-add]").click());
    grace.does(
        page -> {
          page.locator("li textarea").waitFor();
          page.selectOption("#room", "2.11");
          page.locator("#seats").fill("12");
          page.locator("#public").check();
        });

    CompletableFuture.allOf(
            ada.typesAnything("li textarea", "abc😀", new Random(seed), 40),
            grace.typesAnything("li textarea", "XYZ漢", new Random(seed + 1), 40))
        .join();

    agree(ada, grace, fields, seed);
    agree(ada, grace, "JSON.stringify(parts.agenda.content)", seed);
    waiting().until(() -> ada.says("document.body.innerText").contains("Grace Hopper is editing"));
    assertThat(ada.says("parts.agenda.content.seats")).isEqualTo("12");
    assertThat(ada.complaints()).isEmpty();
    assertThat(ada.barriers()).isEqualTo("[]");
    ada.photographs("form");
  }

  @Test
  void aPageOfNpmsPackagesAloneWritesWithThoseOfCollabJs() {
    long seed = Seed.number();
    Path pages = Bundler.bundle(Guide.read(Path.of("../docs/interoperability.md")), "notes.js");
    String lines =
        "[...document.querySelectorAll('.cm-line')].map((each) => each.textContent).join('\\n')";
    String text = "document.querySelector('.ql-editor').innerHTML";
    ada.serves("unmodified", pages);
    ada.does(page -> ada.visits(page, "unmodified/notes.html?id=npm-rich"));
    ada.does(page -> page.locator(".cm-line").waitFor());
    assertThat(
            ada.says(
                "performance.getEntries().filter((each) => each.name.includes('/collab/')).length"))
        .isEqualTo("0");

    opensElements(grace, "elements.html?collection=notes&doc=npm&name=Grace");
    CompletableFuture.allOf(
            ada.typesAnything(".ql-editor", "abc\n😀", new Random(seed), 40),
            grace.typesAnything(".ql-editor", "XYZ漢", new Random(seed + 1), 40))
        .join();
    agreeInTheEnd(ada, grace, text, text, seed);
    grace.opens("codemirror.html?collection=queries&doc=npm-rich&name=Grace");
    CompletableFuture.allOf(
            ada.typesAnything(".cm-content", "abc\n😀", new Random(seed), 40),
            grace.typesAnything(".cm-content", "XYZ漢", new Random(seed + 1), 40))
        .join();

    agreeInTheEnd(ada, grace, lines, EDITOR, seed);
    assertThat(grace.says(EDITOR)).isEqualTo(grace.says(TEXT)).isNotEmpty();
    assertThat(ada.complaints()).isEmpty();
  }

  @Test
  void whatIsComposedGoesOutWhenItIsDecided() {
    for (String page : new String[] {"textarea", "codemirror"}) {
      String field = page.equals("textarea") ? "#text" : ".cm-content";
      String shown = page.equals("textarea") ? FIELD : EDITOR;
      ada.opens(page + ".html?doc=compose-" + page);
      grace.opens(page + ".html?doc=compose-" + page + "&name=Grace");
      ada.does(
          tab -> {
            tab.locator(field).click();
            CDPSession session = tab.context().newCDPSession(tab);
            session.send(COMPOSES, composition("に"));
            session.send(COMPOSES, composition("にほ"));
          });
      grace.does(
          tab -> {
            tab.locator(field).click();
            tab.keyboard().type("Grace");
          });
      waiting().until(() -> ada.says(TEXT).equals("Grace"));
      assertThat(grace.says(shown)).isEqualTo("Grace");
      assertThat(ada.says(shown)).isEqualTo("にほ");

      ada.does(tab -> tab.keyboard().insertText("日本"));

      waiting().until(() -> grace.says(shown).length() == 7);
      agree(ada, grace, shown, 0);
      assertThat(grace.says(shown)).contains("日本").contains("Grace");
    }
  }

  @Test
  void eachUndoesWhatIsTheirOwn() {
    ada.opens("textarea.html?doc=undo");
    grace.opens("textarea.html?doc=undo&name=Grace");
    types(ada, "Ada was here.");
    waiting().until(() -> grace.says(FIELD).equals("Ada was here."));
    grace.does(
        page -> {
          page.locator("#text").click();
          page.evaluate("document.getElementById('text').setSelectionRange(3, 3)");
          page.keyboard().type(" and Grace");
        });
    waiting().until(() -> ada.says(FIELD).contains("Grace"));

    ada.does(page -> page.keyboard().press("Control+z"));

    waiting().until(() -> grace.says(FIELD).equals(" and Grace"));
    ada.does(page -> page.keyboard().press("Control+Shift+z"));
    waiting().until(() -> grace.says(FIELD).equals("Ada and Grace was here."));
  }

  @Test
  void whatIsWrittenOfflineSurvivesTheReload() {
    ada.opens("textarea.html?doc=offline&keep=ada");
    grace.opens("textarea.html?doc=offline&name=Grace");
    types(ada, "Before. ");
    waiting().until(() -> ada.says(SAVED).equals("saved") && grace.says(FIELD).equals("Before. "));

    ada.goesOffline();
    types(ada, "Unsent.");
    waiting()
        .until(() -> ada.says("document.getElementById('sync').innerText").startsWith("offline ("));
    ada.opens("textarea.html?doc=offline&keep=ada");
    assertThat(ada.says(FIELD)).isEqualTo("Before. Unsent.");
    types(ada, " More.");
    types(grace, "Grace: ");
    waiting().until(() -> grace.says(SAVED).equals("saved"));
    ada.comesBack();

    waiting().until(() -> ada.says(SAVED).equals("saved"));
    agree(ada, grace, FIELD, 0);
    assertThat(grace.says(FIELD)).containsOnlyOnce("Unsent.").containsOnlyOnce("More.");
    assertThat(grace.says(FIELD)).containsOnlyOnce("Before.").containsOnlyOnce("Grace:");
  }

  @Test
  void whatIsWrittenWhileTheServerIsDeadSurvivesTheTabAndArrivesOnce() {
    ada.opens("textarea.html?doc=dead&keep=ada");
    grace.opens("textarea.html?doc=dead&name=Grace");
    types(ada, "Before. ");
    waiting().until(() -> grace.says(FIELD).equals("Before. "));
    CompletableFuture<Void> typing = ada.starts(page -> typesSlowly(page, "0123456789".repeat(4)));

    SERVER.kill();
    typing.join();
    types(ada, "End.");
    waiting()
        .until(
            () -> ada.says("parts.connection.sync.unsent > 0 && parts.text.isSafe").equals("true"));
    ada.leaves();
    SERVER.start();
    ada.opens("textarea.html?doc=dead&keep=ada");

    waiting().until(() -> ada.says(SAVED).equals("saved"));
    agree(ada, grace, FIELD, 0);
    assertThat(grace.says(FIELD)).isEqualTo("Before. " + "0123456789".repeat(4) + "End.");
    ada.complaints();
    grace.complaints();
  }

  @Test
  void twoTabsOfOnePersonKeepApartWhatIsTheirs() {
    String address = "textarea.html?doc=tabs&keep=ada";
    ada.opens(address);
    grace.opens("textarea.html?doc=tabs&name=Grace");
    ada.goesOffline();
    types(ada, "first tab ");
    ada.inAnotherTab(
        tab -> {
          ada.goes(tab, address);
          // What the open tab has not sent is not this one's to send.
          tab.locator("#text").waitFor();
          ada.mends();
          tab.waitForFunction("() => window.parts?.connection.sync.status === 'saved'");
          tab.locator("#text").click();
          tab.keyboard().type("second tab ");
          tab.waitForFunction("() => window.parts.connection.sync.status === 'saved'");
          return null;
        });
    ada.comesBack();

    agree(ada, grace, FIELD, 0);
    assertThat(grace.says(FIELD)).containsOnlyOnce("first tab ").containsOnlyOnce("second tab ");
  }

  @Test
  void elementsAreUsableByEverybodyAndSentWithTheirForm() {
    String text = "document.querySelector('.ql-editor').innerHTML";
    opensElements(ada, "elements.html?doc=elements&name=Ada Lovelace");
    opensElements(grace, "elements.html?doc=elements&name=Grace Hopper&lang=de");
    ada.does(
        page -> {
          page.locator("collab-textarea").click();
          page.keyboard().type("In short");
          page.locator(".ql-editor").click();
          page.evaluate(
              """
              () => {
                const data = new DataTransfer();
                data.setData('text/html', '<h1>Plan</h1><p>A <b>bold</b> <a href="https://x.test">one</a></p>');
                const options = { clipboardData: data, bubbles: true, cancelable: true };
                document.querySelector('.ql-editor').dispatchEvent(new ClipboardEvent('paste', options));
              }
              """);
        });

    waiting().until(() -> grace.says(text).contains("<strong>bold</strong>"));
    waiting().untilAsserted(() -> assertThat(grace.says(text)).isEqualTo(ada.says(text)));
    waiting()
        .until(
            () ->
                grace
                    .says("document.querySelector('collab-presence').shadowRoot.textContent")
                    .contains("Ada Lovelace"));
    assertThat(ada.barriers()).isEqualTo("[]");
    ada.photographs("elements");
    grace.looks(ColorScheme.DARK, 390);
    assertThat(grace.barriers()).isEqualTo("[]");
    grace.photographs("elements-dark-phone");
    grace.looks(ColorScheme.LIGHT, 1000);
    ada.does(page -> page.locator("#form > button").click());
    waiting()
        .until(() -> ada.says("location.search").startsWith("?summary=In+short&notes=%3Ch1%3E"));
    assertThat(ada.complaints()).isEmpty();
  }

  private static void opensElements(Guest guest, String page) {
    guest.does(
        tab -> {
          guest.goes(tab, page);
          tab.locator(".ql-editor[contenteditable=true]").waitFor();
        });
  }

  private static void typesSlowly(Page page, String text) {
    for (String letter : text.split("")) {
      page.keyboard().type(letter);
      page.waitForTimeout(20);
    }
  }

  private static void types(Guest guest, String text) {
    guest.does(
        page -> {
          page.locator("#text").click();
          page.keyboard().press("Control+End");
          page.keyboard().type(text);
        });
  }

  private static JsonObject composition(String text) {
    JsonObject composition = new JsonObject();
    composition.addProperty("text", text);
    composition.addProperty("selectionStart", text.length());
    composition.addProperty("selectionEnd", text.length());
    return composition;
  }

  private static void agree(Guest one, Guest other, String what, long seed) {
    waiting().until(() -> one.says(SAVED).equals("saved") && other.says(SAVED).equals("saved"));
    waiting()
        .untilAsserted(
            () -> assertThat(other.says(what)).as("seed %d", seed).isEqualTo(one.says(what)));
  }

  /** Of pages of which one does not tell whether all is saved. */
  private static void agreeInTheEnd(
      Guest one, Guest other, String whatOneSays, String whatOtherSays, long seed) {
    waiting()
        .untilAsserted(
            () ->
                assertThat(other.says(whatOtherSays))
                    .as("seed %d", seed)
                    .isEqualTo(one.says(whatOneSays)));
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
  }
}
