package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two people of the demo in its meetings: what there is besides the text. */
class MeetingE2E {
  private static final MicroProcess SERVER =
      new MicroProcess("meeting", Map.of("minutes.operators", "ann"));

  @SuppressWarnings("NullAway.Init")
  private static Person ann;

  @SuppressWarnings("NullAway.Init")
  private static Person ben;

  @BeforeAll
  static void meet() {
    SERVER.start();
    ann = Person.ofTheDemo("ann", SERVER.address());
    ben = Person.ofTheDemo("ben", SERVER.address());
  }

  @AfterAll
  static void part() {
    ann.close();
    ben.close();
    SERVER.close();
  }

  private static void open(Person person, String title, String part) {
    person.opensMinutesToRead(title);
    person.does(page -> page.locator("#" + part + "-tab").click());
  }

  private static List<String> topics(Person person) {
    return person.sees(
        page ->
            page.locator("#agenda .topic").all().stream()
                .map(field -> field.inputValue())
                .toList());
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }

  @Test
  void theAgendaIsFilledInByAllAndSaysWhoIsWhere() {
    open(ann, "Shop weekly", "agenda");
    open(ben, "Shop weekly", "agenda");
    waiting().until(() -> topics(ann).size() == 4 && topics(ben).size() == 4);
    assertThat(ann.reads("#agenda-total")).isEqualTo("40 minutes in all, 20 of them left");

    ann.does(page -> page.getByText("New topic").click());
    ann.does(page -> page.locator("#agenda .topic").last().fill("The broken window"));
    ben.does(page -> page.locator("#agenda [name=done]").nth(2).check());
    ben.does(page -> page.locator("#agenda .topic").nth(3).pressSequentially("!"));

    waiting().until(() -> topics(ben).equals(topics(ann)) && topics(ben).size() == 5);
    assertThat(topics(ann)).last().isEqualTo("The broken window");
    waiting().until(() -> ann.reads("#agenda-total").equals("50 minutes in all, 20 of them left"));
    waiting().until(() -> ann.reads("#agenda").contains("Ben Novak is editing this"));
    ann.photographs("agenda");
    ann.looks(ColorScheme.DARK, 390);
    ann.photographs("agenda-dark-phone");
    ann.looks(ColorScheme.LIGHT, 1000);

    ann.does(page -> page.getByLabel("Up").last().click());
    ann.does(page -> page.getByLabel("Remove").last().click());
    waiting().until(() -> topics(ben).size() == 4);
    assertThat(topics(ben)).last().isEqualTo("The broken window");
    assertThat(ann.complaints()).isEmpty();
    assertThat(ben.complaints()).isEmpty();
  }

  @Test
  void codeIsWrittenTogetherAndWhoMayNotWriteOnlySeesIt() {
    open(ann, "Search relaunch: go or no go", "code");
    open(ben, "Search relaunch: go or no go", "code");
    waiting().until(() -> code(ann).contains("record Spellings") && code(ben).contains("record"));

    type(ann, "Control+Home", "// Ann was here\n");
    type(ben, "Control+End", "// And Ben\n");

    waiting().until(() -> code(ben).contains("Ann was here") && code(ann).contains("And Ben"));
    assertThat(code(ann)).isEqualTo(code(ben));
    ben.photographs("code");
    ben.looks(ColorScheme.DARK, 390);
    ben.photographs("code-dark-phone");
    ben.looks(ColorScheme.LIGHT, 1000);
    try (Person cleo = Person.ofTheDemo("cleo", SERVER.address())) {
      open(cleo, "Search relaunch: go or no go", "code");
      waiting().until(() -> code(cleo).equals(code(ann)));
      type(cleo, "Control+Home", "Not her code. ");
      assertThat(code(cleo)).isEqualTo(code(ann));
      assertThat(cleo.complaints()).isEmpty();
    }
    assertThat(ann.complaints()).isEmpty();
  }

