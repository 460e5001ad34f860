package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two people in two browsers, and the built application on a real server with a real database. */
class TwoBrowsersE2E {
  private static final long SEED = Long.getLong("minutes.seed", System.nanoTime());

  private static final MicroProcess SERVER =
      new MicroProcess("two-browsers", Map.of("collab.step-up.max-age", "PT1H"));

  @SuppressWarnings("NullAway.Init")
  private static Person ada;

  @SuppressWarnings("NullAway.Init")
  private static Person grace;

  @BeforeAll
  static void meet() {
    SERVER.start();
    ada = new Person("Ada Lovelace", SERVER.address());
    grace = new Person("Grace Hopper", SERVER.address());
  }

  @AfterAll
  static void part() {
    ada.close();
    grace.close();
    SERVER.close();
  }

  @Test
  void bothTypeAtOnceAndEndWithTheSameText() {
    // What was said while other tests had the server away.
    ada.complaints();
    grace.complaints();
    ada.startsMinutes("Typing at once");
    ada.sharesWithEverybody();
    grace.opensMinutes("Typing at once");

    CompletableFuture.allOf(
            ada.starts(page -> typesAnything(page, new Random(SEED))),
            grace.starts(page -> typesAnything(page, new Random(SEED + 1))))
        .join();

    waiting().until(() -> ada.sync().equals("saved") && grace.sync().equals("saved"));
    waiting()
        .untilAsserted(() -> assertThat(grace.text()).as("seed %d", SEED).isEqualTo(ada.text()));
    String text = ada.text();
    assertThat(text).contains("\"bold\":true");
    // The server's own: a page that has seen none of this.
    ada.opensMinutes("Typing at once");
    assertThat(ada.text()).as("seed %d", SEED).isEqualTo(text);
    assertThat(ada.complaints()).isEmpty();
    assertThat(grace.complaints()).isEmpty();
  }

  @Test
  void eachSeesWhoIsHereAndWhereTheyAre() {
    ada.startsMinutes("Roadmap review");
    ada.sharesWithEverybody();
    grace.opensMinutes("Roadmap review");
    ada.does(page -> page.keyboard().type("Present: Ada, Grace\n\nDecisions\n"));
    waiting().until(() -> grace.words().contains("Decisions"));

    grace.does(
        page -> {
          page.keyboard().press("Control+End");
          page.locator(".ql-list[value=bullet]").click();
          page.keyboard().type("The parser comes first, since everything else waits for it.\n");
          page.keyboard().type("Grace writes the tests for it until Thursday");
        });
    ada.does(
        page -> {
          page.keyboard().press("Control+Home");
          page.keyboard().press("Shift+End");
          page.keyboard().press("Control+b");
        });

    waiting().until(() -> ada.people().equals(List.of("Ada Lovelace (you)", "Grace Hopper")));
    waiting().until(() -> grace.people().equals(List.of("Grace Hopper (you)", "Ada Lovelace")));
    waiting().until(() -> ada.cursors().equals(List.of("Grace Hopper")));
    waiting().until(() -> grace.cursors().equals(List.of("Ada Lovelace")));
    waiting().until(() -> ada.sync().equals("saved") && ada.text().equals(grace.text()));
    ada.photographs("ada");
    grace.photographs("grace");
    grace.does(page -> page.navigate(SERVER.address().toString()));
    waiting().until(() -> ada.people().equals(List.of("Ada Lovelace (you)")));
    assertThat(ada.cursors()).isEmpty();
    assertThat(ada.complaints()).isEmpty();
    assertThat(grace.complaints()).isEmpty();
  }

  @Test
  void eachUndoesTheirOwnEditsOnly() {
    ada.startsMinutes("Undo");
    ada.sharesWithEverybody();
    grace.opensMinutes("Undo");
    ada.does(page -> page.keyboard().type("Ada"));
    waiting().until(() -> grace.words().equals("Ada\n"));
    grace.does(
        page -> {
          page.keyboard().press("Control+End");
          page.keyboard().type(" Grace");
        });
    waiting().until(() -> ada.words().equals("Ada Grace\n"));

    ada.does(page -> page.keyboard().press("Control+z"));

    waiting().until(() -> grace.words().equals(" Grace\n") && ada.words().equals(" Grace\n"));
  }

  @Test
  void nothingIsLostOrDoubledWhenTheServerIsKilledWhileBothType() {
    ada.startsMinutes("Kill");
    ada.sharesWithEverybody();
    grace.opensMinutes("Kill");
    AtomicBoolean back = new AtomicBoolean();
    CompletableFuture<String> adas = ada.starts(page -> typesWords(page, 'a', back));
    CompletableFuture<String> graces = grace.starts(page -> typesWords(page, 'A', back));
    try {
      try (Person onlooker = new Person("Onlooker", SERVER.address())) {
        onlooker.opensMinutes("Kill");
        waiting().until(() -> onlooker.words().length() > 80);

        SERVER.kill();
        waiting().until(() -> onlooker.sync().equals("offline"));
        onlooker.photographs("offline");
      }
      SERVER.start();
    } finally {
      back.set(true);
    }

    String adasText = adas.join();
    String gracesText = graces.join();
    waiting().until(() -> ada.sync().equals("saved") && grace.sync().equals("saved"));
    waiting().until(() -> ada.text().equals(grace.text()));
    // Each one's words are all there, once, in the order they were typed.
    assertThat(ada.words().replaceAll("[^a-j]", "")).isEqualTo(adasText);
    assertThat(ada.words().replaceAll("[^A-J]", "")).isEqualTo(gracesText);
    String text = ada.text();
    ada.complaints();
    grace.complaints();
    grace.opensMinutes("Kill");
    assertThat(grace.text()).isEqualTo(text);
    assertThat(grace.complaints()).isEmpty();
  }

