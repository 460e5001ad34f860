package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.protocol.TestClient;
import io.collabee.impl.protocol.TestNode;
import io.collabee.spi.Access;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host says on one node that access is another; the client is connected to the other. */
class ClusterAccessTest {
  private static final DocumentId DOCUMENT = DocumentId.of("c", "d");

  private final OperationLog log = new InMemoryOperationLog();
  private final LocalBus bus = LocalBus.faithful();
  private final TestCluster cluster =
      new TestCluster(Collections.nCopies(2, log), List.of(bus::join));
  private final TestNode here = cluster.nodes().get(0);
  private final TestNode elsewhere = cluster.nodes().get(1);
  private volatile Access access = Access.WRITE;

  @AfterEach
  void stop() {
    cluster.close();
    bus.close();
  }

  @Test
  void aWriterOnAnotherNodeBecomesAReaderAndIsCutOffWithNoOtherLoss() {
    cluster.nodes().forEach(node -> node.allowing((caller, document) -> access));
    TestClient ann = elsewhere.connectOurs("ann");
    ann.send("{'a':'op','c':'c','d':'d','v':0,'seq':1,'create':{'type':'text-unicode'}}");
    ann.next();
    ann.send("{'a':'s','c':'c','d':'d','v':1}");
    ann.expect("{'a':'access','c':'c','d':'d','access':'write'}");
    ann.next();
    ann.send("{'a':'op','c':'c','d':'d','v':1,'seq':2,'op':['a']}");
    ann.next();

    access = Access.READ;
    cluster.accessChanged(here, AccessChanged.of(DOCUMENT, "ann"));
    ann.expect("{'a':'access','c':'c','d':'d','access':'read'}");
    ann.send("{'a':'op','c':'c','d':'d','v':2,'seq':3,'op':['b']}");
    assertThat(ann.next().getJsonObject("error").getString("code"))
        .isEqualTo("ERR_WRITE_FORBIDDEN");

    access = Access.NONE;
    cluster.accessChanged(here, AccessChanged.of("ann"));
    ann.expect("{'a':'access','c':'c','d':'d','access':'none'}");
    assertThat(here.content(DOCUMENT).json()).isEqualTo("\"a\"");
  }
}
