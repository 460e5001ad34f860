package io.collabee.impl.cluster;

import io.collabee.impl.cluster.Carrier.Trust;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Decides whether a bus is trusted.
 *
 * <p>A bus that takes messages may still not bring them: a subscription can be gone while
 * publishing works, a server can be stopped with its sockets open. So nothing is believed but
 * beats: small messages of this node that come back to it. A bus has one or more lines (topics that
 * fail apart from each other), the first of which is beaten at every tick and the others in turn. A
 * beat that is not back in time is missed, however it arrives later: a slow bus is no better than
 * the database.
 *
 * <pre>
 *            3 misses of a line, 3 failures
 *   TRUSTED ------------------------------> AWAY      only the first line is beaten, more and
 *      ^  \                                 ^  |      more seldom
 *      |   \ a line was interrupted   same  |  | a beat came back
 *      |    +--------> RECOVERING ----------+  |
 *      +---------------RECOVERING <------------+      every line is beaten
 *        all lines have brought a beat, and after
 *        that every document's head was checked
 * </pre>
 *
 * <p>What a bus lost before a line was proven is found by the check that begins afterwards, and
 * what is published after that arrives; so nothing is missed by whoever trusts a bus that is
 * TRUSTED. A circuit starts AWAY.
 *
 * <p>Knows no thread and no bus: it is told what happens and tells what to do, one thing at a time,
 * in order, on the threads of its callers. Thread-safe.
 */
public final class Circuit {
  private static final Logger LOG = System.getLogger(Circuit.class.getName());

  /** How often in a row something may go wrong, less one. */
  private static final int ENOUGH = 3;

  private static final int BEATS_IN_TURN = 8;
  private static final long SHORTEST_PAUSE = Duration.ofMillis(500).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

  private final Effects effects;
  private final long patience;
  private final LongSupplier nanoTime;
  private final Line[] lines;
  private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acting = new AtomicInteger();

  private volatile Trust trust = Trust.AWAY;
  private int failures;
  private long number;
  private int turn;
  private long pause = SHORTEST_PAUSE;
  private long nextTry;

  /** Which check of the heads is waited for; 0 if none. */
  private long checking;

  private long checks;

  /** What a circuit has others do. Nothing may block or throw. */
  public interface Effects {
    /** Publishes a beat on a line. */
    void beat(int line, long number);

    /**
     * Compares every document in memory with its head.
     *
     * @param done to be called when that is done, on any thread, now or at any time
     */
    void check(Runnable done);

    /** The circuit has changed. */
    void changed(Trust before, Trust now);
  }

  /**
   * A circuit that trusts nothing yet.
   *
   * @param lines how many there are, from 1
   * @param patience how long a beat may take
   * @param nanoTime as {@link System#nanoTime}
   */
  public Circuit(int lines, Duration patience, LongSupplier nanoTime, Effects effects) {
    this.lines = Stream.generate(Line::new).limit(lines).toArray(Line[]::new);
    this.patience = patience.toNanos();
    this.nanoTime = nanoTime;
    this.effects = effects;
    this.nextTry = nanoTime.getAsLong();
  }

  private static final class Line {
    /** The beat that is under way; 0 if none. */
    long awaited;

    long sent;
    int missed;
    boolean proven;

    void reset() {
      awaited = 0;
      missed = 0;
      proven = false;
    }
  }

  /** How far the bus is trusted. */
  public Trust trust() {
    return trust;
  }

  /** To be called about twice a second. */
  public void tick() {
    synchronized (this) {
      long now = nanoTime.getAsLong();
      countMisses(now);
      switch (trust) {
        case AWAY -> tryAgain(now);
        case RECOVERING -> {
          beat(0, now);
          beatUnproven(now);
        }
        case TRUSTED -> beatInTurn(now);
      }
    }
    act();
  }

