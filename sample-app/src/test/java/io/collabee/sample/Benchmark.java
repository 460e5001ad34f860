package io.collabee.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Drives the load tool of {@code src/bench} against the sample application on Payara Micro and
 * PostgreSQL, ShareDB on PostgreSQL, and Hocuspocus on SQLite, one after the other in each
 * scenario, and prints a table. Arguments: rounds, seconds of measuring, seconds of warm-up.
 */
final class Benchmark {
  private final List<AutoCloseable> running = new ArrayList<>();
  private final LoadTool tool;

  private Benchmark(LoadTool tool) {
    this.tool = tool;
  }

  /**
   * A server under load.
   *
   * @param processes whose CPU time counts, as the load tool takes them
   */
  private record Peer(String name, String protocol, String address, String processes) {}

  /**
   * A load.
   *
   * @param options of the load tool
   */
  private record Load(String name, List<String> options) {}

  private static final List<Load> LOADS =
      List.of(
          new Load("1 document, 1 writer", List.of("--writers", "1")),
          new Load("1 document, 10 writers", List.of("--writers", "10")),
          new Load("1 document, 50 writers", List.of("--writers", "50")),
          new Load("1 document, 50 writers at 2/s", List.of("--writers", "50", "--rate", "2")),
          new Load(
              "200 documents, 2 writers each", List.of("--documents", "200", "--writers", "2")));

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    String seconds = arguments.length > 1 ? arguments[1] : "10";
    String warmUp = arguments.length > 2 ? arguments[2] : "10";
    Benchmark benchmark = new Benchmark(new LoadTool(seconds, warmUp));
    try {
      benchmark.run(rounds);
    } finally {
      benchmark.stop();
    }
  }

  private void run(int rounds) throws Exception {
    List<Peer> peers = new ArrayList<>();
    peers.addAll(ours());
    peers.add(sharedb());
    peers.add(hocuspocus());
    System.out.println(
        "| load | peer | operations/s | ack p50 / p99 ms | e2e p50 / p99 ms |"
            + " CPU s per 1000: server + database |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (Load load : LOADS) {
      for (int round = 0; round < rounds; round++) {
        for (Peer peer : peers) {
          System.out.println(row(load, peer, measured(load, peer)));
        }
      }
    }
  }

  private List<Peer> ours() {
    Postgres database = keep(new Postgres());
    Map<String, String> properties = new HashMap<>(database.properties());
    properties.put("collab.anonymous-access", "write");
    MicroProcess server =
        keep(new MicroProcess("benchmark", properties, List.of("-Xmx1g")).start());
    String processes = "server=" + server.handle().pid() + ",database=" + database.processId();
    return List.of(
        new Peer("CollabEE", "sharedb", server.socket().toString(), processes),
        new Peer("CollabEE, batches", "sharedb", server.socket() + "?batch=1", processes));
  }

  private Peer sharedb() throws IOException {
    Postgres database = keep(new Postgres());
    database.execute(
        Files.readString(
            LoadTool.DIRECTORY.resolve("node_modules/sharedb-postgres/structure.sql")));
    Node server = keep(new Node("sharedb-server.mjs", database.url()));
    return new Peer(
        "ShareDB 7 + sharedb-postgres",
        "sharedb",
        "ws://127.0.0.1:" + server.port,
        "server=" + server.process.pid() + ",database=" + database.processId());
  }

  private Peer hocuspocus() throws IOException {
    Path file = Files.createTempDirectory("hocuspocus").resolve("documents.sqlite");
    Node server = keep(new Node("hocuspocus-server.mjs", file.toString()));
    return new Peer(
        "Hocuspocus 4 (not durable)",
        "hocuspocus",
        "ws://127.0.0.1:" + server.port,
        "server=" + server.process.pid());
  }

  private <T extends AutoCloseable> T keep(T started) {
    running.add(started);
    return started;
  }

  private JsonObject measured(Load load, Peer peer) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of("--url", peer.address, "--protocol", peer.protocol, "--pids", peer.processes));
    options.addAll(load.options);
    return tool.run(options);
  }

  private static String row(Load load, Peer peer, JsonObject result) {
    if (result.isEmpty()) {
      return "| " + load.name + " | " + peer.name + " | failed | | | |";
    }
    JsonObject cpu = result.getJsonObject("cpuSecondsPer1000");
    String database = cpu.containsKey("database") ? " + " + cpu.get("database") : "";
    String errors = result.getInt("errors") == 0 ? "" : " (" + result.getInt("errors") + " errors)";
    return String.join(
        " | ",
        "| " + load.name,
        peer.name,
        result.get("operationsPerSecond") + errors,
        LoadTool.latency(result.getJsonObject("ack")),
        LoadTool.latency(result.getJsonObject("e2e")),
        cpu.get("server") + database + " |");
  }

  private void stop() throws Exception {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
  }

  /** A server in Node that prints its port. */
  private static final class Node implements AutoCloseable {
    private final Process process;
    private final int port;

    Node(String script, String argument) throws IOException {
      process =
          new ProcessBuilder("node", script, argument)
              .directory(LoadTool.DIRECTORY.toFile())
              .redirectError(Redirect.INHERIT)
              .start();
      BufferedReader output = process.inputReader(UTF_8);
      String first = output.readLine();
      if (first == null) {
        throw new IOException(script + " did not start");
      }
      port = JsonText.parse(first).asJsonObject().getInt("port");
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
