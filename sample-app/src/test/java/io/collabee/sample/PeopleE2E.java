package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People sign in and out, and are let in or not, in browsers and with a real server. */
class PeopleE2E {
  private static final MicroProcess SERVER =
      new MicroProcess("people", Map.of("collab.step-up.max-age", "PT5S"));

  private static final String SHARES_WITH_BEN =
      "import('/api.js').then(({ ask }) => ask('PUT',"
          + " location.pathname.slice(1) + '/people/ben', { role: 'reader' }))";

  private static final Locator.WaitForOptions GONE =
      new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

  @BeforeAll
  static void open() {
    SERVER.start();
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void somebodyOfTheDemoSignsInWithTheirPasswordOnly() {
    try (Person ann = Person.unknown(SERVER.address())) {
      ann.does(page -> page.navigate(SERVER.address().toString()));
      ann.does(page -> page.waitForURL("**/sign-in*"));
      ann.photographs("sign-in");

      ann.signsIn("ann", "whatever");
      assertThat(ann.reads("#problem")).contains("not the password");
      ann.photographs("sign-in-refused");
      ann.complaints();
      ann.does(page -> page.locator("#demo button[value=ann]").click());
      ann.does(page -> page.waitForURL(SERVER.address().toString()));

      assertThat(ann.reads(".account a")).isEqualTo("Ann Okafor");
      // Cleo's interviews are not hers to see.
      assertThat(ann.readsAll("a.open strong"))
          .containsExactly(
              "Shop weekly",
              "Search relaunch: go or no go",
              "Budget for next year",
              "Summer party");
      ann.photographs("list");

      ann.opensMinutes("Shop weekly");
      assertThat(ann.words()).contains("Three boxes of the prize winner");
      ann.does(page -> page.getByText("Two of them are in the safe").waitFor());
      ann.photographs("meeting");
      assertThat(ann.complaints()).isEmpty();
    }
  }

  @Test
  void nobodyRegistersAsSomebodyElseNorWithAPasswordThatIsTooShort() {
    try (Person eve = Person.unknown(SERVER.address())) {
      eve.does(page -> registers(page, "Ann", "ann", Person.PASSWORD));
      assertThat(eve.reads("#problem")).contains("already");

      eve.does(page -> registers(page, "<script>", "eve", Person.PASSWORD));
      assertThat(eve.reads("#problem")).contains("1 to 40");
      eve.photographs("register");

      eve.does(page -> registers(page, "Eve", "eve", "short"));
      assertThat(eve.sees(Page::url)).endsWith("register");
    }
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }

  private static void registers(Page page, String shownName, String name, String password) {
    page.navigate(SERVER.address() + "register");
    page.getByLabel("Your name").fill(shownName);
    page.getByLabel("Sign in as").fill(name);
    page.getByLabel("Password").fill(password);
    page.getByText("Register").last().click();
  }

  @Test
  void whoGuessesPasswordsHasToWait() {
    try (Person eve = Person.unknown(SERVER.address())) {
      for (int guess = 0; guess < 10; guess++) {
        eve.signsIn("cleo", "guess " + guess);
        assertThat(eve.reads("#problem")).contains("not the password");
      }

      eve.signsIn("cleo", "let's meet");

      assertThat(eve.reads("#problem")).contains("wait some minutes");
    }
  }

  @Test
  void aReaderBecomesAWriterAndAReaderAgainWhileThePageIsOpen() {
    try (Person olga = new Person("Olga Owner", SERVER.address());
        Person rita = new Person("Rita Reader", SERVER.address())) {
      olga.startsMinutes("Roles");
      olga.does(page -> page.keyboard().type("Agenda"));
      olga.sharesWith("Rita Reader", "reader");
      rita.opensMinutesToRead("Roles");
      assertThat(rita.readsAll(".ql-editor[contenteditable=false]")).containsExactly("Agenda");
      assertThat(rita.reads("#role")).isEqualTo("reader");
      waiting().until(() -> rita.reads("#sync").equals("Read only"));
      rita.photographs("reader");

      olga.changesRole("Rita Reader", "writer");
      rita.does(page -> page.locator(".ql-editor[contenteditable=true]").click());
      rita.does(page -> page.keyboard().press("Control+End"));
      rita.does(page -> page.keyboard().type(" of Rita"));
      waiting().until(() -> olga.words().equals("Agenda of Rita\n"));
      assertThat(rita.reads("#notice")).contains("You are now a writer");

      olga.changesRole("Rita Reader", "reader");
      rita.does(page -> page.locator(".ql-editor[contenteditable=false]").waitFor());
      olga.changesRole("Rita Reader", "");
      waiting().until(() -> rita.reads("#notice").contains("no longer shared with you"));
      rita.photographs("unshared");
      rita.complaints();
      rita.does(page -> page.reload());
      assertThat(rita.reads("h1")).contains("Not here");
      assertThat(olga.complaints()).isEmpty();
    }
  }

  @Test
  void onlyOwnersShareAndOneOfThemStays() {
    try (Person olaf = new Person("Olaf Owner", SERVER.address());
        Person wim = new Person("Wim Writer", SERVER.address())) {
      olaf.startsMinutes("Owners");
      olaf.sharesWith("Wim Writer", "writer");
      wim.opensMinutes("Owners");
      wim.does(page -> page.locator("#share").click());
      waiting().until(() -> wim.readsAll("#sharing .rows strong").size() == 3);
      int choices = wim.sees(page -> page.locator("#sharing select:visible").count());
      assertThat(choices).isZero();
      wim.does(
          page ->
              page.evaluate(
                  "void import('/api.js').then(({ ask }) => ask('PUT', location.pathname.slice(1)"
                      + " + '/people/eve', { role: 'owner' }))"
                      + ".catch(e => { document.body.dataset.answer = e.message; })"));
      wim.confirmsUntil("[data-answer]");
      Object answer = wim.sees(page -> page.evaluate("document.body.dataset.answer"));
      assertThat(answer).isEqualTo("You are not an owner of these minutes.");

      olaf.does(page -> page.locator("#share").click());
      olaf.does(page -> page.getByLabel("Share with").fill("nobody.here"));
      olaf.does(page -> page.getByText("Add").click());
      olaf.confirmsIfAsked();
      assertThat(olaf.reads("#sharing .problem")).contains("Nobody signs in as");
      olaf.photographs("sharing");
      olaf.does(page -> page.getByLabel("Role of Olaf").selectOption("reader"));
      olaf.confirmsIfAsked();
      assertThat(olaf.reads("#sharing .problem")).contains("Somebody has to own");
    }
  }

  @Test
  void whoLogsOutEverywhereStopsWritingInTheOtherBrowserToo() {
    try (Person dora = new Person("Dora Vogel", SERVER.address());
        Person elsewhere = Person.again("Dora Vogel", SERVER.address())) {
      elsewhere.startsMinutes("Left open");
      elsewhere.does(page -> page.keyboard().type("Is that me?"));
      waiting().until(() -> elsewhere.sync().equals("saved"));
      dora.does(page -> page.locator(".account a").click());
      assertThat(dora.readsAll(".rows strong")).hasSize(2);
      dora.photographs("account");

      dora.does(page -> page.getByText("Log out everywhere").click());

      dora.does(page -> page.waitForURL("**/sign-in"));
      waiting().until(() -> elsewhere.sync().equals("signed-out"));
      elsewhere.photographs("signed-out");
      elsewhere.does(page -> page.reload());
      elsewhere.does(page -> page.waitForURL("**/sign-in*"));
    }
  }

  @Test
  void minutesOfAnOrganisationAreItsPeoplesOnly() {
    try (Person fritz = new Person("Fritz Founder", SERVER.address());
        Person greta = new Person("Greta Guest", SERVER.address())) {
      fritz.does(page -> page.navigate(SERVER.address() + "account"));
      fritz.does(page -> page.getByLabel("Found another").fill("Lakeside Choir"));
      fritz.does(page -> page.keyboard().press("Enter"));
      fritz.does(page -> page.getByText("Lakeside Choir").waitFor());
      fritz.startsMinutes("Songs for spring");
      fritz.sharesWithEverybody();
      assertThat(listOf(greta)).isEmpty();

      fritz.does(page -> page.locator("#share").click());
      fritz.does(page -> page.getByLabel("Share with").fill("greta.guest"));
      fritz.does(page -> page.getByText("Add").click());
      fritz.confirmsIfAsked();
      assertThat(fritz.reads("#sharing .problem"))
          .contains("“greta.guest” does not belong to Lakeside Choir");

      fritz.does(page -> page.navigate(SERVER.address() + "account"));
      fritz.does(page -> page.getByLabel("Somebody for Lakeside Choir").fill("greta.guest"));
      fritz.does(page -> page.getByText("Take in").click());
      fritz.does(page -> page.getByText("Fritz Founder, Greta Guest").waitFor());
      assertThat(listOf(greta)).containsExactly("Songs for spring");
      greta.opensMinutes("Songs for spring");

      try (Person again = Person.again("Greta Guest", SERVER.address())) {
        again.does(page -> page.navigate(SERVER.address() + "account"));
        again.photographs("organisations");
        again.does(page -> page.getByText("Leave").click());
        again.does(page -> page.getByText("Take in").waitFor(GONE));
      }
      waiting().until(() -> greta.reads("#notice").contains("no longer shared with you"));
      assertThat(listOf(greta)).isEmpty();
    }
  }

  private static List<String> listOf(Person person) {
    person.does(page -> page.navigate(SERVER.address().toString()));
    return person.readsAll("a.open strong");
  }

  @Test
  void whoGaveThePasswordLongAgoConfirmsItBeforeSharing() {
    try (Person stella = new Person("Stella Step", SERVER.address())) {
      stella.startsMinutes("Confirmed");
      waiting().until(() -> stella.isAskedToConfirm(SHARES_WITH_BEN));
      stella.photographs("confirm");

      stella.does(page -> page.getByLabel("Password of").fill("wrong one"));
      stella.does(page -> page.keyboard().press("Enter"));
      waiting().until(() -> stella.reads("#confirm .problem").contains("not the password"));
      stella.does(page -> stella.confirms());
      waiting().until(() -> stella.sees(page -> !page.locator("#confirm").isVisible()));

      stella.does(page -> page.locator("#share").click());
      stella.does(page -> page.getByLabel("Role of Ben Novak").waitFor());
    }
  }

  /** How a page is looked at. */
  private enum Look {
    LIGHT(1000, 700, ColorScheme.LIGHT),
    DARK(1000, 700, ColorScheme.DARK),
    PHONE(390, 844, ColorScheme.LIGHT),
    DARK_PHONE(390, 844, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme colors;

    Look(int width, int height, ColorScheme colors) {
      this.width = width;
      this.height = height;
      this.colors = colors;
    }

    void at(Page page) {
      page.setViewportSize(width, height);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What axe finds, and that one has to scroll sideways, in the light, the dark and on a phone. */
  private static List<String> barriers(Person person, String place) {
    List<String> found = new ArrayList<>();
    for (Look look : Look.values()) {
      person.does(look::at);
      person.photographs("all-" + place + "-" + look.word());
      String barriers = look == Look.DARK_PHONE ? "[]" : person.sees(Axe::barriers);
      if (!barriers.equals("[]")) {
        found.add(place + ", " + look.word() + ": " + barriers);
      }
      if (person.sees(PeopleE2E::isTooWide)) {
        found.add(place + ", " + look.word() + ": too wide");
      }
    }
    person.does(Look.LIGHT::at);
    return found;
  }

  private static boolean isTooWide(Page page) {
    return Boolean.TRUE.equals(
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"));
  }

  @Test
  void nothingOnAnyPageKeepsAnybodyOutInTheLightInTheDarkOrOnAPhone() {
    List<String> found = new ArrayList<>();
    try (Person guest = Person.unknown(SERVER.address());
        Person ann = new Person("Ann Okonjo-Reinhardt", SERVER.address())) {
      guest.does(page -> page.navigate(SERVER.address() + "register"));
      found.addAll(barriers(guest, "register"));
      guest.signsIn("nobody.at.all", "whatever");
      found.addAll(barriers(guest, "sign-in"));

      ann.startsMinutes("Open to everybody, whoever they may be and however they look at it");
      ann.does(
          page -> page.keyboard().type("The new search is live since Monday.\nNext: imports."));
      found.addAll(barriers(ann, "minutes"));
      ann.does(page -> page.locator("#agenda-tab").click());
      found.addAll(barriers(ann, "agenda"));
      ann.does(page -> page.locator("#code-tab").click());
      found.addAll(barriers(ann, "code"));
      ann.does(page -> page.locator("#minutes-tab").click());
      ann.does(
          page -> {
            page.locator(".ql-editor").press("Control+Home");
            page.keyboard().press("Control+Shift+ArrowRight");
            page.keyboard().press("Control+Alt+m");
            page.keyboard().type("Which new search?");
            page.keyboard().press("Control+Enter");
            page.locator("collab-comments .text").waitFor();
          });
      found.addAll(barriers(ann, "comments"));
      ann.does(page -> page.locator("#comments .close").click());
      ann.does(page -> page.locator("#history").click());
      ann.does(page -> page.locator("collab-history #sessions button[aria-current]").waitFor());
      found.addAll(barriers(ann, "history"));
      ann.does(page -> page.locator("collab-history #name").click());
      found.addAll(barriers(ann, "naming"));
      ann.does(page -> page.keyboard().press("Escape"));
      ann.does(page -> page.keyboard().press("Escape"));
      ann.does(page -> page.locator("#share").click());
      ann.does(page -> page.locator("#sharing[aria-busy=false] select").first().waitFor());
      found.addAll(barriers(ann, "sharing"));
      ann.does(page -> page.getByLabel("Close").click());
      waiting().until(() -> ann.isAskedToConfirm(SHARES_WITH_BEN));
      found.addAll(barriers(ann, "confirm"));
      ann.does(page -> page.locator("#confirm .cancel").click());
      ann.does(page -> page.locator(".back").click());
      found.addAll(barriers(ann, "list"));
      ann.does(page -> page.locator(".account a").click());
      found.addAll(barriers(ann, "account"));
      assertThat(found).isEmpty();
    }
  }
}
