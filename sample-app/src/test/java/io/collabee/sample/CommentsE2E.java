package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One writes, the other says in the margin what she thinks of it. */
class CommentsE2E {
  private static final MicroProcess SERVER =
      new MicroProcess("comments", Map.of("collab.step-up.max-age", "PT1H"));

  @SuppressWarnings("NullAway.Init")
  private static Person ann;

  @SuppressWarnings("NullAway.Init")
  private static Person ben;

  @BeforeAll
  static void meet() {
    SERVER.start();
    ann = new Person("Ann Writer", SERVER.address());
    ben =
        new Person(
            "Ben Reader",
            SERVER.address(),
            new NewContextOptions().setViewportSize(1280, 800).setColorScheme(ColorScheme.DARK));
  }

  @AfterAll
  static void part() {
    ann.close();
    ben.close();
    SERVER.close();
  }

  @Test
  void aThreadMovesWithItsTextAndIsLiveForEverybody() {
    ann.startsMinutes("Launch");
    ann.does(page -> page.keyboard().type("The new search is live since Monday.\nNext: imports."));
    ann.sharesWith("Ben Reader", "commenter");
    ben.opensMinutesToRead("Launch");
    waiting().until(() -> ben.words().contains("Next: imports."));
    assertThat(ben.reads("#role")).isEqualTo("commenter");

    ben.does(page -> select(page, 8, 6));
    ben.does(page -> page.locator("#comment-here").click());
    ben.does(page -> page.keyboard().type("Since <b>when</b>?"));
    ben.does(page -> page.keyboard().press("Control+Enter"));

    waitsFor(() -> says(ann), "Since <b>when</b>?");
    waitsFor(() -> marked(ann), "search");
    ann.does(page -> page.locator("#show-comments").click());
    answers(ann, "Since Monday.");
    ann.does(
        page -> {
          page.locator(".ql-editor").press("Control+Home");
          page.keyboard().type("Good news! ");
        });
    waitsFor(() -> says(ben), "Since <b>when</b>?", "Since Monday.");
    waiting().until(() -> ben.words().startsWith("Good news! The new search"));
    waitsFor(() -> marked(ben), "search");
    assertThat(ben.readsAll("collab-comments .by strong"))
        .containsExactly("Ben Reader (you)", "Ann Writer");
    ann.photographs("comments-light");
    ben.photographs("comments-dark");

    ann.does(
        page -> {
          select(page, 19, 6);
          page.keyboard().press("Delete");
        });
    waitsFor(() -> ben.readsAll("collab-comments .gone .quote"), "search");
    waitsFor(() -> marked(ben));
    ben.does(page -> page.getByText("Resolve").click());
    waitsFor(() -> says(ann));
    ann.does(page -> page.getByLabel("Show resolved").check());
    assertThat(says(ann)).hasSize(2);
    ann.does(page -> page.getByText("Reopen").click());
    waiting().until(() -> says(ben).size() == 2);
    assertThat(ann.complaints()).isEmpty();
    assertThat(ben.complaints()).isEmpty();
  }

  @Test
  void commentsAreMadeByKeyboardChangedAndTakenBackAndAreThereAfterAReload() {
    ann.startsMinutes("Budget");
    ann.does(
        page -> {
          page.keyboard().type("Servers: three offers.");
          page.keyboard().press("Control+Home");
          page.keyboard().press("Control+Shift+ArrowRight");
          page.keyboard().press("Control+Alt+m");
          page.keyboard().type("Which?");
          page.keyboard().press("Control+Enter");
        });
    waitsFor(() -> says(ann), "Which?");

    ann.does(
        page -> {
          page.locator("collab-comments article").getByText("Edit").click();
          page.keyboard().type(" All?");
          page.keyboard().press("Control+Enter");
        });
    waiting().until(() -> says(ann).toString().contains("All?"));
    ann.does(Page::reload);
    waiting().until(() -> says(ann).size() == 1 && marked(ann).equals(List.of("Servers")));
    assertThat(ann.reads("collab-comments .by small")).isEqualTo("edited");
    ann.does(page -> page.locator("collab-comments article").getByText("Delete").click());
    waitsFor(() -> says(ann));
    assertThat(ann.complaints()).isEmpty();
  }

  @Test
  void onAPhoneTheyAreASheetAndWhoMayOnlyReadHasNoForms() {
    ann.startsMinutes("Excursion");
    ann.does(
        page -> {
          page.keyboard().type("Where: the boathouse, if it is free on the 12th.");
          select(page, 11, 9);
          page.keyboard().press("Control+Alt+m");
          page.keyboard().type("It is, I asked.");
          page.keyboard().press("Control+Enter");
        });
    ann.sharesWith("Ben Reader", "reader");
    ben.does(page -> page.setViewportSize(390, 780));
    ben.opensMinutesToRead("Excursion");
    waiting().until(() -> ben.reads("#show-comments .count").equals("1"));

    ben.does(page -> page.locator("#show-comments").click());

    waitsFor(() -> says(ben), "It is, I asked.");
    assertThat(ben.readsAll("collab-comments .tools")).isEmpty();
    ben.photographs("comments-phone");
    ben.does(page -> page.locator("collab-comments button.quote").click());
    ben.does(page -> page.setViewportSize(1280, 800));
    assertThat(ben.complaints()).isEmpty();
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
  }

  /** Tells what is there instead if it does not come. */
  private static void waitsFor(Supplier<List<String>> seen, String... expected) {
    waiting().untilAsserted(() -> assertThat(seen.get()).containsExactly(expected));
  }

  private static void select(Page page, int index, int length) {
    page.evaluate(
        "([index, length]) => Quill.find(document.getElementById('editor'))"
            + ".setSelection(index, length, 'user')",
        List.of(index, length));
  }

  private static void answers(Person person, String text) {
    person.does(
        page -> {
          page.locator("collab-comments article").getByText("Answer").click();
          page.keyboard().type(text);
          page.keyboard().press("Control+Enter");
        });
  }

  private static List<String> says(Person person) {
    return person.readsAll("collab-comments .text");
  }

  /** The texts that stand out because there are comments on them. */
  @SuppressWarnings("unchecked")
  private static List<String> marked(Person person) {
    return person.sees(
        page ->
            (List<String>)
                page.evaluate(
                    "['collab-comment', 'collab-comment-active']"
                        + ".flatMap((name) => [...(CSS.highlights.get(name) ?? [])]).map(String)"));
  }
}
