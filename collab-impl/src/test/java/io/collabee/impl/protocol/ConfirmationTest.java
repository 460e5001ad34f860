package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.event.Audited.Kind;
import io.collabee.impl.security.Credential;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.StepUp.Action;
import io.collabee.impl.security.TestClock;
import io.collabee.spi.Access;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ann proved half an hour ago who she is; her token is young. */
class ConfirmationTest {
  private static final String CREATE =
      "{'a':'op','c':'n','d':'d','v':0,'seq':1,'create':{'type':'text-unicode','data':'x'}}";
  private static final String DELETE = "{'a':'op','c':'n','d':'d','v':1,'seq':2,'del':true}";
  private static final String INSERT = "{'a':'op','c':'n','d':'d','v':1,'seq':3,'op':['y']}";

  private final Instant now = Instant.now();
  private final TestNode node = new TestNode().at(new TestClock(now));

  @AfterEach
  void stop() {
    node.close();
  }

  private Login login(long provenSecondsAgo) {
    return new Login(
        "session of ann",
        Caller.named("ann"),
        new Credential(
            Optional.of("token"),
            now,
            Optional.of(now.plusSeconds(3_600)),
            Optional.of(now.minusSeconds(provenSecondsAgo))));
  }

  private TestClient ann() {
    TestClient client = new TestClient(node, login(1_800), true);
    client.shakeHands("null");
    return client;
  }

  private void renew(TestClient client, long provenSecondsAgo) {
    String ticket = node.tickets.issue(login(provenSecondsAgo)).text();
    client.send("{'a':'auth','ticket':'" + ticket + "'}");
    JsonObject answer = client.next();
    assertThat(answer.getString("a")).isEqualTo("auth");
    assertThat(answer).containsKey("expires");
  }

  @Test
  void whoDeletesConfirmsFirstAndSendsTheSameAgain() {
    node.confirming(Action.DELETE);
    TestClient ann = ann();
    ann.send(CREATE);
    ann.next();

    ann.send(DELETE);
    JsonObject refused = ann.expectError("ERR_STEP_UP_REQUIRED");
    assertThat(refused.getJsonObject("error").getInt("maxAge")).isEqualTo(300);
    assertThat(refused.getInt("seq")).isEqualTo(2);
    renew(ann, 10);
    ann.send(DELETE);

    assertThat(ann.next().getInt("v")).isEqualTo(1);
    assertThat(ann.closedFor()).isNull();
    assertThat(node.audited)
        .extracting(TestNode.Told::kind)
        .containsExactly(Kind.REFUSED, Kind.STEPPED_UP);
  }

  @Test
  void otherEditsGoOnWhileAConfirmationIsAwaited() {
    node.confirming(Action.DELETE);
    TestClient ann = ann();
    ann.send(CREATE);
    ann.next();
    ann.send(DELETE);
    ann.expectError("ERR_STEP_UP_REQUIRED");

    ann.send(INSERT);

    assertThat(ann.next().getInt("v")).isEqualTo(1);
  }

  @Test
  void theStrictHaveEveryWriteConfirmedAndRefusalsAreAuditedOnce() {
    node.confirming(Action.WRITE);
    TestClient ann = ann();

    for (int i = 0; i < 3; i++) {
      ann.send(CREATE);
      ann.expectError("ERR_STEP_UP_REQUIRED");
    }
    assertThat(node.audited).extracting(TestNode.Told::kind).containsExactly(Kind.REFUSED);

    renew(ann, 600);
    ann.send(CREATE);
    ann.expectError("ERR_STEP_UP_REQUIRED");
    renew(ann, 0);
    ann.send(CREATE);
    assertThat(ann.next()).doesNotContainKey("error");
  }

  @Test
  void whoMayNotWriteIsNotAskedToConfirm() {
    node.confirming(Action.WRITE).allowing((caller, document) -> Access.READ);
    TestClient ann = ann();

    ann.send(CREATE);

    ann.expectError("ERR_WRITE_FORBIDDEN");
  }
}