  @Test
  void thePageSaysOfflineWhileTheServerIsAwayAndSavedAfterwards() {
    ada.startsMinutes("Away");
    ada.sharesWithEverybody();
    ada.does(page -> page.keyboard().type("before, "));
    waiting().until(() -> ada.sync().equals("saved"));

    SERVER.kill();
    waiting().until(() -> ada.sync().equals("offline"));
    ada.does(page -> page.keyboard().type("during, "));
    assertThat(ada.reads("#notice")).contains("this page keeps what you have written");
    SERVER.start();
    waiting().until(() -> ada.sync().equals("saved"));
    ada.does(page -> page.keyboard().type("after"));
    ada.does(page -> page.locator("#sync[data-status=saving]").waitFor());
    waiting().until(() -> ada.sync().equals("saved"));

    grace.opensMinutes("Away");
    assertThat(grace.words()).isEqualTo("before, during, after\n");
    ada.complaints();
  }

  @Test
  void minutesAreRenamedAndDeletedAndWhoHasThemOpenIsTold() {
    ada.startsMinutes("<img src=x onerror=alert(1)>");
    ada.sharesWithEverybody();
    grace.opensMinutes("<img src=x onerror=alert(1)>");
    grace.does(
        page -> {
          page.locator("input#title").fill("Renamed");
          page.keyboard().press("Enter");
          PlaywrightAssertions.assertThat(page).hasTitle(Pattern.compile("^Renamed"));
          page.navigate(SERVER.address().toString());
        });
    assertThat(grace.readsAll(".card strong")).contains("Renamed");

    grace.opensMinutes("Renamed");
    ada.does(
        page -> {
          page.navigate(SERVER.address().toString());
          page.getByLabel("More for Renamed").click();
          page.onceDialog(Dialog::accept);
          page.locator("details[open] button.danger").click();
          page.getByLabel("More for Renamed")
              .waitFor(new WaitForOptions().setState(WaitForSelectorState.DETACHED));
        });

    waiting().until(() -> grace.reads("#notice").contains("Somebody has deleted these minutes"));
    assertThat(grace.readsAll(".ql-editor[contenteditable=false]")).hasSize(1);
    assertThat(ada.complaints()).isEmpty();
    assertThat(grace.complaints()).isEmpty();
  }

  @Test
  void itIsUsableOnAPhoneInTheDark() {
    ada.startsMinutes("On the way");
    ada.sharesWithEverybody();
    NewContextOptions phone =
        new NewContextOptions().setViewportSize(390, 760).setColorScheme(ColorScheme.DARK);

    try (Person alan = new Person("Alan", SERVER.address(), phone)) {
      alan.photographs("phone-list");
      alan.opensMinutes("On the way");
      alan.does(page -> page.keyboard().type("From the train"));
      waiting().until(() -> ada.words().equals("From the train\n"));
      alan.photographs("phone");
      int tooWide =
          alan.sees(
              page -> (Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"));
      assertThat(tooWide).isNotPositive();
      assertThat(alan.complaints()).isEmpty();
    }
  }

  /**
   * Types random things: letters, lines, formats, deletions, all over the text.
   *
   * @return how many
   */
  private static int typesAnything(Page page, Random random) {
    Keyboard keyboard = page.keyboard();
    int things = 100;
    for (int i = 0; i < things; i++) {
      switch (random.nextInt(10)) {
        case 0 -> keyboard.press("Enter");
        case 1 -> keyboard.press("Backspace");
        case 2 -> keyboard.press("Control+Home");
        case 3 -> keyboard.press("Control+End");
        case 4 -> times(keyboard, "ArrowLeft", random.nextInt(8));
        case 5 -> {
          times(keyboard, "Shift+ArrowLeft", 1 + random.nextInt(4));
          keyboard.press(random.nextBoolean() ? "Control+b" : "Control+i");
          keyboard.press("ArrowRight");
        }
        case 6 -> keyboard.press(random.nextBoolean() ? "Control+z" : "Control+b");
        default -> keyboard.type(letters(random));
      }
    }
    keyboard.press("Control+End");
    keyboard.press("Control+b");
    keyboard.type(letters(random));
    return things;
  }

  private static void times(Keyboard keyboard, String key, int times) {
    for (int i = 0; i < times; i++) {
      keyboard.press(key);
    }
  }

  private static String letters(Random random) {
    return random
        .ints(1 + random.nextInt(6), 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /**
   * Types counting up, until some time after the server is back.
   *
   * @param zero the letter that stands for the digit 0, the next for 1, and so on
   * @return all that was typed
   */
  private static String typesWords(Page page, char zero, AtomicBoolean back) {
    StringBuilder typed = new StringBuilder();
    int left = 10;
    page.keyboard().press("Control+End");
    for (int count = 1000; left > 0; count++) {
      String word =
          Integer.toString(count)
              .chars()
              .mapToObj(digit -> Character.toString(zero + digit - '0'))
              .collect(Collectors.joining());
      page.keyboard().type(word);
      typed.append(word);
      if (back.get()) {
        left--;
      }
    }
    return typed.toString();
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }
}
