package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * People write in browsers on two servers with one database and one Redis, and something comes
 * between while they type: a logout and another role at the other server, a password that was given
 * too long ago, the end of a server. What they typed is not lost. Who writes or shares has to have
 * given their password within the last hour.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoServersE2E {
  private static @Nullable FaultyCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        new FaultyCluster(
            NodeLink.Kind.SINGLE,
            "two-servers",
            node ->
                Map.of("collab.step-up.actions", "share,write", "collab.step-up.max-age", "PT1H"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static FaultyCluster cluster() {
    if (cluster == null) {
      throw new IllegalStateException("not started");
    }
    return cluster;
  }

  private static MicroProcess one() {
    return cluster().nodes().get(0);
  }

  private static MicroProcess other() {
    return cluster().nodes().get(1);
  }

  private static ConditionFactory waiting() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }

  /** Types a letter again and again, until something is so. */
  private static CompletableFuture<Boolean> types(
      Person person, String letter, Predicate<Page> end) {
    return person.starts(
        page -> {
          while (!end.test(page)) {
            page.keyboard().type(letter);
          }
          return true;
        });
  }

  private static int count(Person person, char letter) {
    return (int) person.words().chars().filter(each -> each == letter).count();
  }

  /** Until both have everything that either has typed. */
  private static void waitsForTheSameText(Person ann, Person ben) {
    waiting()
        .until(
            () ->
                ann.sync().equals("saved")
                    && ben.sync().equals("saved")
                    && ann.text().equals(ben.text()));
  }

  /** What the server has is what somebody gets who opens the minutes anew. */
  private static void assertThatTheServerHas(String text, Person person, String title) {
    person.opensMinutes(title);
    assertThat(person.text()).isEqualTo(text);
  }

  @Test
  void whoIsLoggedOutMidTypingAtTheOtherServerLosesNothingOnceTheySignInAgain() {
    try (Person ann = new Person("Ann Loggedout", one().address());
        Person ben = new Person("Ben Stays", other().address())) {
      ann.startsMinutes("Logged out");
      ann.sharesWithEverybody();
      ben.opensMinutes("Logged out");
      CompletableFuture<Boolean> typing =
          types(ann, "a", page -> page.locator("#sync[data-status=signed-out]").isVisible());
      waiting().until(() -> count(ben, 'a') >= 10);

      Account elsewhere = Account.signIn(other(), Person.name("Ann Loggedout"));
      elsewhere.logsOutEverywhere(other());
      typing.join();

      int typed = count(ann, 'a');
      assertThat(count(ben, 'a')).isBetween(10, typed);
      ann.signsInInAnotherTab();
      waiting().until(() -> isBack(ann));
      waitsForTheSameText(ann, ben);
      assertThat(count(ann, 'a')).isEqualTo(typed);
      assertThatTheServerHas(ann.text(), ben, "Logged out");
    }
  }

  /** A login of the very second of the logout counts as one before it. */
  private static boolean isBack(Person person) {
    return person.sees(
        page -> {
          if (page.locator("#sync[data-status=signed-out]").isVisible()) {
            page.getByText("I am back").click();
          }
          return page.locator("#sync[data-status=saved]").isVisible();
        });
  }

  @Test
  void whoBecomesAReaderMidTypingAtTheOtherServerStaysConnectedAndKeepsWhatWasAcknowledged() {
    try (Person olga = new Person("Olga Owns", one().address());
        Person wim = new Person("Wim Writes", other().address())) {
      olga.startsMinutes("Downgraded");
      olga.sharesWith("Wim Writes", "writer");
      wim.opensMinutes("Downgraded");
      AtomicInteger connections = new AtomicInteger();
      wim.does(page -> page.onWebSocket(socket -> connections.incrementAndGet()));
      CompletableFuture<Boolean> typing =
          types(wim, "w", page -> page.locator(".ql-editor[contenteditable=false]").isVisible());
      waiting().until(() -> count(olga, 'w') >= 10);
      int acknowledged = count(olga, 'w');

      olga.changesRole("Wim Writes", "reader");
      typing.join();

      olga.does(page -> page.keyboard().type("o"));
      waiting().until(() -> wim.words().contains("o") && wim.words().equals(olga.words()));
      assertThat(count(olga, 'w')).isGreaterThanOrEqualTo(acknowledged);
      wim.does(page -> page.keyboard().type("w"));
      assertThat(wim.words()).isEqualTo(olga.words());
      assertThat(connections).hasValue(0);
      assertThatTheServerHas(wim.text(), olga, "Downgraded");
    }
  }

  @Test
  void whoHasToConfirmMidTypingThatItIsThemLosesNoEdit() {
    try (Person ann = new Person("Ann Confirms", one().address());
        Person ben = new Person("Ben Types", other().address())) {
      ann.startsMinutes("Confirmed on the way");
      ann.sharesWithEverybody();
      ben.opensMinutes("Confirmed on the way");
      // The hour ends while she types.
      cluster()
          .database()
          .execute(
              "update minutes_session set confirmed_at = now() - interval '59 minutes 55 seconds'"
                  + " where user_name = 'ann.confirms'");
      ann.opensMinutes("Confirmed on the way");
      AtomicBoolean isConfirmed = new AtomicBoolean();
      CompletableFuture<Boolean> bens = types(ben, "b", page -> isConfirmed.get());

      types(ann, "a", page -> page.locator("#confirm").isVisible()).join();
      assertThat(ann.sync()).isEqualTo("saving");
      // What is under way does not wait for the dialogue.
      ann.does(
          page ->
              page.evaluate(
                  "for (let i = 0; i < 5; i++)"
                      + " Quill.find(document.getElementById('editor')).insertText(0, 'a', 'user')"));
      int typed = count(ann, 'a');
      waiting().until(() -> count(ann, 'b') > 0);
      ann.does(page -> ann.confirms());
      waiting().until(() -> ann.sync().equals("saved"));
      isConfirmed.set(true);
      bens.join();

      waitsForTheSameText(ann, ben);
      assertThat(count(ann, 'a')).isEqualTo(typed);
      assertThatTheServerHas(ann.text(), ben, "Confirmed on the way");
      assertThat(ann.complaints()).isEmpty();
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void whoseServerIsKilledWhileTheyTypeGoesOnAtTheOther() {
    try (Door door = new Door(List.of(one(), other()));
        Person ann = new Person("Ann Moves", door.address());
        Person ben = new Person("Ben Waits", other().address())) {
      ann.startsMinutes("Killed");
      ann.sharesWithEverybody();
      ben.opensMinutes("Killed");
      AtomicBoolean isDone = new AtomicBoolean();
      CompletableFuture<Boolean> typing = types(ann, "a", page -> isDone.get());
      waiting().until(() -> count(ben, 'a') >= 10);

      one().kill();
      int before = count(ben, 'a');
      waiting().until(() -> count(ben, 'a') >= before + 10);
      ben.does(page -> page.keyboard().type("b"));
      isDone.set(true);
      typing.join();

      int typed = count(ann, 'a');
      waitsForTheSameText(ann, ben);
      assertThat(count(ann, 'a')).isEqualTo(typed);
      assertThat(count(ann, 'b')).isEqualTo(1);
      assertThatTheServerHas(ann.text(), ben, "Killed");
    }
  }
}
