package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.DocumentService.MovedPresence;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.Allowance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presences whose documents take their time to move them. */
class SessionPresenceOrderTest {
  private static final Allowance ANY = Allowance.of(0);
  private final Queue<Moving> moving = new ArrayDeque<>();
  private final List<Boolean> gone = new ArrayList<>();
  private final PresenceHub hub = new PresenceHub(PresenceBus.NONE);
  private final List<String> replies = new ArrayList<>();
  private final SessionPresence presence =
      new SessionPresence(
          documents(),
          hub,
          TestNode.guard("ann"),
          peer(),
          () -> "src",
          new SessionLimits(1, 200, ANY, ANY, 1, 1, 200, ANY),
          System::nanoTime);
  private int answered;

  private record Moving(long version, JsonValue value, Answer<MovedPresence> answer) {
    void end() {
      answer.give(new MovedPresence(version, value));
    }

    void fail() {
      answer.fail(new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, "no range"));
    }
  }

  @BeforeEach
  void listen() {
    hub.join(
        new Channel("default", "c.d"),
        new PresenceHub.Listener() {
          @Override
          public void told(PresenceMessage message) {
            gone.add(message.isGone());
          }

          @Override
          public void wanted(Channel channel) {}
        });
  }

  @Test
  void aPresenceThatGoesAndComesBackIsTakenBackWhenTheClientGoes() {
    tell("k", 1, "{}");
    moving.remove().end();
    tell("k", 2, "null");
    tell("k", 3, "{}");
    moving.remove().end();
    moving.remove().end();
    assertThat(gone).containsExactly(false, true, false);

    presence.close();
    moving.forEach(Moving::end);

    assertThat(gone).containsExactly(false, true, false, true);
  }

  @Test
  void aPresenceThatWasRefusedDoesNotCount() {
    tell("k", 1, "7");
    moving.remove().fail();

    tell("other", 1, "{}");
    moving.remove().end();

    assertThat(answered).isEqualTo(2);
    assertThat(replies).hasSize(2);
    assertThat(replies.get(0)).contains("ERR_MESSAGE_BADLY_FORMED");
    assertThat(gone).containsExactly(false);
  }

  @Test
  void aPresenceOfWhichAnUpdateWasRefusedIsTakenBackWhenTheClientGoes() {
    tell("k", 1, "7");
    tell("k", 2, "{}");
    moving.remove().fail();
    moving.remove().end();

    presence.close();
    moving.forEach(Moving::end);

    assertThat(gone).containsExactly(false, true);
  }

  @Test
  void whatIsMovedAfterTheClientHasGoneIsNotTold() {
    tell("k", 1, "{}");
    Moving late = moving.remove();

    presence.close();
    late.end();
    moving.forEach(Moving::end);

    assertThat(gone).doesNotContain(false);
  }

  private void tell(String id, long version, String value) {
    JsonObject message =
        JsonText.parse(
                "{'a':'p','ch':'c.d','c':'c','d':'d','v':1,'id':'%s','pv':%d,'p':%s}"
                    .formatted(id, version, value)
                    .replace('\'', '"'))
            .asJsonObject();
    presence.update(
        (Request.Presence) new RequestReader("default").read(message),
        message,
        1,
        () -> answered++);
  }

  private DocumentService documents() {
    return (DocumentService)
        Proxy.newProxyInstance(
            SessionPresenceOrderTest.class.getClassLoader(),
            new Class<?>[] {DocumentService.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("transformPresence")) {
                throw new UnsupportedOperationException(method.getName());
              }
              @SuppressWarnings("unchecked")
              Answer<MovedPresence> answer = (Answer<MovedPresence>) arguments[4];
              moving.add(new Moving((long) arguments[1], (JsonValue) arguments[2], answer));
              return null;
            });
  }

  private Peer peer() {
    return (Peer)
        Proxy.newProxyInstance(
            SessionPresenceOrderTest.class.getClassLoader(),
            new Class<?>[] {Peer.class},
            (proxy, method, arguments) -> {
              replies.add((String) arguments[0]);
              return null;
            });
  }
}
