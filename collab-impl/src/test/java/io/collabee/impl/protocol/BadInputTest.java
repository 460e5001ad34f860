package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.View;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.security.Allowance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends: it gets the documented answer, and nobody else notices. */
class BadInputTest {
  private static final Allowance ANY = Allowance.of(0);

  private static final Set<String> CODES =
      Arrays.stream(ErrorCode.values()).map(Enum::name).collect(Collectors.toSet());

  private final TestNode node = new TestNode();
  private TestClient bystander;
  private TestClient client;

  @BeforeEach
  void connect() {
    bystander = node.connect("ann");
    bystander.send(
        "{'a':'op','c':'c','d':'d','v':0,'seq':1,'create':{'type':'text-unicode','data':'abc'}}");
    bystander.next();
    bystander.send("{'a':'s','c':'c','d':'d','v':1}");
    bystander.next();
    client = node.connect("bob");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{'a':'pp'",
        "{'a':'pp'}{'a':'pp'}",
        "{'a':undefined}",
        "{'a':1e999}",
        "nonsense",
        "{'a':'pp',}",
        "{'a':'\\ud83'}"
      })
  void whatIsNoJsonClosesTheSocket(String text) {
    client.send(text);

    assertThat(client.closedFor()).isEqualTo(CloseReason.NOT_JSON);
  }

  @Test
  void whatIsNestedTooDeepClosesTheSocket() {
    client.send("{'a':" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

    assertThat(client.closedFor()).isEqualTo(CloseReason.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "'text'", "null", "true", "[]", "[{'a':'pp'}]"})
  void whatIsNoObjectClosesTheSocket(String text) {
    client.send(text);

    assertThat(client.closedFor()).isEqualTo(CloseReason.NOT_AN_OBJECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|Invalid or unknown message",
        "{'a':null}|Invalid or unknown message",
        "{'a':7}|Invalid or unknown message",
        "{'a':'init'}|Invalid or unknown message",
        "{'a':'drop table'}|Invalid or unknown message",
        "{'a':'f'}|Invalid collection",
        "{'a':'f','c':'c'}|Invalid id",
        "{'a':'f','c':7,'d':'d'}|Invalid collection",
        "{'a':'f','c':'c','d':[]}|Invalid id",
        "{'a':'f','c':'c','d':'d','v':-1}|Invalid version",
        "{'a':'f','c':'c','d':'d','v':1.5}|Invalid version",
        "{'a':'f','c':'c','d':'d','v':'1'}|Invalid version",
        "{'a':'f','c':'c','d':'d','v':1e300}|Invalid version",
        "{'a':'s','c':'c','d':'d','v':{}}|Invalid version",
        "{'a':'bs','c':'c'}|Invalid bulk subscribe data",
        "{'a':'bs','c':'c','b':'d'}|Invalid bulk subscribe data",
        "{'a':'bs','c':'c','b':{'d':null}}|Invalid bulk subscribe data",
        "{'a':'bs','c':'c','b':{'d':-1}}|Invalid version",
        "{'a':'bf','c':'c','b':[1]}|Invalid id",
        "{'a':'bu','c':'c','b':{}}|Invalid bulk subscribe data",
        "{'a':'hs','id':7}|Invalid id",
        "{'a':'hs','id':null,'protocol':{}}|Invalid protocol",
        "{'a':'nf','c':'c','d':'d'}|Missing request ID",
        "{'a':'nt','id':1,'c':'c','d':'d','ts':'now'}|Invalid timestamp",
        "{'a':'qf','c':'c'}|Missing query ID",
        "{'a':'p','ch':'x','pv':0}|Invalid presence ID",
        "{'a':'p','ch':'x','id':'__proto__','pv':0}|Invalid presence ID",
        "{'a':'p','ch':'x','id':'x'}|Invalid presence version",
        "{'a':'p','ch':'x','id':'x','pv':-1}|Invalid presence version",
        "{'a':'p','id':'x','pv':0}|Invalid presence channel",
        "{'a':'ps','ch':'constructor'}|Invalid presence channel",
        "{'a':'ps','ch':''}|Invalid presence channel",
        "{'a':'ps','ch':'x','seq':'1'}|Invalid seq",
        "{'a':'p','ch':'c.d','id':'x','pv':0,'p':1,'c':'c','d':'d'}|Invalid version",
        "{'a':'p','ch':'c.d','id':'x','pv':0,'p':1,'c':'c','d':'d','v':1,'t':7}|Invalid type",
        "{'a':'op','c':'c','d':'d','v':1,'op':[]}|Invalid seq",
        "{'a':'op','c':'c','d':'d','v':1,'seq':0,'op':[]}|Invalid seq",
        "{'a':'op','c':'c','d':'d','v':1,'seq':1.5,'op':[]}|Invalid seq",
      })
  void aMessageOfWrongFormIsAnswered(String message, String complaint) {
    client.send(message);

    JsonObject error = client.expectError("ERR_MESSAGE_BADLY_FORMED");
    assertThat(error.getJsonObject("error").getString("message")).isEqualTo(complaint);
    assertUnharmed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':'f','c':'__proto__','d':'d'}|Invalid collection",
        "{'a':'f','c':'c','d':'toString'}|Invalid id",
        "{'a':'f','c':'','d':'d'}|Invalid collection",
        "{'a':'f','c':'c','d':'a\\u0000b'}|Invalid id",
        "{'a':'f','c':'c','d':'\\ud83d'}|Invalid id",
      })
  void aNameThatIsNoneIsAnswered(String message, String complaint) {
    client.send(message);

    JsonObject error = client.expectError("ERR_MESSAGE_BADLY_FORMED");
    assertThat(error.getJsonObject("error").getString("message")).startsWith(complaint);
    assertUnharmed();
  }

