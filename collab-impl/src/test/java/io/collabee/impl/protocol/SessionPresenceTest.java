package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.impl.security.Allowance;
import io.collabee.spi.Access;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionPresenceTest {
  private static final Allowance ANY = Allowance.of(0);

  private static final String RICH = "http://sharejs.org/types/rich-text/v1";

  private final TestNode node = new TestNode();

  @AfterEach
  void stop() {
    node.close();
  }

  private TestClient author() {
    TestClient author = node.connect("ann");
    author.send(
        "{'a':'op','c':'c','d':'d','v':0,'seq':1,'create':{'type':'rich-text',"
            + "'data':[{'insert':'abc'}]}}");
    author.next();
    return author;
  }

  private TestClient listener(String name, String channel) {
    TestClient listener = node.connect(name);
    listener.send("{'a':'ps','ch':'" + channel + "','seq':1}");
    listener.expect("{'a':'ps','ch':'" + channel + "','seq':1}");
    return listener;
  }

  private static String cursor(long pv, long version, String value) {
    return "{'a':'p','ch':'c.d','id':'k','p':"
        + value
        + ",'pv':"
        + pv
        + ",'c':'c','d':'d','v':"
        + version
        + ",'t':'"
        + RICH
        + "'}";
  }

  private static String told(TestClient by, String sent) {
    return sent.replace("'id'", "'src':'" + by.id() + "','id'");
  }

  @Test
  void aChannelsPresenceIsToldToListenersAndItsSender() {
    TestClient listener = listener("bob", "lobby");
    TestClient sender = node.connect("ann");

    sender.send("{'a':'p','ch':'lobby','id':'x','p':{'name':'Ann'},'pv':0}");

    String expected =
        "{'a':'p','ch':'lobby','src':'" + sender.id() + "','id':'x','p':{'name':'Ann'},'pv':0}";
    listener.expect(expected);
    sender.expect(expected);
  }

  @Test
  void aListenerDoesNotHearOfItself() {
    TestClient listener = listener("bob", "lobby");

    listener.send("{'a':'p','ch':'lobby','id':'x','p':1,'pv':0}");
    listener.next();
    listener.send("{'a':'pp'}");

    listener.expect("{'a':'pp'}");
  }

  @Test
  void aNewcomerMakesTheOthersTellTheirsAgain() {
    TestClient first = listener("bob", "lobby");

    listener("cid", "lobby");

    first.expect("{'a':'pr','ch':'lobby'}");
  }

  @Test
  void oneWhoReturnsIsAskedForItsOwn() {
    String id = listener("bob", "lobby").id();
    TestClient returned = node.connect("bob");
    returned.shakeHands('"' + id + '"');

    returned.send("{'a':'ps','ch':'lobby','seq':2}");

    returned.expect("{'a':'pr','ch':'lobby'}");
    returned.expect("{'a':'ps','ch':'lobby','seq':2}");
  }

  @Test
  void whatAFormerConnectionTakesBackLateStaysIfTheNewOneToldItToo() {
    TestClient listener = listener("bob", "lobby");
    TestClient former = node.connect("ann");
    former.send("{'a':'p','ch':'lobby','id':'x','p':1,'pv':4}");
    listener.next();
    TestClient returned = node.connect("ann");
    returned.shakeHands('"' + former.id() + '"');
    returned.send("{'a':'p','ch':'lobby','id':'x','p':1,'pv':4}");
    listener.next();

    former.session().closed();
    listener.send("{'a':'pp'}");
    listener.expect("{'a':'pp'}");

    returned.session().closed();
    assertThat(listener.next()).containsEntry("p", JsonValue.NULL);
  }

  @Test
  void aDocumentsPresenceIsBroughtToTheNewestVersion() {
    TestClient author = author();
    TestClient listener = listener("bob", "c.d");
    author.send("{'a':'op','c':'c','d':'d','v':1,'seq':2,'op':[{'insert':'xy'}]}");
    author.next();

    author.send(cursor(0, 1, "{'index':1,'length':1}"));

    String moved = told(author, cursor(0, 2, "{'index':3,'length':1}"));
    listener.expect(moved);
    author.expect(moved);
  }

  @Test
  void whoGoesIsGoneAtTheNewestVersion() {
    TestClient author = author();
    TestClient listener = listener("bob", "c.d");
    author.send(cursor(0, 1, "{'index':1,'length':1}"));
    listener.next();
    author.next();
    author.send("{'a':'op','c':'c','d':'d','v':1,'seq':2,'op':[{'insert':'xy'}]}");
    author.next();

    author.session().closed();

    listener.expect(told(author, cursor(0, 2, "null")));
  }

  @Test
  void whoUnsubscribesIsGone() {
    TestClient author = author();
    TestClient listener = listener("bob", "c.d");
    author.send(cursor(0, 1, "{'index':1,'length':1}"));
    listener.next();
    author.next();

    author.send("{'a':'pu','ch':'c.d','seq':1}");

    listener.expect(told(author, cursor(0, 1, "null")));
  }

  @Test
  void aPresenceThatWasTakenBackStaysSo() {
    TestClient author = author();
    TestClient listener = listener("bob", "c.d");
    author.send(cursor(0, 1, "{'index':1,'length':1}"));
    listener.next();
    author.send(cursor(1, 1, "null"));
    listener.expect(told(author, cursor(1, 1, "null")));

    author.session().closed();
    listener.send("{'a':'nf','id':1,'c':'c','d':'d','v':0}");

    assertThat(listener.next().getString("a")).isEqualTo("nf");
  }

  @Test
  void aStaleSubscriptionIsAnsweredWithoutEffect() {
    TestClient listener = node.connect("bob");
    listener.send("{'a':'pu','ch':'lobby','seq':2}");
    listener.expect("{'a':'pu','ch':'lobby','seq':2}");
    listener.send("{'a':'ps','ch':'lobby','seq':1}");
    listener.expect("{'a':'ps','ch':'lobby','seq':1}");
    TestClient sender = node.connect("ann");

    sender.send("{'a':'p','ch':'lobby','id':'x','p':1,'pv':0}");
    sender.next();
    listener.send("{'a':'pp'}");

    listener.expect("{'a':'pp'}");
  }

  @Test
  void thePresenceOfADocumentMustGoToItsChannel() {
    TestClient client = author();

    client.send(cursor(0, 1, "1").replace("'ch':'c.d'", "'ch':'c.e'"));

    JsonObject error = client.expectError("ERR_MESSAGE_BADLY_FORMED");
    assertThat(error.getJsonObject("error").getString("message"))
        .isEqualTo("Invalid presence channel");
  }

  @Test
  void nobodyHearsThePresenceOfADocumentHeMayNotRead() {
    node.allowing((caller, document) -> caller.name().equals("eve") ? Access.NONE : Access.WRITE);
    TestClient eve = new TestClient(node, Caller.named("eve"));
    eve.shakeHands("null");

    eve.send("{'a':'ps','ch':'c.d','seq':1}");

    eve.expectError("ERR_READ_FORBIDDEN");
    eve.send("{'a':'p','ch':'c.d','id':'x','p':1,'pv':0}");
    eve.expectError("ERR_READ_FORBIDDEN");
    eve.send("{'a':'pr','ch':'c.d'}");
    eve.expectError("ERR_READ_FORBIDDEN");
  }

  @Test
  void ofDocumentsWithOneChannelOnlyTheReadableAreHeard() {
    // The channel a.b.c belongs to the documents (a, b.c) and (a.b, c).
    node.allowing(
        (caller, document) ->
            caller.name().equals("eve") && document.id().equals("c") ? Access.NONE : Access.WRITE);
    TestClient eve = listener("eve", "a.b.c");
    TestClient ann = node.connect("ann");

    ann.send(
        "{'a':'p','ch':'a.b.c','id':'secret','p':null,'pv':0,'c':'a.b','d':'c','v':0,'t':null}");
    ann.next();
    ann.send("{'a':'p','ch':'a.b.c','id':'open','p':null,'pv':0,'c':'a','d':'b.c','v':0,'t':null}");

    assertThat(eve.next().getString("id")).isEqualTo("open");
  }

  @Test
  void presencesAreLimited() {
    node.limitedTo(new SessionLimits(1, 200, ANY, ANY, 1, 2, 200, ANY));
    TestClient client = node.connect("ann");

    for (int i = 0; i < 3; i++) {
      client.send("{'a':'p','ch':'lobby','id':'x" + i + "','p':1,'pv':0}");
    }

    client.next();
    client.next();
    client.expectError("ERR_LIMIT_EXCEEDED");
  }

  @Test
  void aPresenceThatIsTooLargeIsRefused() {
    node.limitedTo(new SessionLimits(1, 1_000, ANY, ANY, 1, 2, 200, ANY));
    TestClient client = node.connect("ann");

    client.send("{'a':'p','ch':'lobby','id':'x','p':'" + "x".repeat(200) + "','pv':0}");

    client.expectError("ERR_LIMIT_EXCEEDED");
  }

  @Test
  void presencesThatChangeTooOftenAreRefusedButMayAlwaysGo() {
    node.limitedTo(new SessionLimits(1, 200, ANY, ANY, 1, 2, 200, new Allowance(1, 2)));
    TestClient listener = listener("eve", "lobby");
    TestClient client = node.connect("ann");

    for (int i = 0; i < 3; i++) {
      client.send("{'a':'p','ch':'lobby','id':'x','p':" + i + ",'pv':" + i + "}");
    }
    client.send("{'a':'p','ch':'lobby','id':'x','p':null,'pv':3}");

    assertThat(client.next().getInt("p")).isEqualTo(0);
    assertThat(client.next().getInt("p")).isEqualTo(1);
    client.expectError("ERR_LIMIT_EXCEEDED");
    assertThat(client.next().isNull("p")).isTrue();
    assertThat(listener.next().getInt("pv")).isEqualTo(0);
    assertThat(listener.next().getInt("pv")).isEqualTo(1);
    assertThat(listener.next().getInt("pv")).isEqualTo(3);
  }
}
