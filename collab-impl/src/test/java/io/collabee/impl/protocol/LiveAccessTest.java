package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.event.Audited;
import io.collabee.impl.comments.CompanionAccess;
import io.collabee.spi.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers may do changes while they are connected. Who is not named may write. */
class LiveAccessTest {
  private static final DocumentId DOCUMENT = DocumentId.of("c", "d");
  private static final Duration LONG = Duration.ofHours(1);

  private final Map<String, Access> rights = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final TestNode node = new TestNode().allowing(this::access).remembering(LONG);
  private volatile boolean isBroken;

  private Access access(Caller caller, DocumentId document) {
    asked.incrementAndGet();
    if (isBroken) {
      throw new IllegalStateException("the policy is broken, as the test wants");
    }
    return document.equals(DOCUMENT)
        ? rights.getOrDefault(caller.name(), Access.WRITE)
        : Access.WRITE;
  }

  @BeforeEach
  void createDocument() {
    TestClient author = node.connect("author");
    author.send("{'a':'op','c':'c','d':'d','v':0,'seq':1,'create':{'type':'text-unicode'}}");
    author.next();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** The host gives other rights and says so. */
  private void change(String user, Access access) {
    rights.put(user, access);
    node.accessChanged(AccessChanged.of(DOCUMENT, user));
  }

  private static void subscribe(TestClient client) {
    client.send("{'a':'s','c':'c','d':'d','v':1}");
    client.expect("{'a':'s','c':'c','d':'d'}");
  }

  private TestClient ours(String name, String access) {
    TestClient client = node.connectOurs(name);
    client.send("{'a':'s','c':'c','d':'d','v':1}");
    client.expect(access(access));
    client.expect("{'a':'s','c':'c','d':'d'}");
    return client;
  }

  private static String access(String access) {
    return "{'a':'access','c':'c','d':'d','access':'" + access + "'}";
  }

  private static String insert(long version, int seq, String text) {
    return "{'a':'op','c':'c','d':'d','v':" + version + ",'seq':" + seq + ",'op':['" + text + "']}";
  }

  private static void type(TestClient client, long version, int seq, String text) {
    client.send(insert(version, seq, text));
    assertThat(client.next().getJsonNumber("v").longValue()).isEqualTo(version);
  }

  @Test
  void aWriterBecomesAReaderAndAWriterAgainWithoutConnectingAnew() {
    TestClient ann = ours("ann", "write");
    TestClient bob = ours("bob", "write");
    type(ann, 1, 1, "a");
    bob.next();

    change("ann", Access.READ);
    ann.expect(access("read"));
    ann.send(insert(2, 2, "b"));
    ann.expectError("ERR_WRITE_FORBIDDEN");
    type(bob, 2, 1, "c");
    assertThat(ann.next().getJsonNumber("v").longValue()).isEqualTo(2);

    change("ann", Access.MANAGE);
    ann.expect(access("manage"));
    type(ann, 3, 3, "d");
    assertThat(ann.closedFor()).isNull();
    assertThat(node.content(DOCUMENT).json()).isEqualTo("\"dca\"");
  }

  @Test
  void whoMayNoLongerReadIsSentNothingMoreOfThatDocument() {
    TestClient ann = node.connect("ann");
    subscribe(ann);
    ann.send("{'a':'s','c':'c','d':'other','v':0}");
    ann.next();
    TestClient bob = node.connect("bob");

    change("ann", Access.NONE);
    type(bob, 1, 1, "x");
    bob.send("{'a':'op','c':'c','d':'other','v':0,'seq':2,'create':{'type':'text-unicode'}}");

    assertThat(ann.expectError("ERR_READ_FORBIDDEN").getString("a")).isEqualTo("op");
    assertThat(ann.next().getString("d")).isEqualTo("other");
    ann.send("{'a':'nf','id':1,'c':'c','d':'d','v':1}");
    ann.expectError("ERR_READ_FORBIDDEN");
    assertThat(ann.closedFor()).isNull();
  }

  @Test
  void whoIsCutOffIsToldWhenHeMayReadAgain() {
    TestClient ann = ours("ann", "write");
    TestClient bob = node.connect("bob");
    change("ann", Access.NONE);
    ann.expect(access("none"));
    type(bob, 1, 1, "x");
    ann.send("{'a':'s','c':'c','d':'d','v':1}");
    ann.expectError("ERR_READ_FORBIDDEN");

    change("ann", Access.READ);
    ann.expect(access("read"));

    ann.send("{'a':'s','c':'c','d':'d','v':1}");
    ann.expect(access("read"));
    assertThat(ann.next().getString("a")).isEqualTo("op");
    ann.expect("{'a':'s','c':'c','d':'d'}");
  }

  @Test
  void whoUnsubscribedIsToldNothingMore() {
    TestClient ann = ours("ann", "write");
    ann.send("{'a':'u','c':'c','d':'d'}");
    ann.next();

    change("ann", Access.READ);

    ann.send("{'a':'pp'}");
    ann.expect("{'a':'pp'}");
  }

  @Test
  void thePresencesOfWhoIsCutOffGoAndHeHearsNoOthers() {
    TestClient ann = node.connect("ann");
    TestClient bob = node.connect("bob");
    for (TestClient client : List.of(ann, bob)) {
      client.send("{'a':'ps','ch':'c.d','seq':1}");
      client.next();
    }
    assertThat(ann.next().getString("a")).isEqualTo("pr");
    ann.send("{'a':'p','ch':'c.d','id':'x','p':1,'pv':0}");
    ann.next();
    bob.next();

    change("ann", Access.NONE);
    assertThat(bob.next().isNull("p")).isTrue();

    bob.send("{'a':'p','ch':'c.d','id':'y','p':1,'pv':0}");
    bob.next();
    ann.send("{'a':'p','ch':'c.d','id':'x','p':1,'pv':1}");
    ann.expectError("ERR_READ_FORBIDDEN");
    ann.send("{'a':'pr','ch':'c.d'}");
    ann.expectError("ERR_READ_FORBIDDEN");
  }

  @Test
  void contentThatWaitsForItsTurnIsNotSentToWhoMayNoLongerReadIt() {
    TestClient ann = node.connect("ann");
    ann.room(false);
    ann.send("{'a':'f','c':'c','d':'d'}");
    ann.send("{'a':'nf','id':7,'c':'c','d':'d','v':1}");

    change("ann", Access.NONE);
    ann.room(true);
    ann.session().roomMade();

    ann.expectError("ERR_READ_FORBIDDEN");
    ann.expectError("ERR_READ_FORBIDDEN");
  }

  @Test
  void anAnswerHoldsForAWhileAndUntilSomebodySaysThatItChanged() {
    TestClient ann = node.connect("ann");
    subscribe(ann);
    type(ann, 1, 1, "a");
    type(ann, 2, 2, "b");
    assertThat(asked).hasValue(2);

    rights.put("ann", Access.READ);
    type(ann, 3, 3, "c");
    node.accessChanged(AccessChanged.of("bob"));
    node.accessChanged(AccessChanged.of(DocumentId.of("c", "other"), "ann"));
    type(ann, 4, 4, "d");

    node.accessChanged(AccessChanged.ofEverything());
    ann.send(insert(5, 5, "e"));
    ann.expectError("ERR_WRITE_FORBIDDEN");
  }

  @Test
  void whereNothingIsRememberedThePolicyIsAskedEachTime() {
    node.remembering(Duration.ZERO);
    TestClient ann = node.connect("ann");
    type(ann, 1, 1, "a");

    rights.put("ann", Access.READ);

    ann.send(insert(2, 2, "b"));
    ann.expectError("ERR_WRITE_FORBIDDEN");
  }

  @Test
  void aReaderIsAskedAboutAgainThoughNobodySaidAnything() {
    node.remembering(Duration.ZERO);
    TestClient ann = ours("ann", "write");
    rights.put("ann", Access.NONE);

    ann.session().recheckAccess();

    ann.expect(access("none"));
  }

  @Test
  void anAnswerOvertakenByAChangeIsAskedForAgain() {
    TestClient ann = node.connect("ann");
    AtomicInteger answers = new AtomicInteger();
    node.allowing(
        (caller, document) -> {
          if (answers.incrementAndGet() == 1) {
            ann.session().accessChanged(AccessChanged.of(DOCUMENT));
            return Access.WRITE;
          }
          return Access.READ;
        });

    ann.send(insert(1, 1, "a"));

    ann.expectError("ERR_WRITE_FORBIDDEN");
    assertThat(answers).hasValue(2);
  }

  @Test
  void aSubscriptionOvertakenByAChangeIsRefused() {
    TestClient ann = node.connectOurs("ann");
    AtomicInteger answers = new AtomicInteger();
    node.allowing(
        (caller, document) -> answers.incrementAndGet() == 1 ? Access.WRITE : Access.NONE);
    ann.room(false);
    ann.send("{'a':'s','c':'c','d':'d','v':null}");
    ann.expect(access("write"));

    node.accessChanged(AccessChanged.of(DOCUMENT));
    ann.room(true);
    ann.session().roomMade();

    ann.expect(access("none"));
    ann.expectError("ERR_READ_FORBIDDEN");
  }

  @Test
  void aPolicyThatFailsAtAWriteClosesSoThatTheEditIsSentAgain() {
    TestClient ann = node.connect("ann");
    isBroken = true;

    ann.send(insert(1, 1, "a"));

    assertThat(ann.closedFor()).isEqualTo(CloseReason.UNAVAILABLE);
    assertThat(ann.nextIfAny()).isNull();
  }

  @Test
  void whilePolicyFailsNobodyReadsAnewAndWhoReadBeforeComesBackLater() {
    TestClient reader = node.connect("ann");
    subscribe(reader);
    isBroken = true;
    TestClient newcomer = node.connect("bob");
    TestClient returning = node.connect("ann");

    newcomer.send("{'a':'s','c':'c','d':'d','v':null}");
    newcomer.expectError("ERR_READ_FORBIDDEN");
    returning.send("{'a':'s','c':'c','d':'d','v':1}");
    assertThat(returning.closedFor()).isEqualTo(CloseReason.UNAVAILABLE);
    assertThat(returning.nextIfAny()).isNull();

    reader.session().recheckAccess();
    assertThat(reader.closedFor()).isNull();
    node.accessChanged(AccessChanged.of(DOCUMENT));
    assertThat(reader.closedFor()).isEqualTo(CloseReason.UNAVAILABLE);
  }

  @Test
  void aPolicyThatGivesNullFails() {
    node.allowing(LiveAccessTest::nothing);
    TestClient ann = node.connect("ann");

    ann.send("{'a':'f','c':'c','d':'d'}");

    ann.expectError("ERR_READ_FORBIDDEN");
  }

  @SuppressWarnings("NullAway") // As a host may that is not checked.
  private static Access nothing(Caller caller, DocumentId document) {
    return null;
  }

  @Test
  void refusalsAndChangesAreAuditedOnce() {
    TestClient ann = ours("ann", "write");
    change("ann", Access.READ);
    ann.expect(access("read"));
    for (int i = 1; i <= 3; i++) {
      ann.send(insert(1, i, "x"));
      ann.expectError("ERR_WRITE_FORBIDDEN");
    }

    assertThat(node.audited)
        .extracting(TestNode.Told::kind, told -> told.subject().caller(), TestNode.Told::reason)
        .containsExactly(
            tuple(Audited.Kind.ACCESS_CHANGED, "ann", "May do READ instead of WRITE"),
            tuple(Audited.Kind.REFUSED, "ann", "May not write the document"));
    assertThat(node.audited).allMatch(told -> told.subject().document().equals(subject()));
  }

  private static Optional<DocumentId> subject() {
    return Optional.of(DOCUMENT);
  }

  @Test
  void aChangeOfRightsHoldsForTheCommentsToo() {
    node.allowing(new CompanionAccess(this::access));
    rights.put("eve", Access.READ);
    TestClient eve = node.connectOurs("eve");
    eve.send("{'a':'s','c':'collab.comments/c','d':'d','v':null}");
    eve.expect("{'a':'access','c':'collab.comments/c','d':'d','access':'read'}");
    eve.next();

    change("eve", Access.NONE);

    eve.expect("{'a':'access','c':'collab.comments/c','d':'d','access':'none'}");
  }

  @Test
  void whoMayCommentIsToldSoAndMayNeitherWriteTheDocumentNorItsComments() {
    node.allowing(new CompanionAccess(this::access));
    rights.put("eve", Access.COMMENT);
    TestClient eve = node.connectOurs("eve");
    eve.send("{'a':'s','c':'c','d':'d','v':1}");
    eve.expect("{'a':'access','c':'c','d':'d','access':'comment'}");
    eve.next();

    eve.send("{'a':'op','c':'c','d':'d','v':1,'seq':1,'op':['x']}");
    eve.expectError("ERR_WRITE_FORBIDDEN");
    eve.send(
        "{'a':'op','c':'collab.comments/c','d':'d','v':0,'seq':2,"
            + "'create':{'type':'json0','data':{}}}");
    eve.expectError("ERR_WRITE_FORBIDDEN");
    rights.put("ann", Access.MANAGE);
    TestClient ann = node.connect("ann");
    ann.send(
        "{'a':'op','c':'collab.comments/c','d':'d','v':0,'seq':1,"
            + "'create':{'type':'json0','data':{}}}");
    ann.expectError("ERR_WRITE_FORBIDDEN");
  }
}
