package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.sample.Fault.Pace;
import io.collabee.sample.FaultReport.Round;
import io.collabee.sample.Findings.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two nodes, eight clients that type on three documents, and a nemesis. After each of its faults
 * every acknowledged operation is in the log once and in its client's order, all clients, the log
 * and whoever asks any node come to the same content, and everybody sees who is there and nobody
 * else.
 *
 * <p>Each fault once, unless {@code -Dcollabee.rounds} says how many for each way in which nodes
 * are linked; {@code -Dcollabee.faults} and {@code -Dcollabee.links} choose some. A round's seed
 * decides everything in it but what threads and processes make of it.
 */
final class ClusterFaultsIT {
  private static final int CLIENTS = 8;

  /**
   * After so many rounds clients and documents are new, lest checking them takes longer and longer.
   */
  private static final int GENERATION = 8;

  private static final int ROUNDS = Integer.getInteger("collabee.rounds", 0);
  private static final Duration GIVEN_UP = Duration.ofMinutes(2);

  /**
   * Seeds of rounds lie so far apart, for a random number's first values do not if seeds do not.
   */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final FaultReport REPORT = new FaultReport();

  static Stream<NodeLink.Kind> links() {
    String chosen = System.getProperty("collabee.links", "single,sentinel,cluster");
    return Stream.of(chosen.split(",")).map(NodeLink.Kind::of);
  }

  @ParameterizedTest
  @MethodSource("links")
  void nothingIsLostOrDoubledAndAllAgree(NodeLink.Kind link) {
    long seed = Seed.number();
    List<Round> failed = new ArrayList<>();
    try (FaultyCluster cluster = new FaultyCluster(link)) {
      List<Fault> faults = faults(cluster.link(), new Random(seed));
      for (int first = 0; first < faults.size(); first += GENERATION) {
        List<Fault> some = faults.subList(first, Math.min(first + GENERATION, faults.size()));
        failed.addAll(new Generation(link, cluster).suffer(some, seed + first * GOLDEN));
      }
    }
    assertThat(failed).isEmpty();
  }

  /** Each once, in the short version those that the first setup has not seen. */
  private static List<Fault> faults(NodeLink link, Random random) {
    String chosen = System.getProperty("collabee.faults", "");
    List<Fault> suitable =
        Stream.of(Fault.values())
            .filter(fault -> fault.suits(link))
            .filter(fault -> chosen.isEmpty() || List.of(chosen.split(",")).contains(fault.key()))
            .filter(fault -> ROUNDS > 0 || link instanceof NodeLink.Single || !fault.suitsAll())
            .toList();
    List<Fault> faults = new ArrayList<>();
    while (faults.size() < Math.max(ROUNDS, suitable.size()) && !suitable.isEmpty()) {
      List<Fault> each = new ArrayList<>(suitable);
      Collections.shuffle(each, random);
      faults.addAll(each);
    }
    return ROUNDS == 0 ? faults : faults.subList(0, ROUNDS);
  }

  /** Clients and their documents, and what they live through. */
  private static final class Generation {
    private final NodeLink.Kind link;
    private final FaultyCluster cluster;
    private final List<URI> servers;

    Generation(NodeLink.Kind link, FaultyCluster cluster) {
      this.link = link;
      this.cluster = cluster;
      this.servers = cluster.sockets();
    }

    /** The rounds in which something was found. */
    List<Round> suffer(List<Fault> faults, long seed) {
      List<Round> failed = new ArrayList<>();
      List<SharedDocument<?, ?>> documents =
          List.of(SharedDocument.text(), SharedDocument.richText(), SharedDocument.json());
      List<PresenceWatch> watches = new ArrayList<>();
      try (Crowd crowd = new Crowd(servers, CLIENTS, documents);
          Pulse pulse = new Pulse(servers)) {
        servers.forEach(server -> watches.add(new PresenceWatch(server, crowd.channel())));
        for (int i = 0; i < faults.size(); i++) {
          Round round = round(faults.get(i), seed + i * GOLDEN, crowd, pulse, watches);
          if (!round.isFlawless()) {
            failed.add(round);
          }
        }
      } finally {
        watches.forEach(PresenceWatch::close);
      }
      return failed;
    }

    private Round round(
        Fault fault, long seed, Crowd crowd, Pulse pulse, List<PresenceWatch> watches) {
      int before = crowd.acknowledged();
      Findings findings = new Findings();
      Duration healed = GIVEN_UP;
      try {
        strike(fault, new Random(seed), crowd);
        healed = pulse.beat();
        findings.addAll(crowd.settle());
        findings.addAll(crowd.whileListening(() -> checkPresence(crowd, watches, findings)));
      } catch (AssertionError | ConditionTimeoutException e) {
        findings.add(Kind.STUCK, String.valueOf(e.getMessage()));
        findings.addAll(crowd.settle());
      }
      int operations = crowd.acknowledged() - before;
      Round round = new Round(link, fault, seed, operations, healed, findings.counts());
      REPORT.add(round, findings.details());
      return round;
    }

    /** Lets the clients type, and soon after it the fault happen, while visitors come and go. */
    private void strike(Fault fault, Random random, Crowd crowd) {
      crowd.type(random);
      List<Visitor> visitors = servers.stream().map(at -> new Visitor(at, crowd)).toList();
      Fault.pause(Duration.ofMillis(500 + random.nextInt(1000)));
      Duration visit = Duration.ofMillis(random.nextInt(2000));
      CompletableFuture<Void> leaving =
          CompletableFuture.runAsync(
              () -> {
                Fault.pause(visit);
                visitors.forEach(Visitor::leave);
              });
      fault.strike(cluster, crowd, random, ROUNDS == 0 ? Pace.BRIEF : Pace.FULL);
      leaving.join();
    }

    /** Those who watched all the time see what is there, and so does who comes now. */
    private void checkPresence(Crowd crowd, List<PresenceWatch> watches, Findings findings) {
      List<PresenceWatch> newcomers =
          servers.stream().map(server -> new PresenceWatch(server, crowd.channel())).toList();
      Stream.concat(watches.stream(), newcomers.stream())
          .forEach(
              watch ->
                  watch.sees(crowd.shown()).ifPresent(seen -> findings.add(Kind.GHOSTS, seen)));
      newcomers.forEach(PresenceWatch::close);
    }
  }
}
