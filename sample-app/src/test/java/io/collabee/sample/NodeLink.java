package io.collabee.sample;

import io.collabee.impl.redis.ClusterRedis;
import io.collabee.impl.redis.RedisProcess;
import io.collabee.impl.redis.RedisProxy;
import io.collabee.impl.redis.SentinelRedis;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What carries hints between nodes. */
sealed interface NodeLink extends AutoCloseable {

  /** The settings of a node, so that it uses this. */
  Map<String, String> properties(int node);

  @Override
  void close();

  /** Which there are. */
  enum Kind {
    /** One Redis server. */
    SINGLE("one Redis") {
      @Override
      NodeLink start(int nodes) {
        RedisProcess server = RedisProcess.server();
        return new Single(
            server, Stream.generate(() -> new RedisProxy(server.port())).limit(nodes).toList());
      }
    },
    /** Redis with Sentinels. */
    SENTINEL("Redis and Sentinels") {
      @Override
      NodeLink start(int nodes) {
        return new Watched(new SentinelRedis());
      }
    },
    /** A Redis Cluster. */
    CLUSTER("a Redis Cluster") {
      @Override
      NodeLink start(int nodes) {
        return new Sharded(new ClusterRedis());
      }
    },
    /** PostgreSQL's NOTIFY. */
    DATABASE("PostgreSQL's `NOTIFY`") {
      @Override
      NodeLink start(int nodes) {
        return new Unlinked("database");
      }
    },
    /** Nothing: nodes look at the database from time to time. */
    NONE("no bus") {
      @Override
      NodeLink start(int nodes) {
        return new Unlinked("none");
      }
    };

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    abstract NodeLink start(int nodes);

    /** What it is, for people. */
    String description() {
      return description;
    }

    /** What is named so on the command line. */
    static Kind of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** As it is named on the command line. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One Redis server.
   *
   * @param proxies each node's own way to it
   */
  record Single(RedisProcess server, List<RedisProxy> proxies) implements NodeLink {
    @Override
    public Map<String, String> properties(int node) {
      return settings("single", List.of(proxies.get(node).port()));
    }

    @Override
    public void close() {
      proxies.forEach(RedisProxy::close);
      server.close();
    }
  }

  /** Redis with Sentinels. */
  record Watched(SentinelRedis redis) implements NodeLink {
    @Override
    public Map<String, String> properties(int node) {
      return settings("sentinel", redis.ports());
    }

    @Override
    public void close() {
      redis.close();
    }
  }

  /** A Redis Cluster. */
  record Sharded(ClusterRedis redis) implements NodeLink {
    @Override
    public Map<String, String> properties(int node) {
      return settings("cluster", redis.ports());
    }

    @Override
    public void close() {
      redis.close();
    }
  }

  /**
   * No Redis.
   *
   * @param bus the value of {@code collab.bus}
   */
  record Unlinked(String bus) implements NodeLink {
    @Override
    public Map<String, String> properties(int node) {
      return Map.of("collab.bus", bus);
    }

    @Override
    public void close() {
      // There is nothing.
    }
  }

  private static Map<String, String> settings(String mode, List<Integer> ports) {
    return Map.of(
        "collab.redis.mode",
        mode,
        "collab.redis.addresses",
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")),
        "collab.redis.master",
        SentinelRedis.MASTER);
  }
}
