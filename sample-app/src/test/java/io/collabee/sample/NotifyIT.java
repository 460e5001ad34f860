package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two servers on one PostgreSQL and without Redis hear of each other by NOTIFY, over connections of
 * the servers' pools, also after the database was started again.
 */
final class NotifyIT {
  private static final int EDITS = 50;

  @Test
  void serversHearOfEachOtherByNotify() {
    Random random = Seed.random();
    try (Postgres database = new Postgres();
        MicroProcess one = server("notify-one", database).start();
        MicroProcess other = server("notify-other", database).start();
        LiveClient writer = new LiveClient(one.socket());
        LiveClient reader = new LiveClient(other.socket())) {
      awaitNotify(one, 1);
      awaitNotify(other, 1);
      stayConnected(writer);
      stayConnected(reader);
      SharedDocument<?, ?> document = SharedDocument.text();
      SharedDocument<?, ?>.Copy written = document.open(writer);
      SharedDocument<?, ?>.Copy read = document.open(reader);

      long[] times = new long[EDITS];
      for (int i = 0; i < EDITS; i++) {
        long start = System.nanoTime();
        written.edit(random);
        written.untilAcknowledged(() -> {});
        read.untilAtVersion(i + 2, () -> {});
        times[i] = (System.nanoTime() - start) / 1_000_000;
      }
      Arrays.sort(times);
      System.out.printf(
          "edit to another server's client by NOTIFY: p50 %d ms, p90 %d ms, most %d ms%n",
          times[EDITS / 2], times[EDITS * 9 / 10], times[EDITS - 1]);
      assertThat(times[EDITS / 2]).isLessThan(5_000);

      database.restart();
      awaitNotify(one, 2);
      awaitNotify(other, 2);
      written.edit(random);
      written.untilAcknowledged(() -> stayConnected(writer));
      read.untilAtVersion(EDITS + 2, () -> stayConnected(reader));
      List<URI> servers = List.of(one.socket(), other.socket());
      assertThat(document.check(servers).counts()).isEmpty();
    }
  }

  /** Without a bus an edit would take half a minute. */
  private static MicroProcess server(String name, Postgres database) {
    Map<String, String> properties = new HashMap<>(database.properties());
    properties.put("collab.anonymous-access", "write");
    properties.put("collab.head-check.fast", "PT1M");
    properties.put("collab.head-check.slow", "PT1M");
    properties.put("collab.head-check.trusted", "PT10M");
    return new MicroProcess(name, properties);
  }

  private static void awaitNotify(MicroProcess server, int times) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                log(server)
                        .lines()
                        .filter(line -> line.contains("go to other nodes over DATABASE"))
                        .count()
                    >= times);
  }

  private static String log(MicroProcess server) {
    try {
      return Files.readString(server.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stayConnected(LiveClient client) {
    if (!client.isConnected() && !client.connect()) {
      client.await(Duration.ofMillis(100));
    }
  }
}
