package io.collabee.impl.cluster.redisson;

import static io.collabee.impl.cluster.redisson.RedisNode.await;
import static io.collabee.impl.cluster.redisson.RedisNode.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.cluster.BusMessage;
import io.collabee.impl.cluster.Carrier.Trust;
import io.collabee.impl.config.RedisMode;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.redis.ClusterRedis;
import io.collabee.impl.redis.RedisProcess;
import io.collabee.impl.redis.SentinelRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;

class RedissonBusTest {
  @Test
  void messagesArriveInOrderOnOtherNodesAndNotOnTheirOwn() {
    try (RedisProcess redis = RedisProcess.server();
        RedisNode a = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode b = new RedisNode(single(redis.port())).untilTrusted()) {
      List<BusMessage> run =
          IntStream.range(0, 5_000).<BusMessage>mapToObj(RedissonBusTest::operation).toList();

      run.forEach(a::publish);

      await("messages").until(() -> b.messages().size() >= run.size());
      assertThat(b.messages()).isEqualTo(run);
      assertThat(a.messages()).isEmpty();
      assertThat(a.bus.trust()).isEqualTo(Trust.TRUSTED);
    }
  }

  @Test
  void messagesOfAllDocumentsAndNodesArrive() {
    try (RedisProcess redis = RedisProcess.server();
        RedisNode a = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode b = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode c = new RedisNode(single(redis.port())).untilTrusted()) {
      assertArrive(a, b);
      assertArrive(b, c);
      a.publish(new BusMessage.Leaving());
      await("goodbye").until(() -> c.messages().contains(new BusMessage.Leaving()));
    }
  }

  @Test
  void whatNodesOfThisDatabaseDidNotSealIsIgnored() {
    byte[] other = new byte[32];
    other[0] = 1;
    try (RedisProcess redis = RedisProcess.server();
        RedisNode a = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode b = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode stranger = new RedisNode(single(redis.port()), other).untilTrusted()) {
      List<String> topics = redis.ask("PUBSUB", "CHANNELS");
      assertThat(topics).hasSize(2 * 64);
      Random random = new Random(1);
      for (String topic : topics) {
        redis.ask("PUBLISH", topic, "garbage");
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        redis.ask("PUBLISH", topic, new String(bytes, StandardCharsets.US_ASCII));
      }
      stranger.publishEverywhere(100);

      assertArrive(a, b);
      assertThat(b.messages()).hasSize(200);
      assertThat(b.bus.trust()).isEqualTo(Trust.TRUSTED);
    }
  }

