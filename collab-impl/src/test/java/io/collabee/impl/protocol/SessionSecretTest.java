package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.impl.security.Connected;
import io.collabee.impl.security.SessionRegister;
import io.collabee.impl.security.TestLogins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client is told of its session, and where that is entered. */
class SessionSecretTest {
  private final List<Connected> entered = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final TestNode node = new TestNode().keepingSessions(this::enter);

  @AfterEach
  void stop() {
    node.close();
  }

  private SessionRegister.Entry enter(Connected connection) {
    entered.add(connection);
    return new SessionRegister.Entry() {
      @Override
      public void renewed() {
        said.add("renewed");
      }

      @Override
      public void left() {
        said.add("left");
      }
    };
  }

  @Test
  void aClientOfOursIsToldWhatTakesItsSessionUpAndLaterUntilWhen() {
    TestClient ann = node.connectOurs("ann");
    Connected session = entered.get(0);

    session.kept("s1", Optional.of("s1.secret"), Instant.ofEpochMilli(5));
    ann.expect("{'a':'session','id':'s1','secret':'s1.secret','expires':5}");
    session.kept("s1", Optional.empty(), Instant.ofEpochMilli(6));
    ann.expect("{'a':'session','id':'s1','expires':6}");
  }

  @Test
  void aClientOfShareDbIsToldNothing() {
    TestClient ann = node.connect("ann");

    entered.get(0).kept("s1", Optional.of("s1.secret"), Instant.ofEpochMilli(5));

    assertThat(ann.nextIfAny()).isNull();
  }

  @Test
  void itsSessionIsItsLoginItsAddressAndWhatItFollows() {
    TestClient ann = node.connectOurs("ann");
    Connected session = entered.get(0);

    assertThat(session.login()).isEqualTo(TestLogins.of(session.login().caller()));
    assertThat(session.login().caller().name()).isEqualTo("ann");
    assertThat(session.address()).contains("192.0.2.1");
    assertThat(session.documents()).isEmpty();
    ann.send("{'a':'s','c':'n','d':'d','v':null}");
    ann.next();
    ann.next();
    assertThat(session.documents()).containsExactly(DocumentId.of("n", "d"));
  }

  @Test
  void renewingAndLeavingAreSaid() {
    TestClient ann = node.connectOurs("ann");

    ann.send("{'a':'auth','ticket':'" + node.tickets.issue(TestLogins.of("ann")).text() + "'}");
    ann.next();
    assertThat(said).containsExactly("renewed");
    ann.session().closed();

    assertThat(said).containsExactly("renewed", "left");
    assertThat(entered).hasSize(1);
  }

  @Test
  void whoIsNobodyIsEnteredTooAndTheRegisterLeavesHimOut() {
    TestClient nobody = new TestClient(node, Caller.ANONYMOUS, true);
    nobody.shakeHands("null");

    assertThat(entered.get(0).login().caller().isAnonymous()).isTrue();
  }
}
