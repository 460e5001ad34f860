package io.collabee.sample;

import io.collabee.impl.redis.RedisProcess;
import io.collabee.impl.redis.RedisProxy;
import io.collabee.impl.redis.Tampering;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What the nemesis may do to a cluster. Each is over when its method returns. */
enum Fault {
  KILL_NODE(NodeLink.class, "`kill -9` of a node, which is started again") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      MicroProcess node = cluster.anyNode(random);
      node.kill();
      node.start();
    }
  },

  PAUSE_NODE(NodeLink.class, "a node halts (`SIGSTOP`) and goes on") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      MicroProcess node = cluster.anyNode(random);
      node.pause();
      pause(pace.nodePause());
      node.resume();
    }
  },

  ROLL_NODES(NodeLink.class, "rolling restart (`SIGTERM`) of the nodes, one by one") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      for (MicroProcess node : cluster.nodes()) {
        node.close();
        node.start();
      }
    }
  },

  CUT_SOCKETS(NodeLink.class, "clients' sockets break") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      for (int cuts = 0; cuts < 3; cuts++) {
        crowd.cut(random);
        pause(someOf(SHORT, random));
      }
    }
  },

  RESTART_DATABASE(NodeLink.class, "PostgreSQL is started again") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      cluster.database().restart();
    }
  },

  CUT_DATABASE(NodeLink.class, "PostgreSQL breaks all connections, several times") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      for (int cuts = 0; cuts < 4; cuts++) {
        cluster.database().cutConnections();
        pause(someOf(SHORT, random));
      }
    }
  },

  KILL_REDIS(NodeLink.Single.class, "`kill -9` of Redis, which is started again") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      RedisProcess redis = single(cluster).server();
      redis.kill();
      pause(pace.redisAway());
      redis.start();
    }
  },

  PAUSE_REDIS(NodeLink.Single.class, "Redis halts (`SIGSTOP`) and goes on") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      RedisProcess redis = single(cluster).server();
      redis.pause();
      pause(pace.redisAway());
      redis.resume();
    }
  },

  CUT_REDIS(NodeLink.Single.class, "one node's connections to Redis break, several times") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      RedisProxy proxy = anyProxy(cluster, random);
      for (int cuts = 0; cuts < 4; cuts++) {
        proxy.cut();
        pause(someOf(SHORT, random));
      }
    }
  },

  HIDE_REDIS(NodeLink.Single.class, "one node's connections to Redis carry nothing for a while") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      RedisProxy proxy = anyProxy(cluster, random);
      proxy.swallow();
      pause(pace.redisAway());
      proxy.behave();
    }
  },

  DROP_MESSAGES(NodeLink.Single.class, "bus messages are lost") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      double chance = random.nextInt(3) == 0 ? 1 : random.nextDouble();
      tamper(cluster, new Tampering(chance, 0, 0, Duration.ZERO, 0, random), pace);
    }
  },

  REPEAT_MESSAGES(NodeLink.Single.class, "bus messages come twice, the second time later") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      tamper(cluster, new Tampering(0, 0.5, 0.3, LATE, 0, random), pace);
    }
  },

  DELAY_MESSAGES(NodeLink.Single.class, "bus messages are late, by up to two seconds") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      tamper(cluster, new Tampering(0, 0, 0.8, LATE, 0, random), pace);
    }
  },

  REORDER_MESSAGES(NodeLink.Single.class, "bus messages pass one another") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      tamper(cluster, new Tampering(0, 0, 0.1, SHORT, 0.4, random), pace);
    }
  },

  FAIL_OVER(NodeLink.Watched.class, "`kill -9` of the Redis master, which Sentinels replace") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      NodeLink.Watched link = (NodeLink.Watched) cluster.link();
      link.redis().killMaster().start();
      link.redis().untilWhole();
    }
  },

  KILL_MASTER(
      NodeLink.Sharded.class,
      "`kill -9` of a master of a Redis Cluster, which its replica replaces") {
    @Override
    void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace) {
      NodeLink.Sharded link = (NodeLink.Sharded) cluster.link();
      link.redis().killMaster(random).start();
      link.redis().untilWhole();
    }
  };

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LATE = Duration.ofSeconds(2);

  private final Class<? extends NodeLink> link;
  private final String description;

  Fault(Class<? extends NodeLink> link, String description) {
    this.link = link;
    this.description = description;
  }

  /**
   * How long things stay broken.
   *
   * @param nodePause longer than other nodes wait for a sign of life
   * @param redisAway longer than nodes rely on a Redis that does not answer
   * @param tampering how long messages are tampered with
   */
  record Pace(Duration nodePause, Duration redisAway, Duration tampering) {
    static final Pace BRIEF =
        new Pace(Duration.ofSeconds(8), Duration.ofSeconds(5), Duration.ofSeconds(3));
    static final Pace FULL =
        new Pace(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(6));
  }

  /** Whether it can happen to nodes that are linked like this. */
  boolean suits(NodeLink nodes) {
    return link.isInstance(nodes);
  }

  /** Whether it can happen to nodes however they are linked. */
  boolean suitsAll() {
    return link == NodeLink.class;
  }

  /** Does it, and ends it. */
  abstract void strike(FaultyCluster cluster, Crowd crowd, Random random, Pace pace);

  /** What happens, for people. */
  String description() {
    return description;
  }

  /** The fault that is named so on the command line. */
  static Fault of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** As it is named on the command line. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static NodeLink.Single single(FaultyCluster cluster) {
    return (NodeLink.Single) cluster.link();
  }

  private static RedisProxy anyProxy(FaultyCluster cluster, Random random) {
    NodeLink.Single link = single(cluster);
    return link.proxies().get(random.nextInt(link.proxies().size()));
  }

  private static void tamper(FaultyCluster cluster, Tampering how, Pace pace) {
    single(cluster).proxies().forEach(proxy -> proxy.tamper(how));
    pause(pace.tampering());
    single(cluster).proxies().forEach(RedisProxy::behave);
  }

  private static Duration someOf(Duration most, Random random) {
    return Duration.ofMillis(random.nextLong(most.toMillis()));
  }

  /** Lets the others go on meanwhile. */
  static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
