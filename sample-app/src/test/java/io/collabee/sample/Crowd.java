package io.collabee.sample;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Clients that type on shared documents, each on a thread of its own, whatever becomes of the
 * server: while it is gone they type on and try to connect again.
 */
final class Crowd implements AutoCloseable {
  private final URI server;
  private final List<SharedDocument<?, ?>> documents;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Member> members = new ArrayList<>();
  private final List<Future<?>> work = new ArrayList<>();
  private volatile boolean typing;

  /** Connects so many clients, which open all the documents. */
  Crowd(URI server, int size, Random random, List<SharedDocument<?, ?>> documents) {
    this.server = server;
    this.documents = documents;
    for (int i = 0; i < size; i++) {
      members.add(new Member(new Random(random.nextLong())));
    }
  }

  /** Lets them type from now on. */
  void type() {
    typing = true;
    members.forEach(member -> work.add(threads.submit(member::type)));
  }

  /** Ends the typing, waits until all is acknowledged and has come, and checks the documents. */
  void settle() {
    typing = false;
    finish();
    members.forEach(member -> work.add(threads.submit(member::untilAcknowledged)));
    finish();
    for (int i = 0; i < documents.size(); i++) {
      int document = i;
      long head = documents.get(i).head(server);
      members.forEach(
          member -> work.add(threads.submit(() -> member.untilAtVersion(document, head))));
      finish();
      documents.get(i).verify(server);
    }
  }

  /** Waits for the threads and throws what they threw. */
  private void finish() {
    for (Future<?> each : work) {
      try {
        each.get(2, TimeUnit.MINUTES);
      } catch (Exception e) {
        throw new AssertionError("a client failed", e);
      }
    }
    work.clear();
  }

  /** How many operations were acknowledged. */
  int acknowledged() {
    return documents.stream().mapToInt(SharedDocument::acknowledged).sum();
  }

  @Override
  public void close() {
    typing = false;
    threads.shutdownNow();
    members.forEach(member -> member.client.close());
  }

  private final class Member {
    private final LiveClient client = new LiveClient(server);
    private final List<SharedDocument<?, ?>.Copy> copies = new ArrayList<>();
    private final Random random;

    Member(Random random) {
      this.random = random;
      if (!client.connect()) {
        throw new AssertionError("no connection to " + server);
      }
      documents.forEach(document -> copies.add(document.open(client)));
    }

    void type() {
      while (typing) {
        stayConnected();
        copies.get(random.nextInt(copies.size())).edit(random);
        long pause = System.nanoTime() + Duration.ofMillis(random.nextInt(40)).toNanos();
        while (System.nanoTime() < pause) {
          client.step(Duration.ofNanos(Math.max(0, pause - System.nanoTime())));
        }
      }
    }

    private void stayConnected() {
      if (!client.isConnected() && !client.connect()) {
        client.await(Duration.ofMillis(100));
      }
    }

    void untilAcknowledged() {
      for (SharedDocument<?, ?>.Copy copy : copies) {
        copy.untilAcknowledged(this::stayConnected);
      }
    }

    void untilAtVersion(int document, long version) {
      copies.get(document).untilAtVersion(version);
    }
  }
}
