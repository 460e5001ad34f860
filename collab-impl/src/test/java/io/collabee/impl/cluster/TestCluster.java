package io.collabee.impl.cluster;

import io.collabee.event.AccessChanged;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.protocol.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** Nodes on one database, each with its own log on it, that hear of each other. */
public final class TestCluster implements AutoCloseable {
  private static final CheckSettings OFTEN =
      new CheckSettings(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(500));

  /** So seldom that a test is over before a check that nobody asks for. */
  public static final CheckSettings NEVER =
      new CheckSettings(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  private final CheckSettings settings;
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<HeadCheck> checks = new ArrayList<>();

  /**
   * Starts nodes that check heads often.
   *
   * @param logs one for each node
   * @param carriers of each node
   */
  TestCluster(List<OperationLog> logs, List<Carrier.Opener> carriers) {
    this(OFTEN);
    logs.forEach(log -> start(log, carriers));
  }

  /** Nodes are still to be started. */
  public TestCluster(CheckSettings settings) {
    this.settings = settings;
  }

  /** Starts a node. */
  public TestNode start(OperationLog log, List<Carrier.Opener> carriers) {
    NodeId id = NodeId.random();
    Cluster cluster = new Cluster(id, Executors.defaultThreadFactory());
    clusters.add(cluster);
    TestNode node =
        new TestNode(
            log,
            cluster,
            documents -> {
              Presences presences =
                  new Presences(
                      id, documents, cluster::tell, Duration.ofSeconds(5), System::nanoTime);
              HeadCheck check =
                  new HeadCheck(documents, log::heads, settings, Executors.defaultThreadFactory());
              checks.add(check);
              cluster.join(documents, presences, List.of(check), carriers);
              return presences.hub();
            });
    cluster.observeAccess(node::accessChanged);
    nodes.add(node);
    return node;
  }

  /** What a node does when its host says that access is another. */
  void accessChanged(TestNode node, AccessChanged change) {
    node.accessChanged(change);
    cluster(node).tell(new BusMessage.AccessMayDiffer(change));
  }

  /** What joins a node to the others. */
  public Cluster cluster(TestNode node) {
    return clusters.get(nodes.indexOf(node));
  }

  /** The nodes, in the order they were started. */
  public List<TestNode> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    checks.forEach(HeadCheck::close);
    nodes.forEach(TestNode::close);
    clusters.forEach(Cluster::close);
  }
}
