package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.protocol.CloseReason;
import io.collabee.impl.protocol.TestClient;
import io.collabee.impl.protocol.TestNode;
import io.collabee.impl.security.Revocation;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A login is revoked on one node; the client is connected to the other. */
class ClusterRevocationTest {
  private final OperationLog log = new InMemoryOperationLog();
  private final LocalBus bus = LocalBus.faithful();
  private final TestCluster cluster =
      new TestCluster(Collections.nCopies(2, log), List.of(bus::join));

  @AfterEach
  void stop() {
    cluster.close();
    bus.close();
  }

  @Test
  void aRevokedClientOfAnotherNodeIsClosedAndOthersAreNot() {
    TestNode here = cluster.nodes().get(0);
    TestNode elsewhere = cluster.nodes().get(1);
    cluster.cluster(elsewhere).observeRevocations(elsewhere.revoked()::add);
    TestClient ann = elsewhere.connect("ann");
    TestClient bob = elsewhere.connect("bob");

    cluster
        .cluster(here)
        .tell(
            new BusMessage.Revoked(
                new Revocation(
                    Revocation.Subject.of(Revocation.Kind.USER, "ann"),
                    Instant.now(),
                    Instant.now().plusSeconds(60))));

    await().until(() -> ann.closedFor() == CloseReason.REVOKED);
    assertThat(bob.closedFor()).isNull();
  }
}
