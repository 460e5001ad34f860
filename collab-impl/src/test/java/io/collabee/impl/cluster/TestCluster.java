package io.collabee.impl.cluster;

import io.collabee.Keeping;
import io.collabee.event.AccessChanged;
import io.collabee.impl.comments.RedactedComments;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.Watches;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.protocol.TestNode;
import io.collabee.impl.security.AuditTrail;
import java.time.Clock;
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

  /**
   * What a node's host keeps documents with; the others hear of it as they do from a node.
   *
   * @param watches of the node's documents
   */
  public Keeping keeping(TestNode node, KeptDocuments.Store store, Watches watches) {
    return new KeptDocuments(
        new KeptDocuments.Around(
            document -> store,
            new DocumentTypes(List.of(new TextType(), new RichTextType(), new Json0Type())),
            Duration.ofMinutes(5),
            1_000,
            Clock.systemUTC(),
            (document, head) -> {
              node.documents().head(document, head);
              cluster(node).tell(new BusMessage.Head(document, head));
            },
            RedactedComments::of,
            AuditTrail.NONE),
        new BlockingDocuments(node.documents(), watches, Duration.ofSeconds(20)));
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
