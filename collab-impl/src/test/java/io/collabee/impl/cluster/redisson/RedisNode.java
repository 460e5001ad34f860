package io.collabee.impl.cluster.redisson;

import io.collabee.DocumentId;
import io.collabee.impl.cluster.BusMessage;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Envelope;
import io.collabee.impl.cluster.NodeId;
import io.collabee.impl.config.RedisMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A node that has a bus over Redis and nothing else. */
final class RedisNode implements Carrier.Home, AutoCloseable {
  static final byte[] SECRET = new byte[32];

  final NodeId node = NodeId.random();
  final Queue<BusMessage> heard = new ConcurrentLinkedQueue<>();
  final Queue<Carrier.Trust> changes = new ConcurrentLinkedQueue<>();
  final AtomicInteger checks = new AtomicInteger();
  final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  final Carrier bus;
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();

  RedisNode(RedisSettings settings) {
    this(settings, SECRET);
  }

  RedisNode(RedisSettings settings, byte[] secret) {
    this.bus = RedissonBus.configured(settings, secret, factory()).open(this);
    start();
  }

  RedisNode(Object client, RedisSettings settings) {
    this.bus = RedissonBus.using(client, settings, SECRET, factory()).open(this);
    start();
  }

  private void start() {
    var unused = ticks.scheduleWithFixedDelay(bus::tick, 0, 100, TimeUnit.MILLISECONDS);
  }

  private ThreadFactory factory() {
    return task -> {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      threads.add(thread);
      return thread;
    };
  }

  static RedisSettings settings(RedisMode mode, String master, Integer... ports) {
    List<String> addresses = Arrays.stream(ports).map(port -> "redis://127.0.0.1:" + port).toList();
    return new RedisSettings(
        mode, addresses, master, "", "", "test", 64, Duration.ofSeconds(1), 8 * 1024 * 1024);
  }

  static RedisSettings single(int port) {
    return settings(RedisMode.SINGLE, "", port);
  }

  /** Waits with a patience that suits a busy machine. */
  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20));
  }

  RedisNode untilTrusted() {
    await("trust in Redis").until(() -> bus.trust() == Carrier.Trust.TRUSTED);
    return this;
  }

  void untilAway() {
    await("no trust in Redis").until(() -> bus.trust() == Carrier.Trust.AWAY);
  }

  void publish(BusMessage message) {
    bus.publish(new Envelope(node, message));
  }

  /** Publishes the head of a document on each of the topics, more or less; what it published. */
  List<BusMessage> publishEverywhere(int documents) {
    List<BusMessage> published = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      BusMessage head = new BusMessage.Head(DocumentId.of("c", "document-" + i), i);
      publish(head);
      published.add(head);
    }
    return published;
  }

  /** What was heard, without beats. */
  List<BusMessage> messages() {
    return heard.stream().filter(message -> !(message instanceof BusMessage.Beat)).toList();
  }

  @Override
  public NodeId node() {
    return node;
  }

  @Override
  public void accept(Envelope envelope) {
    heard.add(envelope.message());
  }

  @Override
  public void checkAll(Runnable done) {
    checks.incrementAndGet();
    done.run();
  }

  @Override
  public void changed() {
    changes.add(bus.trust());
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    bus.close();
  }
}
