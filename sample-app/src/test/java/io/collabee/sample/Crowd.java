package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.simulated.SimulatedPresence;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Clients that type on shared documents, each on a thread of its own, whatever becomes of the
 * servers: while theirs is gone or silent they type on and try to connect again, to another if
 * there is one. Each shows on a channel how far it is.
 */
final class Crowd implements AutoCloseable {
  /** A client that waits for an answer and hears nothing for so long tries another server. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** In milliseconds, between two edits of a client. */
  private static final int LONGEST_PAUSE = 200;

  private final List<URI> servers;
  private final List<SharedDocument<?, ?>> documents;
  private final String channel = "crowd-" + UUID.randomUUID();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Member> members = new ArrayList<>();
  private final List<Future<?>> work = new ArrayList<>();
  private volatile boolean typing;
  private volatile boolean listening;

  /**
   * Connects so many clients, as many to each server, which open all the documents.
   *
   * @throws AssertionError if one cannot connect
   */
  Crowd(List<URI> servers, int size, List<SharedDocument<?, ?>> documents) {
    this.servers = List.copyOf(servers);
    this.documents = documents;
    for (int i = 0; i < size; i++) {
      List<URI> hisFirst = new ArrayList<>(servers);
      Collections.rotate(hisFirst, i);
      members.add(new Member("member-" + i, hisFirst));
    }
  }

  /**
   * Lets them type from now on, each at first at its own server.
   *
   * @param random decides what they type and when
   */
  void type(Random random) {
    typing = true;
    for (Member member : members) {
      Random own = new Random(random.nextLong());
      work.add(threads.submit(() -> member.type(own)));
    }
  }

  /** Breaks the connections of some clients while they type. */
  void cut(Random random) {
    for (Member member : members) {
      member.cut = random.nextBoolean();
    }
  }

  /** Ends the typing, waits until all is acknowledged and has come, and checks the documents. */
  Findings settle() {
    Findings findings = new Findings();
    typing = false;
    finish(findings);
    members.forEach(member -> work.add(threads.submit(member::untilAcknowledged)));
    finish(findings);
    for (int document = 0; document < documents.size(); document++) {
      try {
        settle(document, findings);
      } catch (AssertionError | ConditionTimeoutException e) {
        findings.add(Findings.Kind.STUCK, String.valueOf(e.getMessage()));
      }
    }
    return findings;
  }

  private void settle(int document, Findings findings) {
    long head = documents.get(document).head(servers.get(0));
    members.forEach(
        member -> work.add(threads.submit(() -> member.untilAtVersion(document, head))));
    finish(findings);
    findings.addAll(documents.get(document).check(servers));
  }

  /**
   * Does something while they type no more but are there, so that they show what they are asked
   * for.
   */
  Findings whileListening(Runnable action) {
    Findings findings = new Findings();
    listening = true;
    try {
      members.forEach(member -> work.add(threads.submit(member::listen)));
      action.run();
    } finally {
      listening = false;
    }
    finish(findings);
    return findings;
  }

  /** Waits for the threads and tells what they threw. */
  private void finish(Findings findings) {
    for (Future<?> each : work) {
      try {
        each.get(3, TimeUnit.MINUTES);
      } catch (ExecutionException | TimeoutException e) {
        findings.add(Findings.Kind.STUCK, String.valueOf(e.getCause() == null ? e : e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    work.clear();
  }

  /** How many operations were acknowledged. */
  int acknowledged() {
    return documents.stream().mapToInt(SharedDocument::acknowledged).sum();
  }

  /** Where the clients show how far they are. */
  String channel() {
    return channel;
  }

  /** What they show there, when they have settled. */
  Map<String, JsonValue> shown() {
    Map<String, JsonValue> shown = new HashMap<>();
    members.forEach(member -> shown.put(member.name, member.shown));
    return shown;
  }

  @Override
  public void close() {
    typing = false;
    threads.shutdownNow();
    members.forEach(member -> member.client.close());
  }

  private final class Member {
    private final String name;
    private final LiveClient client;
    private final SimulatedPresence presence;
    private final List<SharedDocument<?, ?>.Copy> copies = new ArrayList<>();
    private JsonValue shown = JsonValue.NULL;
    private int edits;
    private volatile boolean cut;
    private long framesThen;
    private long waitingSince;

    Member(String name, List<URI> servers) {
      this.name = name;
      this.client = new LiveClient(servers);
      this.presence = client.client().presence(channel);
      client.connectAtLast();
      presence.subscribe();
      documents.forEach(document -> copies.add(document.open(client)));
    }

    void type(Random random) {
      client.goHome();
      show();
      while (typing) {
        if (cut) {
          cut = false;
          client.drop();
        }
        stayConnected();
        copies.get(random.nextInt(copies.size())).edit(random);
        edits++;
        if (random.nextInt(10) == 0) {
          show();
        }
        long pause = System.nanoTime() + Duration.ofMillis(random.nextInt(LONGEST_PAUSE)).toNanos();
        while (System.nanoTime() < pause) {
          client.step(Duration.ofNanos(Math.max(0, pause - System.nanoTime())));
        }
      }
    }

    private void show() {
      shown = JsonText.values().createValue(edits);
      presence.show(name, shown);
    }

    private void stayConnected() {
      boolean hears = client.frames() != framesThen;
      if (hears || copies.stream().noneMatch(SharedDocument.Copy::hasPending)) {
        framesThen = client.frames();
        waitingSince = System.nanoTime();
      } else if (System.nanoTime() - waitingSince > PATIENCE.toNanos()) {
        client.moveOn();
        waitingSince = System.nanoTime();
      }
      if (!client.isConnected() && !client.connect()) {
        client.await(Duration.ofMillis(100));
      }
    }

    void listen() {
      while (listening) {
        stayConnected();
        client.step(Duration.ofMillis(50));
      }
    }

    void untilAcknowledged() {
      for (SharedDocument<?, ?>.Copy copy : copies) {
        copy.untilAcknowledged(this::stayConnected);
      }
    }

    void untilAtVersion(int document, long version) {
      copies.get(document).untilAtVersion(version, this::stayConnected);
    }
  }
}
