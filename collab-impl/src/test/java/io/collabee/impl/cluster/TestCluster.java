package io.collabee.impl.cluster;

import io.collabee.impl.document.OperationLog;
import io.collabee.impl.protocol.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** Nodes on one database, each with its own log on it, that hear of each other. */
final class TestCluster implements AutoCloseable {
  private static final CheckSettings CHECK =
      new CheckSettings(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(500));

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<Cluster> clusters = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param logs one for each node
   * @param carriers of each node
   */
  TestCluster(List<OperationLog> logs, List<Carrier.Opener> carriers) {
    logs.forEach(log -> start(log, carriers));
  }

  private void start(OperationLog log, List<Carrier.Opener> carriers) {
    NodeId id = NodeId.random();
    Cluster cluster = new Cluster(id, Executors.defaultThreadFactory());
    clusters.add(cluster);
    nodes.add(
        new TestNode(
            log,
            cluster,
            documents -> {
              Presences presences =
                  new Presences(
                      id, documents, cluster::tell, Duration.ofSeconds(5), System::nanoTime);
              HeadCheck check =
                  new HeadCheck(documents, log::heads, CHECK, Executors.defaultThreadFactory());
              cluster.join(documents, presences, check, carriers);
              return presences.hub();
            }));
  }

  List<TestNode> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.forEach(TestNode::close);
    clusters.forEach(Cluster::close);
  }
}
