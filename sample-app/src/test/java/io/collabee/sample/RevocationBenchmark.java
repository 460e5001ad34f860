package io.collabee.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Measures how long it takes from the revocation of a login on one server until its socket on
 * another is closed, in the midst of typing, with each way to carry hints between them; and prints
 * a table. Argument: how many revocations of each.
 */
final class RevocationBenchmark implements AutoCloseable {
  private static final List<NodeLink.Kind> LINKS =
      List.of(NodeLink.Kind.SINGLE, NodeLink.Kind.DATABASE, NodeLink.Kind.NONE);
  private static final int WARM_UP = 20;

  private final FaultyCluster cluster;
  private final Account account;
  private final List<Long> sinceAsked = new ArrayList<>();
  private final List<Long> sinceAnswered = new ArrayList<>();

  private RevocationBenchmark(NodeLink.Kind kind) {
    cluster = new FaultyCluster(kind, "revocation-" + kind.key(), node -> Map.of());
    account = Account.register(cluster.nodes().get(0), "ann.benchmark");
  }

  public static void main(String[] arguments) {
    int times = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
    System.out.println(
        "| bus | revocations | from the request, p50 / p99 / most ms | from its answer |");
    System.out.println("| --- | --- | --- | --- |");
    for (NodeLink.Kind kind : LINKS) {
      try (RevocationBenchmark benchmark = new RevocationBenchmark(kind)) {
        benchmark.run(WARM_UP);
        benchmark.sinceAsked.clear();
        benchmark.sinceAnswered.clear();
        benchmark.run(times);
        System.out.printf(
            "| %s | %d | %s | %s |%n",
            kind.description(),
            times,
            summary(benchmark.sinceAsked),
            summary(benchmark.sinceAnswered));
      }
    }
  }

  private void run(int times) {
    for (int i = 0; i < times; i++) {
      revoke();
    }
  }

  private void revoke() {
    MicroProcess here = cluster.nodes().get(0);
    MicroProcess there = cluster.nodes().get(1);
    String minutes = account.startsMinutes(here);
    String token = account.token(here);
    try (Talk talk = new Talk(there.socket(), "ticket=" + Account.ticket(here, token))) {
      Typist typist = new Typist(talk, "minutes", minutes, "{'ops':[{'insert':'x'}]}");
      CompletableFuture<Void> typing = CompletableFuture.runAsync(typist::typeUntilClosed);
      while (typist.typed() < 3) {
        Thread.onSpinWait();
      }
      String wish =
          "{'token':'%s','expires':%d}"
              .formatted(Account.id(token), Instant.now().plusSeconds(600).toEpochMilli());

      long asked = System.nanoTime();
      int status = Account.revokes(here, token, wish).statusCode();
      long answered = System.nanoTime();
      typing.join();

      if (status != 204 || talk.closeCode() != 4420) {
        throw new IllegalStateException(status + ", closed with " + talk.closeCode());
      }
      sinceAsked.add(talk.closedAt() - asked);
      sinceAnswered.add(Math.max(0, talk.closedAt() - answered));
    }
  }

  private static String summary(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().map(each -> each / 1_000_000).toList();
    int count = sorted.size();
    return "%d / %d / %d"
        .formatted(sorted.get(count / 2), sorted.get(count * 99 / 100), sorted.get(count - 1));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