  @Test
  void aNameThatIsTooLongIsAnswered() {
    client.send("{'a':'f','c':'c','d':'" + "x".repeat(256) + "'}");
    client.expectError("ERR_MESSAGE_BADLY_FORMED");
    client.send("{'a':'ps','ch':'" + ".".repeat(100_000) + "'}");

    client.expectError("ERR_MESSAGE_BADLY_FORMED");
    assertUnharmed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'seq':1|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':null|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':{}|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':'x'|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':[-1,'x']|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':[0.5,'x']|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':[true]|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':['\\ud83d']|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':[{'d':0}]|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'op':[{'d':99}]|ERR_OT_OP_NOT_APPLIED",
        "'seq':1,'op':[99,'x']|ERR_OT_OP_NOT_APPLIED",
        "'seq':1,'op':[1e15,'x']|ERR_OT_OP_BADLY_FORMED;ERR_OT_OP_NOT_APPLIED",
        "'seq':1,'create':7|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'create':{}|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'create':{'type':7}|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'create':{'type':'none'}|ERR_DOC_TYPE_NOT_RECOGNIZED",
        "'seq':1,'create':{'type':'text-unicode'}|ERR_DOC_ALREADY_CREATED",
        "'seq':1,'del':'yes'|ERR_OT_OP_BADLY_FORMED",
        "'seq':9007199254740991,'op':[]|ERR_CONNECTION_SEQ_INTEGER_OVERFLOW",
        "'seq':1,'src':7,'op':[]|ERR_OT_OP_BADLY_FORMED",
        "'seq':1,'src':'made up','op':[]|ERR_WRITE_FORBIDDEN",
        "'seq':1,'src':'AAAAAAAAAAAAAAAAAAAAAAAA','op':[]|ERR_WRITE_FORBIDDEN",
      })
  void anOperationThatIsNoneIsAnswered(String fields, String codes) {
    client.send("{'a':'op','c':'c','d':'d','v':1," + fields + "}");

    JsonObject error = client.next();
    assertThat(error.getJsonObject("error").getString("code")).isIn((Object[]) codes.split(";"));
    assertUnharmed();
  }

  @Test
  void aVersionAheadOfTheDocumentIsAnswered() {
    client.send("{'a':'op','c':'c','d':'d','v':2,'seq':1,'op':['x']}");

    client.expectError("ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT");
    assertUnharmed();
  }

  @Test
  void anOperationOnNothingIsAnswered() {
    client.send("{'a':'op','c':'c','d':'none','v':0,'seq':1,'op':['x']}");

    client.expectError("ERR_DOC_DOES_NOT_EXIST");
  }

  @Test
  void anOperationThatIsTooLargeIsAnswered() {
    node.limitedTo(new SessionLimits(1, 200, ANY, ANY, 1, 1, 200, ANY));
    TestClient limited = node.connect("cid");

    limited.send("{'a':'op','c':'c','d':'d','v':1,'seq':1,'op':['" + "x".repeat(200) + "']}");

    limited.expectError("ERR_LIMIT_EXCEEDED");
    assertUnharmed();
  }

  @Test
  void oneSubscriptionTooManyIsAnswered() {
    node.limitedTo(new SessionLimits(1, 200, ANY, ANY, 10, 1, 200, ANY));
    TestClient limited = node.connect("cid");

    limited.send("{'a':'s','c':'c','d':'d','v':1}");
    limited.expect("{'a':'s','c':'c','d':'d'}");
    limited.send("{'a':'s','c':'c','d':'e','v':0}");

    limited.expectError("ERR_LIMIT_EXCEEDED");
    limited.send("{'a':'s','c':'c','d':'d','v':1}");
    limited.expect("{'a':'s','c':'c','d':'d'}");
  }

  @Test
  void whoSendsTooFastIsClosed() {
    node.limitedTo(new SessionLimits(1, 200, new Allowance(1, 5), ANY, 10, 1, 200, ANY));
    TestClient limited = new TestClient(node, Caller.named("cid"));

    for (int i = 0; i < 6; i++) {
      limited.send("{'a':'pp'}");
    }

    assertThat(limited.closedFor()).isEqualTo(CloseReason.TOO_FAST);
    assertUnharmed();
  }

  @Test
  void whoSendsOperationsTooFastIsClosedAndLosesNone() {
    node.limitedTo(new SessionLimits(1, 200, ANY, new Allowance(1, 2), 10, 1, 200, ANY));
    TestClient limited = node.connect("cid");

    for (int seq = 1; seq <= 3; seq++) {
      limited.send("{'a':'op','c':'c','d':'none','v':0,'seq':" + seq + ",'op':['x']}");
    }

    assertThat(limited.closedFor()).isEqualTo(CloseReason.TOO_FAST);
    assertThat(CloseReason.TOO_FAST.isRetryable()).isTrue();
    assertUnharmed();
  }

  @Test
  void aUserMaySendNoMoreOperationsOverSeveralConnectionsThanOverOne() {
    node.limitingUsersTo(new Allowance(1, 2));
    TestClient one = node.connect("cid");
    TestClient other = node.connect("cid");
    TestClient somebodyElse = node.connect("eve");

    for (TestClient each : List.of(one, other, one, somebodyElse)) {
      each.send("{'a':'op','c':'c','d':'none','v':0,'seq':1,'op':['x']}");
    }

    assertThat(one.closedFor()).isEqualTo(CloseReason.TOO_FAST);
    somebodyElse.expectError("ERR_DOC_DOES_NOT_EXIST");
    assertUnharmed();
  }

  @Test
  void whoSendsMoreThanTheStoreTakesIsClosed() throws Exception {
    CountDownLatch storeGoesOn = new CountDownLatch(1);
    try (TestNode slow = new TestNode(commitsAfter(storeGoesOn))) {
      slow.limitedTo(new SessionLimits(1, 200, ANY, ANY, 10, 1, 200, ANY));
      TestClient limited = slow.connect("cid");
      String text = "x".repeat(100);

      for (int seq = 1; seq < 20; seq++) {
        limited.send(
            "{'a':'op','c':'c','d':'d','v':0,'seq':"
                + seq
                + ",'create':{'type':'text-unicode','data':'"
                + text
                + "'}}");
      }

      assertThat(limited.closedFor()).isEqualTo(CloseReason.TOO_FAST);
      storeGoesOn.countDown();
    }
  }

  private static OperationLog commitsAfter(CountDownLatch storeGoesOn) {
    OperationLog log = new InMemoryOperationLog();
    return (OperationLog)
        Proxy.newProxyInstance(
            OperationLog.class.getClassLoader(),
            new Class<?>[] {OperationLog.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("append")) {
                storeGoesOn.await();
              }
              return method.invoke(log, arguments);
            });
  }

  @Test
  void tenThousandMutationsOfValidMessagesHarmNobody() {
    long seed = Long.getLong("collab.seed", System.nanoTime());
    Mutations mutations = new Mutations(new Random(seed));
    try {
      for (int i = 0; i < 10_000; i++) {
        sendOne(mutations.next(client.id(), node.content("c", "d").version()));
      }
      assertTheLogMakesTheContent();
      assertTheBystanderSawAll();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private void sendOne(String message) {
    client.session().received(message);
    if (client.closedFor() == null) {
      JsonObject answer = client.next(message);
      while (answer != null) {
        check(answer, message);
        answer = client.nextIfAny();
      }
      return;
    }
    assertThat(client.closedFor())
        .as(message)
        .isIn(CloseReason.NOT_JSON, CloseReason.NOT_AN_OBJECT);
    client.session().closed();
    client = node.connect("bob");
  }

  private static void check(JsonObject answer, String message) {
    JsonObject error = answer.getJsonObject("error");
    if (error != null) {
      assertThat(error.getString("code")).as(message).isIn(CODES);
      assertThat(error.getString("code")).as(message).isNotEqualTo("ERR_UNKNOWN_ERROR");
      assertThat(error.getString("message"))
          .as(message)
          .doesNotContain("java", "Exception", "collabee");
    }
  }

  /** Others go on, and the document is what it was. */
  private void assertUnharmed() {
    assertThat(client.closedFor()).isNull();
    client.send("{'a':'pp'}");
    client.expect("{'a':'pp'}");
    assertThat(node.content("c", "d").version()).isEqualTo(1);
    assertThat(node.content("c", "d").json()).isEqualTo("\"abc\"");
    bystander.send("{'a':'op','c':'c','d':'d','v':1,'seq':2,'op':['x']}");
    assertThat(bystander.next()).doesNotContainKey("error");
  }

  private void assertTheLogMakesTheContent() {
    View now = node.content("c", "d");
    var operations = node.log.operations(DocumentId.of("c", "d"), 0, Long.MAX_VALUE);
    assertThat(operations).hasSize((int) now.version());
    assertThat(replay(operations.stream().map(op -> op.payload()).toList())).isEqualTo(now.json());
  }

  private void assertTheBystanderSawAll() {
    long version = node.content("c", "d").version();
    for (long v = 1; v < version; v++) {
      JsonObject message = bystander.next();
      while (!"op".equals(message.getString("a"))) {
        message = bystander.next();
      }
      assertThat(message.getInt("v")).isEqualTo((int) v);
    }
  }

  private static String replay(List<String> payloads) {
    TextType type = new TextType();
    JsonValue content = JsonValue.NULL;
    for (String payload : payloads) {
      JsonObject operation = JsonText.parse("{" + payload + "}").asJsonObject();
      if (operation.containsKey("create")) {
        JsonObject create = operation.getJsonObject("create");
        content = type.snapshotJson(type.create(create.getOrDefault("data", JsonValue.NULL)));
      } else if (operation.containsKey("del")) {
        content = JsonValue.NULL;
      } else if (operation.containsKey("op")) {
        content =
            type.snapshotJson(
                type.apply(type.snapshot(content), type.operation(operation.get("op"))));
      }
    }
    return JsonText.write(content);
  }
}
