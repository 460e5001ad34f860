package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.protocol.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final OutboxLimits SMALL = new OutboxLimits(40, 20, 20);

  private final AtomicInteger roomMade = new AtomicInteger();

  private Outbox outbox(Wire wire, boolean batch) {
    return new Outbox(wire, Runnable::run, SMALL, batch, roomMade::incrementAndGet);
  }

  @Test
  void messagesAreSentOneAfterTheOther() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);

    outbox.reply("a");
    outbox.push("b");
    outbox.reply("c");
    assertThat(wire.sent).containsExactly("a");
    wire.written();
    wire.written();
    wire.written();

    assertThat(wire.sent).containsExactly("a", "b", "c");
    assertThat(wire.isIdle()).isTrue();
  }

  @Test
  void aServerThatCallsBackOnTheSendersStackMakesNoDeepStack() {
    FakeWire wire = new FakeWire(true);
    List<Runnable> tasks = new ArrayList<>();
    Outbox outbox =
        new Outbox(wire, tasks::add, new OutboxLimits(1 << 20, 1 << 20, 1), false, () -> {});
    for (int i = 0; i < 100_000; i++) {
      outbox.reply("m");
    }

    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).run();
    }

    assertThat(wire.sent).hasSize(100_000);
  }

  @Test
  void aFaultOfWhoeverFillsTheRoomClosesTheConnection() {
    FakeWire wire = new FakeWire(true);
    List<Runnable> tasks = new ArrayList<>();
    Outbox outbox =
        new Outbox(
            wire,
            tasks::add,
            SMALL,
            false,
            () -> {
              throw new IllegalStateException("a fault");
            });
    outbox.reply("12345678901234567890");
    outbox.reply("2");

    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).run();
    }

    assertThat(wire.closedFor()).isEqualTo(CloseReason.FAULT);
  }

  @Test
  void aBatchIsAnArrayOfAllThatWaits() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, true);

    outbox.reply("1");
    outbox.reply("2");
    outbox.reply("3");
    wire.written();

    assertThat(wire.sent).containsExactly("[1]", "[2,3]");
  }

  @Test
  void aBatchIsNotLongerThanTheLimit() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, true);
    outbox.content("0");
    for (int i = 0; i < 4; i++) {
      outbox.content("12345678");
    }
    outbox.content("a message that is longer than a batch may be");

    for (int i = 0; i < 3; i++) {
      wire.written();
    }

    assertThat(wire.sent)
        .containsExactly(
            "[0]",
            "[12345678,12345678]",
            "[12345678,12345678]",
            "[a message that is longer than a batch may be]");
  }

  @Test
  void ofAPresenceOnlyTheNewestIsSentAfterWhatItMayReferTo() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("0");

    outbox.presence("k", "p1");
    outbox.push("op");
    outbox.presence("k", "p2");
    outbox.presence("other", "q");
    for (int i = 0; i < 4; i++) {
      wire.written();
    }

    assertThat(wire.sent).containsExactly("0", "op", "p2", "q");
  }

  @Test
  void presencesAreLeftOutFirst() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("0");

    outbox.push("12345678901");
    outbox.presence("k", "p");
    wire.written();
    wire.written();
    outbox.presence("k", "later");

    assertThat(wire.sent).containsExactly("0", "12345678901", "later");
  }

  @Test
  void whoReadsTooSlowlyIsClosed() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("0");

    for (int i = 0; i < 5; i++) {
      outbox.push("1234567890");
    }
    wire.written();

    assertThat(wire.closedFor()).isEqualTo(CloseReason.TOO_SLOW);
    assertThat(wire.sent).containsExactly("0");
  }

  @Test
  void whoAsksAndDoesNotReadTheRepliesIsClosed() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("0");

    for (int i = 0; i < 5; i++) {
      outbox.reply("1234567890");
    }
    wire.written();

    assertThat(wire.closedFor()).isEqualTo(CloseReason.TOO_SLOW);
    assertThat(wire.sent).containsExactly("0");
  }

  @Test
  void whatWasAskedForMayBeAnyAmount() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);

    for (int i = 0; i < 100; i++) {
      outbox.content("1234567890");
    }

    assertThat(wire.closedFor()).isNull();
    assertThat(outbox.hasRoom()).isFalse();
  }

  @Test
  void itIsToldWhenThereIsRoomAgain() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("0");
    outbox.reply("1234567890");
    outbox.reply("1234567890");
    assertThat(outbox.hasRoom()).isFalse();

    wire.written();

    assertThat(roomMade).hasValue(1);
    assertThat(outbox.hasRoom()).isTrue();
  }

  @Test
  void aPingGoesBetweenFrames() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("a");
    outbox.reply("b");

    outbox.ping();
    assertThat(wire.pings()).isZero();
    wire.written();

    assertThat(wire.pings()).isEqualTo(1);
    assertThat(wire.sent).containsExactly("a", "b");
  }

  @Test
  void aPingIsSentIfNothingElseIs() {
    FakeWire wire = new FakeWire(false);

    outbox(wire, false).ping();

    assertThat(wire.pings()).isEqualTo(1);
  }

  @Test
  void aFrameThatFailsClosesTheSocket() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("a");
    outbox.reply("b");

    wire.failed();

    assertThat(wire.sent).containsExactly("a");
    assertThat(wire.closedFor()).isEqualTo(CloseReason.FAULT);
  }

  @Test
  void aSocketIsClosedAfterTheFrameInFlightAndStuckOnesAtOnce() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("a");

    outbox.close(CloseReason.STOPPING);
    assertThat(wire.closedFor()).isNull();
    outbox.abort(CloseReason.SILENT);

    assertThat(wire.closedFor()).isEqualTo(CloseReason.STOPPING);
  }

  @Test
  void itFinishesWithAllThatWaitsAndTakesNothingMore() {
    FakeWire wire = new FakeWire(false);
    Outbox outbox = outbox(wire, false);
    outbox.reply("a");
    outbox.reply("b");

    outbox.finish(CloseReason.STOPPING);
    outbox.push("late");
    wire.written();
    assertThat(wire.closedFor()).isNull();
    wire.written();

    assertThat(wire.sent).containsExactly("a", "b");
    assertThat(wire.closedFor()).isEqualTo(CloseReason.STOPPING);
  }

  @Test
  void itFinishesAtOnceIfNothingWaits() {
    FakeWire wire = new FakeWire(true);

    outbox(wire, true).finish(CloseReason.STOPPING);

    assertThat(wire.closedFor()).isEqualTo(CloseReason.STOPPING);
  }

  @Test
  void withoutPumpsASocketIsClosedByWhoeverUsesIt() {
    FakeWire wire = new FakeWire(true);
    Executor ended =
        task -> {
          throw new RejectedExecutionException();
        };
    Outbox outbox = new Outbox(wire, ended, SMALL, false, () -> {});

    outbox.reply("a");
    outbox.abort(CloseReason.STOPPING);

    assertThat(wire.sent).isEmpty();
    assertThat(wire.closedFor()).isEqualTo(CloseReason.STOPPING);
  }

  @Test
  void afterClosingNothingIsTaken() {
    FakeWire wire = new FakeWire(true);
    Outbox outbox = outbox(wire, false);

    outbox.close(CloseReason.NOT_JSON);
    outbox.reply("a");
    outbox.ping();

    assertThat(wire.sent).isEmpty();
    assertThat(wire.pings()).isZero();
    assertThat(wire.closedFor()).isEqualTo(CloseReason.NOT_JSON);
  }

  /** Calls back now or later, on whatever thread, by chance; checks that frames never overlap. */
  private static final class ChanceWire implements Wire {
    private final List<String> sent = new ArrayList<>();
    private final Random random;
    private final ExecutorService callbacks = Executors.newFixedThreadPool(2);
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private final CountDownLatch expected;
    private volatile boolean overlapped;

    ChanceWire(long seed, int expected) {
      this.random = new Random(seed);
      this.expected = new CountDownLatch(expected);
    }

    @Override
    public void send(String text, Done done) {
      if (!inFlight.compareAndSet(false, true)) {
        overlapped = true;
      }
      sent.add(text);
      boolean later = random.nextBoolean();
      Runnable end =
          () -> {
            inFlight.set(false);
            done.done(null);
            expected.countDown();
          };
      if (later) {
        callbacks.execute(end);
      } else {
        end.run();
      }
    }

    @Override
    public void ping() {}

    @Override
    public void cut() {}

    @Override
    public void close(CloseReason reason) {}
  }

  @Test
  void manyWritersFindTheirMessagesSentInTheirOrderAndOneAtATime() throws InterruptedException {
    int writers = 4;
    int messages = 5_000;
    long seed = System.nanoTime();
    ChanceWire wire = new ChanceWire(seed, writers * messages);
    ExecutorService pumps = Executors.newFixedThreadPool(2);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    Outbox outbox = new Outbox(wire, pumps, OutboxLimits.DEFAULT, false, () -> {});

    for (int w = 0; w < writers; w++) {
      String name = "w" + w + ":";
      threads.execute(
          () -> {
            for (int i = 0; i < messages; i++) {
              outbox.reply(name + i);
            }
          });
    }

    assertThat(wire.expected.await(30, TimeUnit.SECONDS)).as("seed %d", seed).isTrue();
    assertThat(wire.overlapped).as("seed %d", seed).isFalse();
    for (int w = 0; w < writers; w++) {
      String name = "w" + w + ":";
      List<String> own = wire.sent.stream().filter(text -> text.startsWith(name)).toList();
      assertThat(own).as("seed %d", seed).hasSize(messages);
      for (int i = 0; i < messages; i++) {
        assertThat(own.get(i)).isEqualTo(name + i);
      }
    }
    threads.shutdownNow();
    pumps.shutdownNow();
    wire.callbacks.shutdownNow();
  }
}
