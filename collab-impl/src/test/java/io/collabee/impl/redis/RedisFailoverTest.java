package io.collabee.impl.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The Redis servers that other tests use do what those tests take for granted. */
final class RedisFailoverTest {

  @Test
  void sentinelsReplaceAKilledMasterAndTakeItBackAsReplica() {
    try (SentinelRedis redis = new SentinelRedis()) {
      RedisProcess killed = redis.killMaster();
      assertThat(redis.master()).isNotSameAs(killed);

      killed.start();
      redis.untilWhole();

      assertThat(killed.ask("ROLE")).contains("slave");
    }
  }

  @Test
  void aClusterReplacesAKilledMasterAndTakesItBackAsReplica() {
    try (ClusterRedis redis = new ClusterRedis()) {
      RedisProcess killed = redis.killMaster(new Random(1));

      killed.start();
      redis.untilWhole();

      assertThat(killed.ask("ROLE")).contains("slave");
    }
  }
}
