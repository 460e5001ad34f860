package io.collabee.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Nodes on one database, and what is between them: all that something can happen to. */
final class FaultyCluster implements AutoCloseable {
  private static final int NODES = 2;

  /** So that whatever happens happens while history is compacted, too. */
  static final Map<String, String> COMPACTING_ALL_THE_TIME =
      Map.of(
          "collab.compaction.hot", "20",
          "collab.compaction.chunk", "32",
          "collab.compaction.pause", "PT0.05S");

  private static final Map<String, String> FAULTS = new HashMap<>(COMPACTING_ALL_THE_TIME);

  static {
    FAULTS.put("collab.anonymous-access", "write");
  }

  private final Postgres database = new Postgres();
  private final NodeLink link;
  private final List<MicroProcess> nodes = new ArrayList<>();

  /** Starts everything, and waits until each node answers. */
  FaultyCluster(NodeLink.Kind kind) {
    this(kind, "faults-" + kind.key(), node -> FAULTS);
  }

  /**
   * The same for something else.
   *
   * @param name begins the names of the nodes
   * @param settings of each node
   */
  FaultyCluster(NodeLink.Kind kind, String name, IntFunction<Map<String, String>> settings) {
    link = kind.start(NODES);
    for (int i = 0; i < NODES; i++) {
      Map<String, String> properties = new HashMap<>(database.properties());
      properties.putAll(link.properties(i));
      properties.putAll(settings.apply(i));
      nodes.add(new MicroProcess(name + "-" + i, properties));
    }
    onAllNodes(MicroProcess::start);
  }

  /** Does something to all nodes at once and waits for the last. */
  private void onAllNodes(Consumer<MicroProcess> action) {
    CompletableFuture.allOf(
            nodes.stream()
                .map(node -> CompletableFuture.runAsync(() -> action.accept(node)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  List<MicroProcess> nodes() {
    return nodes;
  }

  MicroProcess anyNode(Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  Postgres database() {
    return database;
  }

  NodeLink link() {
    return link;
  }

  /** Where clients connect, a node each. */
  List<URI> sockets() {
    return nodes.stream().map(MicroProcess::socket).toList();
  }

  @Override
  public void close() {
    onAllNodes(MicroProcess::close);
    link.close();
    database.close();
  }
}
