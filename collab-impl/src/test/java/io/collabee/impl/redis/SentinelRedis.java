package io.collabee.impl.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A master, a replica and three Sentinels that make the replica the master when the master has not
 * answered for a second.
 */
public final class SentinelRedis implements AutoCloseable {
  /** The name by which the Sentinels know the master. */
  public static final String MASTER = "documents";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<RedisProcess> sentinels = new ArrayList<>();

  /** Starts them and waits until the Sentinels agree on what there is. */
  public SentinelRedis() {
    RedisProcess first = RedisProcess.server();
    servers.add(first);
    servers.add(RedisProcess.server("replicaof 127.0.0.1 " + first.port()));
    for (int i = 0; i < 3; i++) {
      sentinels.add(
          RedisProcess.sentinel(
              "sentinel monitor " + MASTER + " 127.0.0.1 " + first.port() + " 2",
              "sentinel down-after-milliseconds " + MASTER + " 1000",
              "sentinel failover-timeout " + MASTER + " 3000"));
    }
    untilWhole();
  }

  /** Where the Sentinels listen. */
  public List<Integer> ports() {
    return sentinels.stream().map(RedisProcess::port).toList();
  }

  private int masterPort(RedisProcess sentinel) {
    return Integer.parseInt(sentinel.ask("SENTINEL", "get-master-addr-by-name", MASTER).get(1));
  }

  /** Kills the master and waits until the Sentinels name another one; which was killed. */
  public RedisProcess killMaster() {
    RedisProcess master = master();
    master.kill();
    Awaitility.await("failover")
        .atMost(PATIENCE)
        .until(() -> sentinels.stream().noneMatch(each -> masterPort(each) == master.port()));
    return master;
  }

  /** The server that the Sentinels take for the master. */
  public RedisProcess master() {
    int port = masterPort(sentinels.get(0));
    return servers.stream().filter(each -> each.port() == port).findFirst().orElseThrow();
  }

  /** Waits until there are a master and a replica that all Sentinels know and that are in step. */
  public void untilWhole() {
    Awaitility.await("a master and its replica").atMost(PATIENCE).until(this::isWhole);
  }

  private boolean isWhole() {
    RedisProcess master = master();
    return sentinels.stream().allMatch(each -> isWhole(each, master))
        && String.join("", master.ask("INFO", "replication")).contains("state=online");
  }

  private boolean isWhole(RedisProcess sentinel, RedisProcess master) {
    String known = String.join("", sentinel.ask("INFO", "sentinel"));
    return masterPort(sentinel) == master.port()
        && known.contains("status=ok")
        && known.contains("slaves=1,sentinels=3");
  }

  @Override
  public void close() {
    Stream.concat(sentinels.stream(), servers.stream()).forEach(RedisProcess::close);
  }
}