  /** A beat of this node came back over the line it was sent on. */
  public void heard(int line, long beat) {
    synchronized (this) {
      long now = nanoTime.getAsLong();
      Line its = lines[line];
      if (its.awaited != beat || isLate(its, now)) {
        return;
      }
      its.awaited = 0;
      its.missed = 0;
      its.proven = true;
      if (trust == Trust.AWAY) {
        change(Trust.RECOVERING);
        beatUnproven(now);
      }
      if (trust == Trust.RECOVERING) {
        checkIfProven();
      }
    }
    act();
  }

  /** Something that was published was taken. */
  public synchronized void succeeded() {
    failures = 0;
  }

  /** Something could not be published. */
  public void failed() {
    synchronized (this) {
      if (trust == Trust.AWAY) {
        // Only beats are published, and this one will not come back.
        lines[0].awaited = 0;
      } else if (++failures >= ENOUGH) {
        giveUp();
      }
    }
    act();
  }

  /**
   * A line's subscription was interrupted and is there again: messages may have been lost
   * meanwhile.
   */
  public void interrupted(int line) {
    synchronized (this) {
      if (trust == Trust.AWAY) {
        retry();
      } else {
        lines[line].reset();
        checking = 0;
        change(Trust.RECOVERING);
        beat(line, nanoTime.getAsLong());
      }
    }
    act();
  }

  /** There is reason to hope that the bus works again: it is tried at the next tick. */
  public synchronized void retry() {
    if (trust == Trust.AWAY) {
      pause = SHORTEST_PAUSE;
      nextTry = nanoTime.getAsLong();
      // A beat that is under way was sent when there was less hope.
      lines[0].reset();
    }
  }

  private boolean isLate(Line line, long now) {
    return now - line.sent > patience;
  }

  private void countMisses(long now) {
    for (Line line : lines) {
      if (line.awaited != 0 && isLate(line, now)) {
        line.awaited = 0;
        line.missed++;
        if (line.missed >= ENOUGH && trust != Trust.AWAY) {
          giveUp();
          return;
        }
      }
    }
  }

  private void tryAgain(long now) {
    if (lines[0].awaited == 0 && now - nextTry >= 0) {
      beat(0, now);
      nextTry = now + pause;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  private void beatUnproven(long now) {
    for (int line = 0; line < lines.length; line++) {
      if (!lines[line].proven) {
        beat(line, now);
      }
    }
  }

  private void beatInTurn(long now) {
    for (int line = 0; line < lines.length; line++) {
      if (line == 0 || lines[line].missed > 0) {
        beat(line, now);
      }
    }
    for (int i = Math.min(BEATS_IN_TURN, lines.length - 1); i > 0; i--) {
      turn = turn % (lines.length - 1) + 1;
      beat(turn, now);
    }
  }

  private void beat(int line, long now) {
    Line its = lines[line];
    if (its.awaited == 0) {
      long beat = ++number;
      its.awaited = beat;
      its.sent = now;
      due.add(() -> effects.beat(line, beat));
    }
  }

  private void checkIfProven() {
    if (checking == 0 && Arrays.stream(lines).allMatch(line -> line.proven)) {
      long check = ++checks;
      checking = check;
      due.add(() -> effects.check(() -> checked(check)));
    }
  }

  private void checked(long check) {
    synchronized (this) {
      // It may be one that was begun before something went wrong again.
      if (trust == Trust.RECOVERING && checking == check) {
        checking = 0;
        pause = SHORTEST_PAUSE;
        change(Trust.TRUSTED);
      }
    }
    act();
  }

  private void giveUp() {
    Arrays.stream(lines).forEach(Line::reset);
    failures = 0;
    checking = 0;
    nextTry = nanoTime.getAsLong() + pause;
    change(Trust.AWAY);
  }

  private void change(Trust now) {
    Trust before = trust;
    if (before != now) {
      trust = now;
      due.add(() -> effects.changed(before, now));
    }
  }

  /** Does what is due, unless another call is just doing so and will do this too. */
  private void act() {
    if (acting.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen > 0) {
      for (Runnable effect = due.poll(); effect != null; effect = due.poll()) {
        try {
          effect.run();
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "Unexpected failure around a bus", e);
        }
      }
      seen = acting.addAndGet(-seen);
    }
  }
}
