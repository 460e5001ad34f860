package io.collabee.impl.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Joins nodes of one process. May lose, repeat, delay and reorder messages, by chance or when told
 * to; what it brings has been bytes on the way.
 */
final class LocalBus implements AutoCloseable {
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final List<byte[]> underWay = new ArrayList<>();
  private final Random random;
  private final boolean faithful;
  private final Thread thread = new Thread(this::run, "local-bus");
  private volatile boolean broken;
  private boolean closed;

  private LocalBus(Random random, boolean faithful) {
    this.random = random;
    this.faithful = faithful;
    thread.start();
  }

  /** Brings everything once and in order. */
  static LocalBus faithful() {
    return new LocalBus(new Random(), true);
  }

  /** Brings some things never, some twice, some later, and little in order. */
  static LocalBus lossy(long seed) {
    return new LocalBus(new Random(seed), false);
  }

  /** A node's way to the others. */
  Carrier join(Carrier.Home home) {
    Member member = new Member(home);
    members.add(member);
    return member;
  }

  /** Brings nothing while it is broken, and nobody trusts it. */
  void broken(boolean now) {
    broken = now;
    members.forEach(member -> member.home.changed());
  }

  private synchronized void send(byte[] message) {
    if (broken) {
      return;
    }
    int copies = faithful ? 1 : random.nextInt(10) < 2 ? 0 : random.nextInt(10) < 2 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      underWay.add(faithful ? underWay.size() : random.nextInt(underWay.size() + 1), message);
    }
    notifyAll();
  }

  private synchronized Optional<byte[]> next() throws InterruptedException {
    while (underWay.isEmpty() && !closed) {
      wait();
    }
    return closed ? Optional.empty() : Optional.of(underWay.remove(0));
  }

  private void run() {
    try {
      for (Optional<byte[]> next = next(); next.isPresent(); next = next()) {
        Envelope envelope = BusCodec.decode(next.get()).orElseThrow();
        members.forEach(member -> member.home.accept(envelope));
        if (!faithful && random.nextInt(10) == 0) {
          Thread.sleep(random.nextInt(3));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Member implements Carrier {
    private final Home home;

    Member(Home home) {
      this.home = home;
    }

    @Override
    public void publish(Envelope message) {
      send(BusCodec.encode(message));
    }

    @Override
    public Kind kind() {
      return Kind.REDIS;
    }

    @Override
    public Trust trust() {
      return broken ? Trust.AWAY : Trust.TRUSTED;
    }

    @Override
    public void tick() {}

    @Override
    public void close() {
      members.remove(this);
    }
  }
}