  @Test
  void redisMayComeLater() {
    RedisProcess redis = RedisProcess.server();
    redis.kill();
    long start = System.nanoTime();
    try (redis;
        RedisNode a = new RedisNode(single(redis.port()));
        RedisNode b = new RedisNode(single(redis.port()))) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertPublishingTakesNoTime(a);
      await("some tries").until(() -> a.threads.size() > 8);

      redis.start();

      a.untilTrusted();
      b.untilTrusted();
      assertArrive(a, b);
      assertThat(a.checks).hasPositiveValue();
    }
  }

  @Test
  void aBusThatNeverFoundRedisStopsAndLeavesNoThread() {
    RedisProcess redis = RedisProcess.server();
    redis.kill();
    RedisNode a = new RedisNode(single(redis.port()));
    await("some tries").until(() -> a.threads.size() > 8);

    a.close();

    assertNoThreadIsLeft(a);
    redis.close();
  }

  @Test
  void redisMayBeKilledAndComeBack() {
    try (RedisProcess redis = RedisProcess.server();
        RedisNode a = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode b = new RedisNode(single(redis.port())).untilTrusted()) {
      for (int round = 0; round < 2; round++) {
        int checks = a.checks.get();
        redis.kill();
        assertPublishingTakesNoTime(a);
        a.untilAway();
        b.untilAway();
        assertPublishingTakesNoTime(a);

        redis.start();
        a.untilTrusted();
        b.untilTrusted();

        assertThat(a.checks).hasValueGreaterThan(checks);
        assertArrive(a, b);
      }
    }
  }

  @Test
  void redisMayHangAndGoOn() {
    try (RedisProcess redis = RedisProcess.server();
        RedisNode a = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode b = new RedisNode(single(redis.port())).untilTrusted()) {
      redis.pause();
      assertPublishingTakesNoTime(a);
      a.untilAway();
      b.untilAway();
      assertPublishingTakesNoTime(a);

      redis.resume();
      a.untilTrusted();
      b.untilTrusted();

      assertArrive(a, b);
    }
  }

  @Test
  void whatWaitsIsBounded() {
    RedisSettings small =
        new RedisSettings(
            RedisMode.SINGLE, List.of(), "", "", "", "test", 4, Duration.ofSeconds(5), 64 * 1024);
    try (RedisProcess redis = RedisProcess.server();
        RedisNode a = new RedisNode(at(redis.port(), small)).untilTrusted();
        RedisNode b = new RedisNode(at(redis.port(), small)).untilTrusted()) {
      redis.pause();
      for (int i = 0; i < 100_000; i++) {
        a.publish(operation(i));
      }
      assertThat(a.bus.trust()).isEqualTo(Trust.AWAY);

      redis.resume();
      a.untilTrusted();
      b.untilTrusted();
      assertThat(b.messages().size()).isLessThan(2_000);
      assertArrive(a, b);
    }
  }

  private static RedisSettings at(int port, RedisSettings settings) {
    return new RedisSettings(
        settings.mode(),
        List.of("redis://127.0.0.1:" + port),
        settings.master(),
        settings.username(),
        settings.password(),
        settings.prefix(),
        settings.topics(),
        settings.patience(),
        settings.waiting());
  }

  @Test
  void aConnectionThatIsCutIsMadeAgain() {
    try (RedisProcess redis = RedisProcess.server();
        RedisNode a = new RedisNode(single(redis.port())).untilTrusted();
        RedisNode b = new RedisNode(single(redis.port())).untilTrusted()) {
      int checks = b.checks.get();

      redis.ask("CLIENT", "KILL", "TYPE", "pubsub");

      await("a check after the interruption").until(() -> b.checks.get() > checks);
      a.untilTrusted();
      b.untilTrusted();
      assertArrive(a, b);
    }
  }

  @Test
  void sentinelsMayMakeAnotherServerTheMaster() {
    try (SentinelRedis redis = new SentinelRedis()) {
      RedisSettings settings =
          RedisNode.settings(
              RedisMode.SENTINEL, SentinelRedis.MASTER, redis.ports().toArray(Integer[]::new));
      try (RedisNode a = new RedisNode(settings).untilTrusted();
          RedisNode b = new RedisNode(settings).untilTrusted()) {
        assertArrive(a, b);

        redis.killMaster();

        a.untilTrusted();
        b.untilTrusted();
        await("messages over the new master").until(() -> arrives(a, b));
        a.untilTrusted();
        assertThat(a.changes).contains(Trust.AWAY);
      }
    }
  }

  @Test
  void aMasterOfAClusterMayDie() {
    try (ClusterRedis redis = new ClusterRedis()) {
      RedisSettings settings =
          RedisNode.settings(RedisMode.CLUSTER, "", redis.ports().toArray(Integer[]::new));
      try (RedisNode a = new RedisNode(settings).untilTrusted();
          RedisNode b = new RedisNode(settings).untilTrusted()) {
        assertArrive(a, b);

        redis.killMaster(new Random(1));

        await("messages over the new master").until(() -> arrives(a, b));
        a.untilTrusted();
        b.untilTrusted();
        assertArrive(a, b);
      }
    }
  }

  @Test
  void theApplicationsClientIsUsedAndLeftToIt() {
    try (RedisProcess redis = RedisProcess.server()) {
      Config config = new Config().setCodec(ByteArrayCodec.INSTANCE);
      config.setReferenceEnabled(false);
      config.useSingleServer().setAddress("redis://127.0.0.1:" + redis.port());
      RedissonClient client = Redisson.create(config);
      try {
        try (RedisNode a = new RedisNode(client, single(0)).untilTrusted();
            RedisNode b = new RedisNode(single(redis.port())).untilTrusted()) {
          assertArrive(a, b);
          assertArrive(b, a);
        }

        assertThat(client.isShutdown()).isFalse();
        await("no subscription").until(() -> redis.ask("PUBSUB", "CHANNELS").isEmpty());
      } finally {
        client.shutdown(0, 2, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aStoppedBusLeavesNoThreadAndNoConnection() {
    try (RedisProcess redis = RedisProcess.server()) {
      Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
      RedisNode a = new RedisNode(single(redis.port())).untilTrusted();
      assertThat(a.threads).allMatch(thread -> thread.getName().equals("collab-redis"));
      assertThat(a.threads.stream().filter(Thread::isAlive)).hasSizeLessThanOrEqualTo(5);

      a.close();

      assertNoThreadIsLeft(a);
      await("no thread of netty's or Redisson's")
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .filter(thread -> !before.contains(thread))
                      .noneMatch(RedissonBusTest::isOfRedisson));
      await("no connection but the one that asks")
          .until(() -> String.join("", redis.ask("CLIENT", "LIST")).split("id=").length == 2);
    }
  }

  private static boolean isOfRedisson(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
            .anyMatch(
                frame ->
                    frame.getClassName().startsWith("io.netty")
                        || frame.getClassName().startsWith("org.redisson"))
        || thread.getName().startsWith("redisson");
  }

  @Test
  void goodbyeIsStillSaid() {
    try (RedisProcess redis = RedisProcess.server();
        RedisNode b = new RedisNode(single(redis.port())).untilTrusted()) {
      RedisNode a = new RedisNode(single(redis.port())).untilTrusted();

      a.publish(new BusMessage.Leaving());
      a.close();

      await("goodbye").until(() -> b.messages().contains(new BusMessage.Leaving()));
    }
  }

  private static void assertNoThreadIsLeft(RedisNode node) {
    await("no thread").until(() -> node.threads.stream().noneMatch(Thread::isAlive));
  }

  private static BusMessage operation(int version) {
    return new BusMessage.Operations(
        DocumentId.of("c", "d"),
        List.of(
            new LoggedOperation(
                version, "s", version + 1, "a", Instant.ofEpochMilli(0), "\"op\":[\"a\"]")));
  }

  private static void assertArrive(RedisNode from, RedisNode to) {
    int before = to.messages().size();
    List<BusMessage> published = from.publishEverywhere(200);
    await("messages").until(() -> to.messages().size() >= before + published.size());
    assertThat(to.messages().subList(before, before + published.size()))
        .containsExactlyInAnyOrderElementsOf(published);
  }

  private static boolean arrives(RedisNode from, RedisNode to) {
    to.heard.clear();
    List<BusMessage> published = from.publishEverywhere(200);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (System.nanoTime() < deadline) {
      if (new HashSet<>(to.messages()).containsAll(published)) {
        to.heard.clear();
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** The longest may be the machine's; what Redisson waits for takes a second. */
  private static void assertPublishingTakesNoTime(RedisNode node) {
    long[] times = new long[2_000];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      node.publish(operation(i));
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    assertThat(Duration.ofNanos(times[times.length * 99 / 100])).isLessThan(Duration.ofMillis(5));
    assertThat(Duration.ofNanos(times[times.length - 1])).isLessThan(Duration.ofMillis(500));
  }
}
