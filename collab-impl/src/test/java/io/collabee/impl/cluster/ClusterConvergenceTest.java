package io.collabee.impl.cluster;

import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.protocol.RandomClients;
import io.collabee.impl.protocol.RandomClients.Kind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients of several nodes have the same content in the end, whatever the bus did. */
class ClusterConvergenceTest {

  @Test
  void nodesJoinedByABusConverge() {
    for (long seed : RandomClients.seeds(10)) {
      try (LocalBus bus = LocalBus.faithful()) {
        converge(seed, 2, List.of(bus::join));
      }
    }
  }

  @Test
  void nodesJoinedByABusThatLosesRepeatsAndReordersConverge() {
    for (long seed : RandomClients.seeds(20)) {
      try (LocalBus bus = LocalBus.lossy(seed)) {
        converge(seed, 3, List.of(bus::join));
      }
    }
  }

  @Test
  void nodesWithoutABusConverge() {
    for (long seed : RandomClients.seeds(10)) {
      converge(seed, 2, List.of());
    }
  }

  private static void converge(long seed, int nodes, List<Carrier.Opener> carriers) {
    OperationLog log = new InMemoryOperationLog();
    Kind<?, ?> kind = seed % 2 == 0 ? Kind.TEXT : Kind.RICH_TEXT;
    try (TestCluster cluster = new TestCluster(Collections.nCopies(nodes, log), carriers)) {
      RandomClients.converge(seed, kind, cluster.nodes());
    }
  }
}
