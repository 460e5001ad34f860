package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The server is killed while eight clients type, and started again; the database breaks its
 * connections or is started again. Each time every acknowledged operation is in the log once, and
 * all clients end with what the server has. On PostgreSQL it is also killed while it compacts and
 * thins out old histories: each is afterwards as it was or as it should become, and whole.
 *
 * <p>{@code -Dcollabee.kills} and {@code -Dcollabee.kills.h2} say how often.
 */
final class KillNineIT {
  private static final int CLIENTS = 8;

  /** What else is done in each round. */
  private interface Round {
    default void beforeKill() {}

    default void afterKill() {}
  }

  @Test
  void nothingAcknowledgedIsLostOnPostgres() {
    try (Postgres database = new Postgres();
        OldHistories histories = new OldHistories(database)) {
      Map<String, String> properties = new HashMap<>(database.properties());
      properties.putAll(OldHistories.THINNING);
      killInRounds(
          "kill-postgres",
          properties,
          Integer.getInteger("collabee.kills", 2),
          new Round() {
            @Override
            public void beforeKill() {
              histories.write(60);
            }

            @Override
            public void afterKill() {
              var unused = histories.requireWhole();
            }
          });
      await().until(() -> histories.requireWhole() > 0);
    }
  }

  @Test
  void nothingAcknowledgedIsLostOnH2() {
    killInRounds("kill-h2", Map.of(), Integer.getInteger("collabee.kills.h2", 1), new Round() {});
  }

  private static void killInRounds(
      String name, Map<String, String> database, int rounds, Round also) {
    Random random = Seed.random();
    try (MicroProcess server = server(name, database).start();
        Crowd crowd = crowd(server)) {
      for (int round = 1; round <= rounds; round++) {
        int before = crowd.acknowledged();
        crowd.type(random);
        pause(500 + random.nextInt(1500));

        also.beforeKill();
        server.kill();
        also.afterKill();
        server.start();

        // Some typing on the new server, so that it goes on and not only catches up.
        pause(300);
        crowd.settle().requireNone();
        int acknowledged = crowd.acknowledged() - before;
        System.out.printf("round %d: %d operations acknowledged%n", round, acknowledged);
        assertThat(acknowledged).isGreaterThan(CLIENTS);
      }
    }
  }

  @Test
  void nothingIsLostWhenTheDatabaseBreaksItsConnections() {
    Random random = Seed.random();
    try (Postgres database = new Postgres();
        MicroProcess server = server("cut", database.properties()).start();
        Crowd crowd = crowd(server)) {
      for (int round = 0; round < 5; round++) {
        crowd.type(random);
        for (int cuts = 0; cuts < 4; cuts++) {
          pause(100 + random.nextInt(400));
          database.cutConnections();
        }
        pause(300);
        crowd.settle().requireNone();
      }
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void nothingIsLostWhenTheDatabaseIsStartedAgain() {
    Random random = Seed.random();
    try (Postgres database = new Postgres();
        MicroProcess server = server("restart", database.properties()).start();
        Crowd crowd = crowd(server)) {
      for (int round = 0; round < 3; round++) {
        crowd.type(random);
        pause(300 + random.nextInt(500));
        database.restart();
        pause(300);
        crowd.settle().requireNone();
      }
      assertThat(server.isAlive()).isTrue();
    }
  }

  private static MicroProcess server(String name, Map<String, String> database) {
    Map<String, String> properties = new HashMap<>(database);
    properties.put("collab.anonymous-access", "write");
    properties.putAll(FaultyCluster.COMPACTING_ALL_THE_TIME);
    return new MicroProcess(name, properties);
  }

  private static Crowd crowd(MicroProcess server) {
    return new Crowd(
        List.of(server.socket()),
        CLIENTS,
        List.of(SharedDocument.text(), SharedDocument.richText(), SharedDocument.json()));
  }

  /** Lets the others go on: the moment of the kill is what the seed decides. */
  private static void pause(int milliseconds) {
    long end = System.nanoTime() + Duration.ofMillis(milliseconds).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
