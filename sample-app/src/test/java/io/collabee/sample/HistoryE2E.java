package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People look at what happened to their minutes, and bring back what was. */
class HistoryE2E {
  private static final String PANEL = "collab-history ";
  private static final MicroProcess SERVER =
      new MicroProcess("history", Map.of("collab.step-up.max-age", "PT5S"));

  @BeforeAll
  static void open() {
    SERVER.start();
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }

  private static void opensHistory(Person person) {
    person.does(page -> page.locator("#history").click());
    person.does(page -> page.locator(PANEL + "#sessions > li > button[aria-current]").waitFor());
  }

  @Test
  void whoWroteAndDeletedWhatIsSeenPlayedAndBroughtBack() {
    try (Person ann = new Person("Ann Okafor", SERVER.address());
        Person ben = new Person("Ben Novak", SERVER.address())) {
      ann.startsMinutes("Looking back");
      ann.does(page -> page.keyboard().type("Budget: 100 euro"));
      waiting().until(() -> ann.sync().equals("saved"));
      ann.sharesWith("Ben Novak", "writer");
      ben.opensMinutes("Looking back");
      ben.does(page -> page.locator(".ql-editor").click());
      ben.does(page -> page.keyboard().press("Control+End"));
      for (int i = 0; i < "100 euro".length(); i++) {
        ben.does(page -> page.keyboard().press("Backspace"));
      }
      ben.does(page -> page.keyboard().type("nothing"));
      waiting().until(() -> ann.words().equals("Budget: nothing\n"));

      waitsForTheLoginToAge(ann);

      opensHistory(ann);

      waiting().until(() -> ann.readsAll(PANEL + "ins").contains("nothing"));
      assertThat(String.join("", ann.readsAll(PANEL + "#sessions .author")))
          .contains("Ann Okafor", "Ben Novak");
      String how = "(all => all.map(each => each.title))";
      Object titles = ann.sees(page -> page.locator(PANEL + "ins").evaluateAll(how));
      assertThat((List<?>) titles).asString().contains("Inserted by Ben Novak");
      ann.photographs("history");
      ann.does(
          page ->
              page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK)));
      ann.photographs("history-dark");
      ann.does(page -> page.setViewportSize(390, 844));
      ann.photographs("history-phone");
      Object fits =
          ann.sees(
              page ->
                  page.locator(PANEL + "#dialog")
                      .evaluate("each => each.scrollWidth <= each.clientWidth"));
      assertThat(fits).isEqualTo(true);