  @Test
  void minutesAreExportedUnderTheirNameInEveryForm() {
    ann.opensMinutes("Search relaunch: go or no go");

    Map<String, String> files = new HashMap<>();
    for (String form : List.of("Web page", "Markdown", "Plain text")) {
      ann.does(page -> page.locator("#export summary").click());
      Download file = ann.sees(page -> page.waitForDownload(() -> page.getByText(form).click()));
      files.put(file.suggestedFilename(), ann.sees(page -> text(file)));
    }

    String name = "Search relaunch go or no go";
    assertThat(files).containsOnlyKeys(name + ".html", name + ".md", name + ".txt");
    assertThat(files.get(name + ".html")).contains("<h2>Decision</h2>").contains("titles-2");
    assertThat(files.get(name + ".md"))
        .startsWith("# Search relaunch: go or no go")
        .contains("## Decision")
        .contains("**Go**");
    assertThat(files.get(name + ".txt")).contains("\nDecision\nGo, on Thursday");
    try (Person eve = new Person("Eve Else", SERVER.address())) {
      String others = ann.sees(Page::url).replace("/minutes/", "/export/") + "?format=plain";
      int answer = eve.sees(page -> page.request().get(others).status());
      assertThat(answer).isEqualTo(404);
    }
  }

  private static String text(Download file) {
    try {
      return Files.readString(file.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatCouldNotBeSentIsThereAfterAReload() {
    try (Wire wire = new Wire(SERVER.address());
        Person away = Person.ofTheDemo("ben", wire.address())) {
      away.opensMinutes("Budget for next year");
      wire.down();
      away.does(page -> page.locator(".ql-editor").press("Control+Home"));
      away.does(page -> page.keyboard().type("Written on the train. "));
      waiting().until(() -> away.sync().equals("offline"));
      away.does(Page::reload);
      waiting().until(() -> away.words().startsWith("Written on the train. "));
      wire.mend();

      waiting().until(() -> away.sync().equals("saved"));
      ann.opensMinutesToRead("Budget for next year");
      waiting().until(() -> ann.words().startsWith("Written on the train. What stays"));
    }
  }

  @Test
  void operatorsSeeHowTheServerIsDoingAndNobodyElse() {
    ann.complaints();
    ann.does(page -> page.navigate(SERVER.address() + "operations"));

    waiting().until(() -> ann.reads(".node [data-of=operations]").matches("[1-9][0-9,]*"));
    assertThat(ann.reads(".node [data-of=database]")).matches("[0-9.]+ ms");
    assertThat(ann.reads("#answer")).isEqualTo("One server, live.");
    ann.photographs("operations");
    ann.looks(ColorScheme.DARK, 390);
    ann.photographs("operations-dark-phone");
    ann.looks(ColorScheme.LIGHT, 1000);
    ben.does(page -> page.navigate(SERVER.address() + "operations"));
    assertThat(ben.reads("h1")).contains("Not here");
    Object answer =
        ben.sees(
            page -> {
              page.navigate(SERVER.address().toString());
              return page.evaluate(
                  "import('/api.js').then(({ ask }) => ask('GET', 'operations'))"
                      + ".catch(() => 'refused')");
            });
    assertThat(answer).isEqualTo("refused");
    assertThat(ann.complaints()).isEmpty();
    // The browser says that it was refused.
    ben.complaints();
  }

  /** What is in the editor, without the names at cursors. */
  private static String code(Person person) {
    String script =
        """
        [...document.querySelectorAll('#code .cm-line')].map((line) => {
          const copy = line.cloneNode(true);
          for (const caret of copy.querySelectorAll('.cm-collab-caret')) caret.remove();
          return copy.textContent;
        }).join('\\n')""";
    return person.sees(page -> (String) page.evaluate(script));
  }

  private static void type(Person person, String key, String text) {
    person.does(
        page -> {
          page.locator("#code .cm-content").click();
          page.keyboard().press(key);
          page.keyboard().type(text);
        });
  }
}
