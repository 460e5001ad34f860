package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.Caller;
import io.collabee.impl.security.Credential;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.TestClock;
import io.collabee.spi.Access;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ann's token lives for 100 seconds from the start. */
class RenewalTest {
  private static final String CREATE =
      "{'a':'op','c':'n','d':'d','v':0,'seq':1,'create':{'type':'text-unicode','data':'x'}}";

  private final Instant start = Instant.now();
  private final TestClock clock = new TestClock(start);
  private final TestNode node = new TestNode().at(clock);

  @AfterEach
  void stop() {
    node.close();
  }

  private Login login(String name, long from, long until, String... roles) {
    return new Login(
        "session of " + name,
        new Caller(name, Set.of(roles)::contains),
        new Credential(
            Optional.of("token of " + from),
            start.plusSeconds(from),
            Optional.of(start.plusSeconds(until)),
            Optional.empty()));
  }

  private TestClient ann(boolean isOurs) {
    TestClient client = new TestClient(node, login("ann", 0, 100), isOurs);
    client.shakeHands("null");
    return client;
  }

  private String ticket(Login login) {
    return node.tickets.issue(login).text();
  }

  private static void renew(TestClient client, String ticket) {
    client.send("{'a':'auth','ticket':'" + ticket + "'}");
  }

  private void passSeconds(long seconds) {
    clock.set(start.plusSeconds(seconds));
  }

  private static void assertIsSilent(TestClient client) {
    client.session().checkLogin();
    assertThat(client.nextIfAny()).isNull();
    assertThat(client.closedFor()).isNull();
  }

  @Test
  void aClientIsAskedForATicketWhenFourFifthsOfItsLoginsLifeAreOver() {
    TestClient ann = ann(true);

    passSeconds(79);
    assertIsSilent(ann);
    passSeconds(80);
    ann.session().checkLogin();

    ann.expect("{'a':'auth'}");
    assertIsSilent(ann);
  }

  @Test
  void aClientThatDoesNotAnswerIsAskedAgain() {
    TestClient ann = ann(true);
    passSeconds(80);
    ann.session().checkLogin();
    ann.expect("{'a':'auth'}");

    passSeconds(89);
    assertIsSilent(ann);
    passSeconds(90);
    ann.session().checkLogin();

    ann.expect("{'a':'auth'}");
  }

  @Test
  void aClientOfShareDbIsNotAsked() {
    TestClient ann = ann(false);

    passSeconds(99);

    assertIsSilent(ann);
  }

  @Test
  void aTicketRenewsTheLoginOfItsSession() {
    TestClient ann = ann(true);
    passSeconds(80);

    renew(ann, ticket(login("ann", 80, 180)));

    ann.expect("{'a':'auth','expires':" + start.plusSeconds(180).toEpochMilli() + "}");
    passSeconds(150);
    assertIsSilent(ann);
    ann.send(CREATE);
    assertThat(ann.next().getString("a")).isEqualTo("op");
    passSeconds(160);
    ann.session().checkLogin();
    ann.expect("{'a':'auth'}");
  }

  @Test
  void aLoginWithoutAnEndIsToldSo() {
    TestClient ann = ann(true);
    Login lasting = new Login("other", Caller.named("ann"), Credential.ofServer(Instant.now()));

    renew(ann, ticket(lasting));

    ann.expect("{'a':'auth','expires':null}");
    passSeconds(1_000_000);
    assertIsSilent(ann);
  }

  @Test
  void aTicketForTheSameTokenIsTakenAndAskedForAgainLater() {
    TestClient ann = ann(true);
    passSeconds(80);
    ann.session().checkLogin();
    ann.expect("{'a':'auth'}");

    renew(ann, ticket(login("ann", 0, 100)));

    assertThat(ann.next().getString("a")).isEqualTo("auth");
    passSeconds(89);
    assertIsSilent(ann);
    passSeconds(90);
    ann.session().checkLogin();
    ann.expect("{'a':'auth'}");
  }

  @Test
  void aTicketIsTakenOnceAndOnlyFromItsOwner() {
    TestClient ann = ann(true);
    String bobs = ticket(login("bob", 0, 100));
    String used = ticket(login("ann", 0, 200));
    renew(ann, used);
    assertThat(ann.next()).containsKey("expires");

    for (String ticket : new String[] {bobs, used, "x", ""}) {
      renew(ann, ticket);

      assertThat(ann.expectError("ERR_TICKET_REFUSED")).doesNotContainKey("ticket");
    }
    ann.send("{'a':'auth','ticket':7}");
    ann.expectError("ERR_MESSAGE_BADLY_FORMED");
    passSeconds(199);
    assertThat(ann.closedFor()).isNull();
  }

  @Test
  void nobodyBecomesSomebodyByATicket() {
    TestClient nobody = new TestClient(node, Caller.ANONYMOUS, true);

    renew(nobody, ticket(login("ann", 0, 100)));

    nobody.expectError("ERR_TICKET_REFUSED");
  }

  @Test
  void whenTheLoginHasEndedTheSocketIsClosed() {
    TestClient ann = ann(false);

    passSeconds(100);
    ann.session().checkLogin();

    assertThat(ann.closedFor()).isEqualTo(CloseReason.EXPIRED);
  }

  @Test
  void nothingIsWrittenAfterTheEndThoughTheSocketIsStillThere() {
    TestClient ann = ann(true);
    passSeconds(100);

    ann.send(CREATE);

    assertThat(ann.closedFor()).isEqualTo(CloseReason.EXPIRED);
    // An error would make the client give the edit up.
    assertThat(ann.nextIfAny()).isNull();
    assertThat(node.content("n", "d").version()).isZero();
  }

  @Test
  void theRolesOfTheRenewedLoginCount() {
    node.allowing((caller, document) -> caller.isInRole("editor") ? Access.WRITE : Access.READ);
    TestClient ann = ann(true);
    ann.send("{'a':'s','c':'n','d':'d','v':null}");
    assertThat(accessIn(ann)).isEqualTo("read");
    ann.next();

    renew(ann, ticket(login("ann", 0, 200, "editor")));

    assertThat(ann.next()).containsKey("expires");
    assertThat(accessIn(ann)).isEqualTo("write");
    ann.send(CREATE);
    assertThat(ann.next()).doesNotContainKey("error");
  }

  /** What the next message says of what may be done. */
  private static @Nullable String accessIn(TestClient client) {
    return client.next().getString("access", null);
  }

  @Test
  void renewalsEndWithTheNode() {
    Renewals renewals = new Renewals(node.tickets, Thread::new);

    renewals.close();

    boolean[] refused = {false};
    renewals.redeem("x", login -> {}, reason -> refused[0] = reason.code().isRetryable());
    await().until(() -> refused[0]);
  }
}
