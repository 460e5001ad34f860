package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.cluster.Carrier.Kind;
import io.collabee.impl.cluster.Carrier.Trust;
import io.collabee.impl.document.Arrivals;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog.Head;
import io.collabee.impl.protocol.PresenceBus;
import io.collabee.impl.protocol.PresenceHub;
import io.collabee.impl.protocol.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node tells, and over which of two buses. */
class ClusterTest {
  private static final DocumentId DOCUMENT = DocumentId.of("c", "d");

  private final NodeId node = NodeId.random();
  private final Cluster cluster = new Cluster(node, Executors.defaultThreadFactory());
  private final FakeCarrier redis = new FakeCarrier(Kind.REDIS);
  private final FakeCarrier database = new FakeCarrier(Kind.DATABASE);
  private final List<HeadCheck> checks = new CopyOnWriteArrayList<>();
  private final TestNode documents =
      new TestNode(
          new InMemoryOperationLog(),
          cluster,
          live -> {
            checks.add(check(live, ids -> Map.of()));
            checks.add(check(live, ids -> databaseIsAway()));
            Presences presences =
                new Presences(node, live, cluster::tell, Duration.ofSeconds(5), System::nanoTime);
            cluster.join(live, presences, checks, List.of(redis, database));
            return new PresenceHub(PresenceBus.NONE);
          });

  @AfterEach
  void close() {
    redis.slow.countDown();
    checks.forEach(HeadCheck::close);
    documents.close();
    cluster.close();
  }

  private static HeadCheck check(Arrivals live, HeadCheck.Heads heads) {
    return new HeadCheck(live, heads, CheckSettings.DEFAULT, Executors.defaultThreadFactory());
  }

  private static Map<DocumentId, Head> databaseIsAway() {
    throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "away");
  }

  @Test
  void aDatabaseThatIsAwayKeepsNoBusFromBeingTrusted() {
    documents.content(DOCUMENT);
    AtomicInteger done = new AtomicInteger();

    redis.home().checkAll(done::incrementAndGet);

    await().until(() -> done.get() == 1);
  }

  @Test
  void smallOperationsAreToldAsTheyAre() {
    LoggedOperation operation = operation(7, "\"op\":[]");

    cluster.committed(DOCUMENT, List.of(new Committed(operation)));

    await().until(() -> !commits(redis).isEmpty());
    assertThat(commits(redis))
        .containsExactly(new BusMessage.Operations(DOCUMENT, List.of(operation)));
    assertThat(commits(database)).isEmpty();
  }

  @Test
  void ofLongOperationsTheHeadIsTold() {
    String half = "\"op\":[\"" + "x".repeat(4 * 1024) + "\"]";

    cluster.committed(
        DOCUMENT, List.of(new Committed(operation(7, half)), new Committed(operation(8, half))));

    await().until(() -> !commits(redis).isEmpty());
    assertThat(commits(redis)).containsExactly(new BusMessage.Head(DOCUMENT, 9));
  }

  @Test
  void theFirstBusThatIsTrustedCarries() {
    redis.trust = Trust.AWAY;
    tell(1);
    await().until(() -> !commits(database).isEmpty());
    assertThat(cluster.carrier()).contains(database);

    redis.trust = Trust.RECOVERING;
    tell(2);
    await().until(() -> commits(database).size() == 2);

    redis.trust = Trust.TRUSTED;
    tell(3);
    await().until(() -> !commits(redis).isEmpty());
    assertThat(commits(redis)).containsExactly(new BusMessage.Head(DOCUMENT, 3));

    redis.trust = Trust.AWAY;
    database.trust = Trust.AWAY;
    assertThat(cluster.carrier()).isEmpty();
  }

  @Test
  void aBusThatHangsMakesNobodyWaitAndTheOldestIsDropped() {
    redis.hangs = true;
    int many = 10_000;
    for (int i = 1; i <= many; i++) {
      tell(i);
    }
    redis.hangs = false;
    redis.slow.countDown();

    await().until(() -> commits(redis).contains(new BusMessage.Head(DOCUMENT, many)));
    assertThat(commits(redis)).hasSizeLessThan(many / 2);
  }

  @Test
  void aBusThatThrowsDoesNotEndWhatOthersAreTold() {
    redis.throwsAlways = true;
    tell(1);
    await().until(() -> database.ticks > 1);

    redis.throwsAlways = false;
    tell(2);

    await().until(() -> commits(redis).contains(new BusMessage.Head(DOCUMENT, 2)));
  }

  @Test
  void aBusThatThrowsWhenItIsClosedKeepsNoOtherOpen() {
    redis.throwsAlways = true;

    cluster.close();

    assertThat(database.last()).isEqualTo(new BusMessage.Leaving());
    assertThat(database.isClosed).isTrue();
  }

  @Test
  void goodbyeIsSaidLastAndOnEveryBus() {
    tell(1);

    cluster.close();

    assertThat(redis.published).extracting(Envelope::node).containsOnly(node);
    assertThat(commits(redis)).contains(new BusMessage.Head(DOCUMENT, 1));
    assertThat(redis.last()).isEqualTo(new BusMessage.Leaving());
    assertThat(database.last()).isEqualTo(new BusMessage.Leaving());
    assertThat(List.of(redis.isClosed, database.isClosed)).containsOnly(true);
  }

  @Test
  void carriersAreTickedTwiceASecond() {
    await().until(() -> redis.ticks > 1 && database.ticks > 1);
  }

  private void tell(long head) {
    cluster.tell(new BusMessage.Head(DOCUMENT, head));
  }

  private static LoggedOperation operation(long version, String payload) {
    return new LoggedOperation(version, "s", version, "ann", Instant.EPOCH, payload);
  }

  private static List<BusMessage> commits(FakeCarrier carrier) {
    return carrier.published.stream()
        .map(Envelope::message)
        .filter(m -> m instanceof BusMessage.Head || m instanceof BusMessage.Operations)
        .toList();
  }

  private static final class FakeCarrier implements Carrier, Carrier.Opener {
    final List<Envelope> published = new CopyOnWriteArrayList<>();
    final CountDownLatch slow = new CountDownLatch(1);
    private final Kind kind;
    private @Nullable Home home;
    volatile Trust trust = Trust.TRUSTED;
    volatile boolean hangs;
    volatile boolean throwsAlways;
    volatile boolean isClosed;
    volatile int ticks;

    FakeCarrier(Kind kind) {
      this.kind = kind;
    }

    BusMessage last() {
      return published.get(published.size() - 1).message();
    }

    @Override
    public Carrier open(Home home) {
      assertThat(home.node()).isNotNull();
      this.home = home;
      return this;
    }

    private void throwIfSo() {
      if (throwsAlways) {
        throw new IllegalStateException("a fault of the bus");
      }
    }

    Home home() {
      return Objects.requireNonNull(home);
    }

    @Override
    public void publish(Envelope message) {
      throwIfSo();
      if (hangs) {
        try {
          slow.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      published.add(message);
    }

    @Override
    public Kind kind() {
      return kind;
    }

    @Override
    public Trust trust() {
      return trust;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread ticks.
    public void tick() {
      throwIfSo();
      ticks++;
    }

    @Override
    public void close() {
      throwIfSo();
      isClosed = true;
    }
  }
}
