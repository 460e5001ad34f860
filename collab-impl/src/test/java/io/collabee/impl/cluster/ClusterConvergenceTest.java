package io.collabee.impl.cluster;

import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.protocol.RandomClients;
import io.collabee.impl.protocol.RandomClients.Kind;
import io.collabee.impl.store.JpaStore;
import io.collabee.impl.store.TestDatabases;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
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

  @Test
  void nodesOnH2Converge() {
    convergeOn(TestDatabases.h2());
  }

  @Test
  void nodesOnPostgresConverge() {
    convergeOn(TestDatabases.postgres());
  }

  private static void convergeOn(DataSource database) {
    List<Long> seeds = RandomClients.seeds(2);
    try (JpaStore one = open(database);
        JpaStore other = open(database);
        LocalBus bus = LocalBus.lossy(seeds.get(0))) {
      List<OperationLog> logs = List.of(one.operationLog(), other.operationLog());
      for (int i = 0; i < seeds.size(); i++) {
        List<Carrier.Opener> carriers = i == 0 ? List.of(bus::join) : List.of();
        try (TestCluster cluster = new TestCluster(logs, carriers)) {
          RandomClients.converge(
              seeds.get(i), Kind.TEXT, DocumentId.of("c", "d" + i), cluster.nodes());
        }
      }
    }
  }

  private static JpaStore open(DataSource database) {
    return JpaStore.open(database, Schema.CREATE, Clock.systemUTC());
  }

  private static void converge(long seed, int nodes, List<Carrier.Opener> carriers) {
    OperationLog log = new InMemoryOperationLog();
    Kind<?, ?> kind = seed % 2 == 0 ? Kind.TEXT : Kind.RICH_TEXT;
    try (TestCluster cluster = new TestCluster(Collections.nCopies(nodes, log), carriers)) {
      RandomClients.converge(seed, kind, DocumentId.of("c", "d"), cluster.nodes());
    }
  }
}
