package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.Caller;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
  private static final String TEXT = "http://sharejs.org/types/text-unicode";

  private final TestNode node = new TestNode();

  @AfterEach
  void stop() {
    node.close();
  }

  private TestClient author(String content) {
    TestClient author = node.connect("ann");
    author.send(
        "{'a':'op','c':'notes','d':'n','v':0,'seq':1,'x':{},'create':{'type':'"
            + TEXT
            + "','data':'"
            + content
            + "'}}");
    author.expect(ack(author, 0, 1));
    return author;
  }

  private static String ack(TestClient client, long version, long seq) {
    return "{'a':'op','c':'notes','d':'n','v':"
        + version
        + ",'src':'"
        + client.id()
        + "','seq':"
        + seq
        + "}";
  }

  private static String edit(long version, long seq, String op) {
    return "{'a':'op','c':'notes','d':'n','v':" + version + ",'seq':" + seq + ",'op':" + op + "}";
  }

  private static String told(TestClient by, long version, long seq, String op) {
    return ack(by, version, seq).replace("}", ",'op':" + op + "}");
  }

  // Handshake

  @Test
  void theServerGreetsAndAnswersEveryHandshakeWithTheSameId() {
    TestClient client = new TestClient(node, Caller.named("ann"));

    client.shakeHands("null");
    String first = client.id();
    client.shakeHands("'" + first + "'");

    assertThat(client.id()).isEqualTo(first).hasSize(24);
  }

  @Test
  void theHandshakeNamesProtocolAndDefaultType() {
    TestClient client = new TestClient(node, Caller.named("ann"));

    client.send("{'a':'hs','id':null,'protocol':1,'protocolMinor':2}");

    JsonObject answer = client.next();
    assertThat(answer.getInt("protocol")).isEqualTo(1);
    assertThat(answer.getInt("protocolMinor")).isEqualTo(2);
    assertThat(answer.getString("type")).isEqualTo("http://sharejs.org/types/JSONv0");
  }

  @Test
  void anIdComesBackAfterAReconnection() {
    String id = node.connect("ann").id();

    TestClient again = new TestClient(node, Caller.named("ann"));
    again.shakeHands("'" + id + "'");

    assertThat(again.id()).isEqualTo(id);
  }

  @Test
  void anIdOfSomebodyElseIsNotTaken() {
    String id = node.connect("ann").id();

    TestClient other = new TestClient(node, Caller.named("bob"));
    other.shakeHands("'" + id + "'");

    assertThat(other.id()).isNotEqualTo(id).hasSize(24);
  }

  @Test
  void aPingIsAnswered() {
    TestClient client = node.connect("ann");

    client.send("{'a':'pp'}");

    client.expect("{'a':'pp'}");
  }

  // Fetching

  @Test
  void aDocumentThatDoesNotExistHasNoTypeAndNoData() {
    TestClient client = node.connect("ann");

    client.send("{'a':'f','c':'notes','d':'n','v':null}");

    client.expect("{'a':'f','c':'notes','d':'n','data':{'v':0,'type':null}}");
  }

  @Test
  void anEmptyTextIsFetchedAsOne() {
    author("");
    TestClient reader = node.connect("bob");

    reader.send("{'a':'f','c':'notes','d':'n'}");

    reader.expect("{'a':'f','c':'notes','d':'n','data':{'v':1,'type':'" + TEXT + "','data':''}}");
  }

  @Test
  void fetchingFromAVersionGivesTheOperationsSince() {
    TestClient author = author("abc");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));
    TestClient reader = node.connect("bob");

    reader.send("{'a':'f','c':'notes','d':'n','v':1}");

    reader.expect(told(author, 1, 2, "['x']"));
    reader.expect("{'a':'f','c':'notes','d':'n'}");
  }

  @Test
  void fetchingFromBeyondTheEndGivesNothingAndNoError() {
    author("abc");
    TestClient reader = node.connect("bob");

    reader.send("{'a':'f','c':'notes','d':'n','v':17}");

    reader.expect("{'a':'f','c':'notes','d':'n'}");
  }

  // Subscribing

  @Test
  void aSubscriberGetsTheContentAndThenEveryOperation() {
    TestClient author = author("abc");
    TestClient reader = node.connect("bob");

    reader.send("{'a':'s','c':'notes','d':'n','v':null}");
    reader.expect(
        "{'a':'s','c':'notes','d':'n','data':{'v':1,'type':'" + TEXT + "','data':'abc'}}");
    author.send(edit(1, 2, "[1,'x']"));

    reader.expect(told(author, 1, 2, "[1,'x']"));
  }

  @Test
  void aSubscriberToNothingIsToldOfTheCreation() {
    TestClient reader = node.connect("bob");
    reader.send("{'a':'s','c':'notes','d':'n'}");
    reader.expect("{'a':'s','c':'notes','d':'n','data':{'v':0,'type':null}}");

    TestClient author = author("abc");

    reader.expect(
        "{'a':'op','c':'notes','d':'n','v':0,'src':'"
            + author.id()
            + "','seq':1,'create':{'type':'"
            + TEXT
            + "','data':'abc'}}");
  }

  @Test
  void aSubscriberFromAVersionCatchesUpFirst() {
    TestClient author = author("abc");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));
    TestClient reader = node.connect("bob");

    reader.send("{'a':'s','c':'notes','d':'n','v':1}");
    reader.expect(told(author, 1, 2, "['x']"));
    reader.expect("{'a':'s','c':'notes','d':'n'}");
    author.send(edit(2, 3, "['y']"));

    reader.expect(told(author, 2, 3, "['y']"));
  }

  @Test
  void theAuthorGetsTheAckAndNotTheOperation() {
    TestClient author = author("abc");
    author.send("{'a':'s','c':'notes','d':'n','v':1}");
    author.expect("{'a':'s','c':'notes','d':'n'}");

    author.send(edit(1, 2, "['x']"));

    author.expect(ack(author, 1, 2));
    author.expectNothingAbout("notes", "n");
  }

  @Test
  void whatTheAuthorMissedComesBeforeTheAck() {
    TestClient author = author("abc");
    TestClient other = node.connect("bob");
    other.send(edit(1, 1, "['x']"));
    other.expect(ack(other, 1, 1));

    author.send(edit(1, 2, "[3,'y']"));

    author.expect(told(other, 1, 1, "['x']"));
    author.expect(ack(author, 2, 2));
  }

  @Test
  void whatTheAuthorHasHadAsASubscriberIsNotSentAgain() {
    TestClient author = author("abc");
    author.send("{'a':'s','c':'notes','d':'n','v':1}");
    author.expect("{'a':'s','c':'notes','d':'n'}");
    TestClient other = node.connect("bob");
    other.send(edit(1, 1, "['x']"));
    author.expect(told(other, 1, 1, "['x']"));

    author.send(edit(1, 2, "[3,'y']"));

    author.expect(ack(author, 2, 2));
    author.expectNothingAbout("notes", "n");
  }

  @Test
  void afterUnsubscribingNothingComes() {
    TestClient author = author("abc");
    TestClient reader = node.connect("bob");
    reader.send("{'a':'s','c':'notes','d':'n','v':1}");
    reader.expect("{'a':'s','c':'notes','d':'n'}");

    reader.send("{'a':'u','c':'notes','d':'n'}");
    reader.expect("{'a':'u','c':'notes','d':'n'}");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));

    reader.expectNothingAbout("notes", "n");
  }

  @Test
  void ofSubscribingAndUnsubscribingTheLastWins() {
    TestClient author = author("abc");
    TestClient reader = node.connect("bob");

    for (int i = 0; i < 50; i++) {
      reader.send("{'a':'s','c':'notes','d':'n','v':1}");
      reader.send("{'a':'u','c':'notes','d':'n'}");
      reader.send("{'a':'s','c':'notes','d':'n','v':1}");
    }
    for (int i = 0; i < 150; i++) {
      assertThat(reader.next().getString("a")).isIn("s", "u");
    }
    author.send(edit(1, 2, "['x']"));

    reader.expect(told(author, 1, 2, "['x']"));
    reader.expectNothingAbout("notes", "n");
  }

  @Test
  void unsubscribingFromWhatWasNeverSubscribedIsAnswered() {
    TestClient client = node.connect("ann");

    client.send("{'a':'u','c':'notes','d':'n'}");

    client.expect("{'a':'u','c':'notes','d':'n'}");
  }

  // Bulk

  @Test
  void inBulkEveryDocumentIsAnswered() {
    author("abc");
    TestClient reader = node.connect("bob");

    reader.send("{'a':'bs','c':'notes','b':['n','m']}");

    assertThat(new JsonObject[] {reader.next(), reader.next()})
        .containsExactlyInAnyOrder(
            TestClient.json(
                "{'a':'bs','c':'notes','data':{'n':{'v':1,'type':'" + TEXT + "','data':'abc'}}}"),
            TestClient.json("{'a':'bs','c':'notes','data':{'m':{'v':0,'type':null}}}"));
  }

  @Test
  void inBulkFromVersionsTheOperationsComeFirst() {
    TestClient author = author("abc");
    TestClient reader = node.connect("bob");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));

    reader.send("{'a':'bs','c':'notes','b':{'n':1}}");

    reader.expect(told(author, 1, 2, "['x']"));
    reader.expect("{'a':'bs','c':'notes','b':{'n':1}}");
    reader.send("{'a':'bu','c':'notes','b':['n']}");
    reader.expect("{'a':'bu','c':'notes','b':['n']}");
  }

  // Operations

  @Test
  void aResentOperationIsAcknowledgedAsItWasCommitted() {
    TestClient author = author("abc");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));
    String id = author.id();

    TestClient again = new TestClient(node, Caller.named("ann"));
    again.shakeHands("'" + id + "'");
    again.send(edit(1, 2, "['x']").replace("'seq'", "'src':'" + id + "','seq'"));

    again.expect(ack(again, 1, 2));
    assertThat(node.content("notes", "n").json()).isEqualTo("\"xabc\"");
  }

  @Test
  void aResentOperationWithACurrentVersionIsNotAppliedTwice() {
    TestClient author = author("abc");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));

    author.send(edit(2, 2, "['x']"));

    author.expect(ack(author, 1, 2));
    assertThat(node.content("notes", "n").json()).isEqualTo("\"xabc\"");
  }

  @Test
  void aResentOperationIsAcknowledgedAfterWhatItsAuthorLacks() {
    TestClient author = author("abc");
    TestClient other = node.connect("bob");
    other.send(edit(1, 1, "['y']"));
    other.expect(ack(other, 1, 1));
    author.send(edit(1, 2, "['x']"));
    author.expect(told(other, 1, 1, "['y']"));
    author.expect(ack(author, 2, 2));

    // The answer is lost; the client resends and subscribes with the version it has.
    TestClient again = new TestClient(node, Caller.named("ann"));
    again.shakeHands("'" + author.id() + "'");
    again.send(edit(1, 2, "['x']"));
    again.send("{'a':'s','c':'notes','d':'n','v':1}");

    // Whichever is answered first; to an ack before what it follows a client says that it is wrong.
    JsonObject acknowledged = TestClient.json(ack(again, 2, 2));
    JsonObject subscribed = TestClient.json("{'a':'s','c':'notes','d':'n'}");
    List<JsonObject> heard = new ArrayList<>();
    while (!heard.containsAll(List.of(acknowledged, subscribed))) {
      heard.add(again.next());
    }
    assertThat(heard)
        .containsSubsequence(TestClient.json(told(other, 1, 1, "['y']")), acknowledged);
  }

  @Test
  void aSrcThatWasNotGivenToTheCallerIsRefused() {
    TestClient author = author("abc");
    TestClient other = node.connect("bob");

    other.send(edit(1, 1, "['x']").replace("'seq'", "'src':'" + author.id() + "','seq'"));

    other.expectError("ERR_WRITE_FORBIDDEN");
  }

  @Test
  void anErrorEchoesTheRequest() {
    TestClient author = author("abc");

    author.send(edit(1, 2, "[9,'x']"));

    JsonObject error = author.expectError("ERR_OT_OP_NOT_APPLIED");
    assertThat(error.getString("c")).isEqualTo("notes");
    assertThat(error.getString("d")).isEqualTo("n");
    assertThat(error.getInt("seq")).isEqualTo(2);
  }

  @Test
  void aDeletedDocumentCanBeCreatedAgain() {
    TestClient author = author("abc");

    author.send("{'a':'op','c':'notes','d':'n','v':1,'seq':2,'del':true}");
    author.expect(ack(author, 1, 2));
    author.send("{'a':'f','c':'notes','d':'n'}");
    author.expect("{'a':'f','c':'notes','d':'n','data':{'v':2,'type':null}}");
    author.send("{'a':'op','c':'notes','d':'n','v':null,'seq':3,'create':{'type':'text-unicode'}}");
    author.expect(ack(author, 2, 3));

    assertThat(node.content("notes", "n").json()).isEqualTo("\"\"");
  }

  // History

  @Test
  void anOldVersionIsGiven() {
    TestClient author = author("abc");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));

    author.send("{'a':'nf','id':7,'c':'notes','d':'n','v':1}");

    author.expect("{'a':'nf','id':7,'v':1,'type':'" + TEXT + "','data':'abc','m':null}");
  }

  @Test
  void aRequestForContentThatFailsIsAnsweredWithWhatItAskedFor() {
    TestClient author = author("abc");

    author.send("{'a':'nf','id':7,'c':'notes','d':'n','v':9,'other':[1,2,3]}");

    JsonObject error = author.expectError("ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT");
    assertThat(error.keySet()).containsExactlyInAnyOrder("a", "id", "c", "d", "v", "error");
  }

  @Test
  void theVersionOfATimeIsGiven() {
    TestClient author = author("abc");

    author.send("{'a':'nt','id':1,'c':'notes','d':'n','ts':1000}");
    author.expect("{'a':'nt','id':1,'v':0,'type':null,'m':null}");
    author.send("{'a':'nt','id':2,'c':'notes','d':'n','ts':null}");

    author.expect("{'a':'nt','id':2,'v':1,'type':'" + TEXT + "','data':'abc','m':null}");
  }

  @Test
  void aVersionBeyondTheEndIsAnError() {
    TestClient author = author("abc");

    author.send("{'a':'nf','id':7,'c':'notes','d':'n','v':5}");

    author.expectError("ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT");
  }

  @Test
  void queriesAreNotSupported() {
    TestClient client = node.connect("ann");

    client.send("{'a':'qs','id':1,'c':'notes','q':{}}");

    client.expectError("ERR_DATABASE_METHOD_NOT_IMPLEMENTED");
  }

  // Heartbeat

  @Test
  void theClientIsToldTheVersionsItShouldHaveOnceEach() {
    TestClient author = author("abc");
    author.send("{'a':'s','c':'notes','d':'n','v':1}");
    author.expect("{'a':'s','c':'notes','d':'n'}");
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));

    author.session().tellHeads();
    author.session().tellHeads();

    author.expect("{'a':'heads','heads':[['notes','n',2]]}");
    author.expectNothingAbout("notes", "n");
  }

  @Test
  void theClientIsToldHowTheBusIsOnlyWhenThatIsNews() {
    TestClient client = node.connect("ann");

    client.session().tellBus(() -> false);
    client.session().tellBus(() -> true);
    client.session().tellBus(() -> true);
    client.session().tellBus(() -> false);

    client.expect("{'a':'bus','state':'slow'}");
    client.expect("{'a':'bus','state':'live'}");
    assertThat(client.nextIfAny()).isNull();
  }

  // Pacing

  @Test
  void answersWaitUntilTheClientHasTakenTheEarlierOnes() {
    author("abc");
    TestClient reader = node.connect("bob");
    reader.room(false);

    for (int i = 0; i < 10; i++) {
      reader.send("{'a':'f','c':'notes','d':'n'}");
    }
    reader.send("{'a':'pp'}");
    reader.expect("{'a':'pp'}");
    reader.room(true);
    reader.session().roomMade();

    for (int i = 0; i < 10; i++) {
      assertThat(reader.next().getString("a")).isEqualTo("f");
    }
  }

  // Closing

  @Test
  void aClosedSessionFollowsNothing() {
    TestClient author = author("abc");
    TestClient reader = node.connect("bob");
    reader.send("{'a':'s','c':'notes','d':'n','v':1}");
    reader.expect("{'a':'s','c':'notes','d':'n'}");

    reader.session().closed();
    author.send(edit(1, 2, "['x']"));
    author.expect(ack(author, 1, 2));

    assertThat(reader.waiting()).isZero();
  }

  @Test
  void whenTheDocumentsStopTheClientIsToldToConnectAgain() {
    author("abc");
    TestClient reader = node.connect("bob");
    reader.send("{'a':'s','c':'notes','d':'n','v':1}");
    reader.expect("{'a':'s','c':'notes','d':'n'}");

    node.close();

    await().until(() -> reader.closedFor() == CloseReason.UNAVAILABLE);
  }
}
