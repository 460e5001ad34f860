package io.collabee.impl.cluster.redisson;

import static io.collabee.impl.cluster.redisson.RedisNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.config.RedisMode;
import io.collabee.impl.redis.ClusterRedis;
import io.collabee.impl.redis.RedisProcess;
import io.collabee.impl.security.Shelf;
import io.collabee.impl.security.ShelfContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RedissonShelfTest extends ShelfContract {
  private static final Duration LONG = Duration.ofHours(1);

  private RedisProcess redis;
  private RedisNode a;
  private RedisNode b;

  @BeforeEach
  void start() {
    redis = RedisProcess.server();
    a = new RedisNode(RedisNode.single(redis.port())).untilTrusted();
    b = new RedisNode(RedisNode.single(redis.port())).untilTrusted();
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    redis.close();
  }

  @Override
  protected Shelf node() {
    return a.bus.shelf();
  }

  @Override
  protected Shelf otherNode() {
    return b.bus.shelf();
  }

  @Override
  protected void takeAway() {
    redis.kill();
  }

  @Test
  void whatOthersPutThereIsNotBelieved() {
    answer(node().put("mine", new byte[] {1, 2, 3}, LONG));
    answer(node().put("other", new byte[] {1, 2, 3}, LONG));
    List<String> keys = redis.ask("KEYS", "test:*");
    assertThat(keys).hasSize(2).allMatch(key -> key.matches("test:[0-9a-f]{16}:(mine|other)"));
    String mine = keys.stream().filter(key -> key.endsWith("mine")).findAny().orElseThrow();
    String other = keys.stream().filter(key -> key.endsWith("other")).findAny().orElseThrow();

    redis.ask("RENAME", mine, other);
    assertThat(answer(node().get("other"))).isEmpty();
    redis.ask("SET", mine, "forged, and long enough");
    assertThat(answer(node().get("mine"))).isEmpty();
    redis.ask("SET", mine, "short");
    assertThat(answer(node().get("mine"))).isEmpty();
  }

  @Test
  void itIsThereAgainWithRedis() {
    redis.kill();
    await("no shelf").until(() -> !node().isOpen());

    redis.start();

    await("a shelf").until(() -> node().isOpen());
    answer(node().put("again", new byte[] {1}, LONG));
    await("the other node's shelf").until(() -> otherNode().isOpen());
    assertThat(answer(otherNode().get("again"))).isPresent();
  }

  @Test
  void aClusterKeepsValuesToo() {
    try (ClusterRedis cluster = new ClusterRedis();
        RedisNode node =
            new RedisNode(
                    RedisNode.settings(
                        RedisMode.CLUSTER, "", cluster.ports().toArray(Integer[]::new)))
                .untilTrusted()) {
      for (int i = 0; i < 20; i++) {
        answer(node.bus.shelf().put("v" + i, new byte[] {(byte) i}, LONG));
      }

      for (int i = 0; i < 20; i++) {
        assertThat(answer(node.bus.shelf().get("v" + i)))
            .hasValueSatisfying(value -> assertThat(value).hasSize(1));
      }
    }
  }
}
