package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.spi.Access;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The policy lets eve read nothing but the collection "open", and write nothing at all. */
class AccessTest {
  private final TestNode node =
      new TestNode()
          .allowing(
              (caller, document) ->
                  !caller.name().equals("eve")
                      ? Access.WRITE
                      : document.collection().equals("open") ? Access.READ : Access.NONE);

  @AfterEach
  void stop() {
    node.close();
  }

  private TestClient eve() {
    TestClient eve = new TestClient(node, Caller.named("eve"));
    eve.shakeHands("null");
    return eve;
  }

  @Test
  void nothingIsReadWithoutLeave() {
    TestClient eve = eve();

    for (String request :
        List.of(
            "{'a':'f','c':'shut','d':'d','v':null}",
            "{'a':'f','c':'shut','d':'d','v':0}",
            "{'a':'s','c':'shut','d':'d','v':null}",
            "{'a':'s','c':'shut','d':'d','v':0}",
            "{'a':'nf','id':1,'c':'shut','d':'d','v':0}",
            "{'a':'nt','id':1,'c':'shut','d':'d','ts':0}")) {
      eve.send(request);

      JsonObject error = eve.expectError("ERR_READ_FORBIDDEN");
      assertThat(error.getString("c")).isEqualTo("shut");
    }
  }

  @Test
  void inBulkTheUnreadableAreRefusedAndTheOthersAnswered() {
    TestClient eve = eve();

    eve.send("{'a':'bs','c':'shut','b':['d']}");
    JsonObject refused = eve.next();
    eve.send("{'a':'bs','c':'open','b':['d']}");
    JsonObject answered = eve.next();
    eve.send("{'a':'bf','c':'shut','b':{'d':0}}");
    JsonObject refusedToo = eve.next();

    assertThat(code(refused)).isEqualTo("ERR_READ_FORBIDDEN");
    assertThat(answered)
        .isEqualTo(TestClient.json("{'a':'bs','c':'open','data':{'d':{'v':0,'type':null}}}"));
    assertThat(code(refusedToo)).isEqualTo("ERR_READ_FORBIDDEN");
  }

  private static String code(JsonObject bulk) {
    return bulk.getJsonObject("data").getJsonObject("d").getJsonObject("error").getString("code");
  }

  @Test
  void whoMayReadMayNotWrite() {
    TestClient eve = eve();

    eve.send("{'a':'op','c':'open','d':'d','v':0,'seq':1,'create':{'type':'text-unicode'}}");

    eve.expectError("ERR_WRITE_FORBIDDEN");
    assertThat(node.content("open", "d").version()).isZero();
  }

  @Test
  void aRefusedSubscriptionTellsNothing() {
    TestClient eve = eve();
    eve.send("{'a':'s','c':'shut','d':'d','v':0}");
    eve.expectError("ERR_READ_FORBIDDEN");
    TestClient ann = node.connect("ann");

    ann.send("{'a':'op','c':'shut','d':'d','v':0,'seq':1,'create':{'type':'text-unicode'}}");
    ann.next();

    eve.expectNothingAbout("open", "d");
  }

  @Test
  void aPolicyThatFailsRefuses() {
    node.allowing(
        (caller, document) -> {
          throw new IllegalStateException("the policy is broken");
        });
    TestClient ann = node.connect("ann");

    ann.send("{'a':'f','c':'open','d':'d'}");

    JsonObject error = ann.expectError("ERR_READ_FORBIDDEN");
    assertThat(error.toString()).doesNotContain("broken");
  }
}
