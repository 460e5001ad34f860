package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People sign in and out, and are let in or not, in browsers and with a real server. */
class PeopleE2E {
  private static final MicroProcess SERVER = new MicroProcess("people", Map.of());

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
      ann.photographs("list");
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
  void whoLogsOutEverywhereIsSignedOutInTheOtherBrowserToo() {
    try (Person dora = new Person("Dora Vogel", SERVER.address());
        Person elsewhere = Person.again("Dora Vogel", SERVER.address())) {
      dora.does(page -> page.getByText("Dora Vogel").click());
      assertThat(dora.readsAll(".rows strong")).hasSize(2);
      dora.photographs("account");

      dora.does(page -> page.getByText("Log out everywhere").click());

      dora.does(page -> page.waitForURL("**/sign-in"));
      elsewhere.does(page -> page.navigate(SERVER.address().toString()));
      elsewhere.does(page -> page.waitForURL("**/sign-in*"));
    }
  }
}
