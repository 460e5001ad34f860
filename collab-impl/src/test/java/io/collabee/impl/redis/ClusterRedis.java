package io.collabee.impl.redis;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Redis Cluster of three masters, each with a replica that takes its place when it has not
 * answered for a second.
 */
public final class ClusterRedis implements AutoCloseable {
  private static final int SLOTS = 16384;
  private static final int MASTERS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<RedisProcess> servers =
      Stream.generate(
              () ->
                  RedisProcess.server(
                      "cluster-enabled yes",
                      "cluster-node-timeout 1000",
                      "cluster-replica-validity-factor 0"))
          .limit(2 * MASTERS)
          .toList();

  /** Starts it and waits until it is whole. */
  public ClusterRedis() {
    for (int i = 0; i < MASTERS; i++) {
      servers.get(i).ask(slots(i));
    }
    for (RedisProcess server : servers.subList(1, servers.size())) {
      server.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(servers.get(0).port()));
    }
    await("all know each other", () -> servers.stream().allMatch(this::knowsAll));
    for (int i = 0; i < MASTERS; i++) {
      String master = servers.get(i).ask("CLUSTER", "MYID").get(0);
      servers.get(MASTERS + i).ask("CLUSTER", "REPLICATE", master);
    }
    untilWhole();
  }

  private static String[] slots(int part) {
    Stream<String> slots =
        IntStream.range(part * SLOTS / MASTERS, (part + 1) * SLOTS / MASTERS)
            .mapToObj(Integer::toString);
    return Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new);
  }

  private boolean knowsAll(RedisProcess server) {
    return info(server).contains("cluster_known_nodes:" + servers.size());
  }

  private static String info(RedisProcess server) {
    return String.join("", server.ask("CLUSTER", "INFO"));
  }

  /** Where the servers listen. */
  public List<Integer> ports() {
    return servers.stream().map(RedisProcess::port).toList();
  }

  /** Kills a master and waits until the others do without it; which was killed. */
  public RedisProcess killMaster(Random random) {
    List<RedisProcess> masters = masters();
    RedisProcess master = masters.get(random.nextInt(masters.size()));
    master.kill();
    // At first the others have not noticed, and say that all is well.
    await("failover", () -> masters().size() == MASTERS && servesAll());
    return master;
  }

  private List<RedisProcess> masters() {
    return living().filter(each -> each.ask("ROLE").contains("master")).toList();
  }

  private Stream<RedisProcess> living() {
    return servers.stream().filter(RedisProcess::isAlive);
  }

  /** Waits until there are three masters and as many replicas, and all think so. */
  public void untilWhole() {
    await(
        "masters and replicas",
        () -> servesAll() && masters().size() == MASTERS && replicas() == MASTERS);
  }

  private boolean servesAll() {
    return living().allMatch(each -> info(each).contains("cluster_state:ok"));
  }

  private long replicas() {
    return living().filter(each -> each.ask("ROLE").contains("connected")).count();
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }

  @Override
  public void close() {
    servers.forEach(RedisProcess::close);
  }
}