      ann.does(page -> page.locator(PANEL + "#compare").selectOption("authors"));
      waiting().until(() -> ann.readsAll(PANEL + ".by").equals(List.of("Budget: ", "nothing")));
      ann.photographs("history-authors");
      goesBackTo(ann, "Budget: 100 euro");
      assertThat(ann.reads(PANEL + "#text")).isEqualTo("Budget: 100 euro");
      ann.does(page -> page.locator(PANEL + "#restore").focus());
      ann.does(page -> page.keyboard().press("Enter"));
      assertThat(ann.reads(PANEL + "#question")).contains("Nothing is lost");
      ann.photographs("history-restore");
      agrees(ann);
      waiting().until(() -> ben.words().equals("Budget: 100 euro\n"));
      waiting().until(() -> ann.reads(PANEL + "#text").contains("100 euro"));
      ann.does(page -> page.locator(PANEL + "#play").click());
      waiting().until(() -> ann.reads(PANEL + "#play").equals("Play"));
      ann.does(page -> page.keyboard().press("Escape"));
      waiting().until(() -> ann.sees(page -> !page.locator(PANEL + "#dialog").isVisible()));
      assertThat(ben.complaints()).isEmpty();
    }
  }

  @Test
  void versionsHaveNamesAndOneOfTwoIsUndone() {
    try (Person ann = new Person("Ann Names", SERVER.address());
        Person ben = new Person("Ben Adds", SERVER.address())) {
      ann.startsMinutes("Undoing");
      ann.does(page -> page.keyboard().type("One, two"));
      ann.sharesWith("Ben Adds", "writer");
      ben.opensMinutes("Undoing");
      waiting().until(() -> ben.words().equals("One, two\n"));
      ben.does(page -> page.keyboard().press("Control+End"));
      ben.does(page -> page.keyboard().type(", three"));
      waiting().until(() -> ann.words().equals("One, two, three\n"));

      opensHistory(ben);
      namesTheVersion(ben, "Sent to legal");
      assertThat(ben.reads(PANEL + "#where")).contains("“Sent to legal”");
      boolean mayRemove = ben.sees(page -> page.locator(PANEL + "#unname").isVisible());
      assertThat(mayRemove).isFalse();

      opensHistory(ann);
      waiting()
          .until(() -> ann.readsAll(PANEL + ".labels button").equals(List.of("Sent to legal")));
      ann.does(page -> page.locator(PANEL + "#slider").press("Home"));
      ann.does(page -> page.locator(PANEL + ".labels button").click());
      waiting().until(() -> ann.reads(PANEL + "#where").contains("“Sent to legal”"));
      namesTheVersion(ann, "Sent");
      ann.photographs("history-labels");
      ann.does(page -> page.getByText("Undo Ben Adds’s changes here").click());
      ann.photographs("history-undo");
      ann.does(page -> page.locator(PANEL + "#agree").click());
      waiting().until(() -> confirmsIfAsked(ann) && ben.words().equals("One, two\n"));
      waiting().until(() -> isDone(ann));
      ann.does(page -> page.locator(PANEL + ".labels button").click());
      ann.does(page -> page.locator(PANEL + "#unname").click());
      ann.does(page -> page.locator(PANEL + "#agree").click());
      waiting()
          .until(() -> confirmsIfAsked(ann) && ann.readsAll(PANEL + ".labels button").isEmpty());
      assertThat(ben.complaints()).isEmpty();
    }
  }

  /** The password may have been given too long ago. */
  private static boolean confirmsIfAsked(Person person) {
    person.does(
        page -> {
          if (page.locator("#confirm").isVisible()) {
            person.confirms();
          }
        });
    return true;
  }

  private static void namesTheVersion(Person person, String name) {
    person.does(page -> page.locator(PANEL + "#name").click());
    person.does(page -> page.keyboard().type(name));
    person.does(page -> page.keyboard().press("Enter"));
    waiting().until(() -> person.readsAll(PANEL + ".labels button").equals(List.of(name)));
  }

  /** And gives the password for it. */
  private static void agrees(Person person) {
    person.does(page -> page.locator(PANEL + "#agree").click());
    person.does(page -> page.locator("#confirm[open]").waitFor());
    person.does(page -> person.confirms());
  }

  /** By keyboard, from version to version. */
  private static void goesBackTo(Person person, String text) {
    person.does(page -> page.locator(PANEL + "#compare").selectOption("none"));
    person.does(page -> page.locator(PANEL + "#slider").focus());
    for (int i = 0; i < 60 && !person.reads(PANEL + "#text").equals(text); i++) {
      String before = person.reads(PANEL + "#where");
      person.does(page -> page.keyboard().press("ArrowLeft"));
      waiting().until(() -> !person.reads(PANEL + "#where").equals(before));
      waiting().until(() -> isDone(person));
    }
  }

  /** Until the password was given too long ago for what is critical. */
  private static void waitsForTheLoginToAge(Person person) {
    String sharing =
        "import('/api.js').then(({ ask }) => ask('PUT',"
            + " location.pathname.slice(1) + '/people/ben', { role: 'writer' }))";
    waiting().until(() -> person.isAskedToConfirm(sharing));
    person.does(page -> page.locator("#confirm .cancel").click());
  }

  private static boolean isDone(Person person) {
    return person.sees(page -> page.locator(PANEL + "#dialog[aria-busy]").count() == 0);
  }

  @Test
  void aReaderSeesTheHistoryAndRestoresNothing() {
    try (Person olga = new Person("Olga Owner", SERVER.address());
        Person rita = new Person("Rita Reader", SERVER.address())) {
      olga.startsMinutes("For readers");
      olga.does(page -> page.keyboard().type("Read this"));
      waiting().until(() -> olga.sync().equals("saved"));
      olga.sharesWith("Rita Reader", "reader");
      rita.opensMinutesToRead("For readers");

      opensHistory(rita);
      waiting().until(() -> rita.reads(PANEL + "#text").contains("Read this"));
      rita.does(page -> page.locator(PANEL + "#slider").press("Home"));
      waiting().until(() -> rita.reads(PANEL + "#where").startsWith("Version 1 of"));

      boolean mayRestore = rita.sees(page -> page.locator(PANEL + "#restore").isVisible());
      assertThat(mayRestore).isFalse();
    }
  }
}
