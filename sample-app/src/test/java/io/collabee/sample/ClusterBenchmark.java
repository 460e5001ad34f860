package io.collabee.sample;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Drives the load tool of {@code src/bench} against one and against two nodes of the sample
 * application on one PostgreSQL, with each way to carry hints between them, and prints two tables:
 * how long an edit takes to the other node's clients, and what both commit. Arguments: rounds,
 * seconds of measuring, seconds of warm-up, and the loads wanted: how their names begin, or {@code
 * all}.
 */
final class ClusterBenchmark implements AutoCloseable {
  private static final List<NodeLink.Kind> LINKS =
      List.of(NodeLink.Kind.SINGLE, NodeLink.Kind.DATABASE, NodeLink.Kind.NONE);

  private static final List<Load> PROPAGATION =
      List.of(
          new Load("2 writers at 2/s", List.of("--writers", "2", "--rate", "2")),
          new Load("20 writers at 2/s", List.of("--writers", "20", "--rate", "2")));

  private static final List<Load> THROUGHPUT =
      List.of(
          new Load("1 document, 10 writers", List.of("--writers", "10")),
          new Load("1 document, 50 writers", List.of("--writers", "50")),
          new Load(
              "100 documents, 2 writers each, together",
              List.of("--documents", "100", "--writers", "2", "--spread", "documents")),
          new Load(
              "100 documents, 2 writers each, apart",
              List.of("--documents", "100", "--writers", "2")));

  private final Postgres database = new Postgres();
  private final NodeLink link;
  private final List<MicroProcess> nodes = new ArrayList<>();
  private final NodeLink.Kind kind;

  /**
   * A load.
   *
   * @param options of the load tool
   */
  private record Load(String name, List<String> options) {}

  private ClusterBenchmark(NodeLink.Kind kind) {
    this.kind = kind;
    link = kind.start(2);
    for (int i = 0; i < 2; i++) {
      Map<String, String> properties = new HashMap<>(database.properties());
      properties.putAll(link.properties(i));
      properties.put("collab.anonymous-access", "write");
      String name = "benchmark-" + kind.key() + "-" + i;
      nodes.add(new MicroProcess(name, properties, List.of("-Xmx1g")).start());
    }
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    String seconds = arguments.length > 1 ? arguments[1] : "10";
    String warmUp = arguments.length > 2 ? arguments[2] : "10";
    String wanted = arguments.length > 3 && !arguments[3].equals("all") ? arguments[3] : "";
    LoadTool tool = new LoadTool(seconds, warmUp);
    for (NodeLink.Kind kind : LINKS) {
      try (ClusterBenchmark benchmark = new ClusterBenchmark(kind)) {
        benchmark.propagation(tool, rounds, chosen(PROPAGATION, wanted));
        if (kind == NodeLink.Kind.SINGLE) {
          benchmark.throughput(tool, rounds, chosen(THROUGHPUT, wanted));
        }
      }
    }
  }

  private static List<Load> chosen(List<Load> loads, String wanted) {
    return loads.stream().filter(load -> load.name.startsWith(wanted)).toList();
  }

  private void propagation(LoadTool tool, int rounds, List<Load> loads) throws Exception {
    System.out.println("| bus | load | to the other node, p50 / p99 ms | ack p50 / p99 ms |");
    System.out.println("| --- | --- | --- | --- |");
    for (Load load : loads) {
      for (int round = 0; round < rounds; round++) {
        JsonObject result = run(tool, load, 2);
        System.out.println(
            String.join(
                " | ",
                "| " + kind.description(),
                load.name,
                LoadTool.latency(result.getJsonObject("across")),
                LoadTool.latency(result.getJsonObject("ack")) + " |"));
      }
    }
  }

  private void throughput(LoadTool tool, int rounds, List<Load> loads) throws Exception {
    System.out.println("| load | nodes | operations/s | of each node | ack p50 / p99 ms |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (Load load : loads) {
      for (int round = 0; round < rounds; round++) {
        for (int count = 1; count <= 2; count++) {
          JsonObject result = run(tool, load, count);
          System.out.println(
              String.join(
                  " | ",
                  "| " + load.name,
                  Integer.toString(count),
                  String.valueOf(result.get("operationsPerSecond")),
                  String.valueOf(result.get("shares")),
                  LoadTool.latency(result.getJsonObject("ack")) + " |"));
        }
      }
    }
  }

  private JsonObject run(LoadTool tool, Load load, int count) throws Exception {
    List<String> addresses =
        nodes.stream().limit(count).map(node -> node.socket() + "?batch=1").toList();
    List<String> options = new ArrayList<>(List.of("--url", String.join(",", addresses)));
    options.addAll(load.options);
    JsonObject result = tool.run(options);
    if (result.isEmpty()) {
      throw new IllegalStateException(load.name + " failed");
    }
    return result;
  }

  @Override
  public void close() {
    nodes.forEach(MicroProcess::close);
    link.close();
    database.close();
  }
}
