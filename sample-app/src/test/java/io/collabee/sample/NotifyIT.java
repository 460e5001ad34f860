package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.impl.simulated.ClientSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/**
 * Two servers on one PostgreSQL and without Redis hear of each other by NOTIFY, over connections of
 * the servers' pools, also after the database was started again.
 */
final class NotifyIT {
  private static final int EDITS = 50;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

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

      commentsOnOneAreSeenOnTheOther(one, other);

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

  private static void commentsOnOneAreSeenOnTheOther(MicroProcess one, MicroProcess other) {
    String document = "collab/api/documents/notes/commented";
    post(one, document + "/operations", "{'create':{'type':'text','data':'live since Monday'}}");
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (ClientSocket follower = ClientSocket.open(HTTP, other.socket(), new Queued(heard))) {
      follower.send(json("{'a':'hs','id':null,'protocol':1,'protocolMinor':2}"));
      follower.send(json("{'a':'s','c':'collab.comments/notes','d':'commented','v':null}"));
      await().until(() -> heard.stream().anyMatch(frame -> frame.startsWith("{\"a\":\"s\"")));

      post(
          one,
          document + "/comments",
          "{'id':'t','anchor':{'version':1,'start':0,'end':4},'text':'Since when?'}");

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> heard.stream().anyMatch(frame -> frame.contains("Since when?")));
    }
  }

  private static void post(MicroProcess server, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json(body)))
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private record Queued(BlockingQueue<String> heard) implements ClientSocket.Receiver {
    @Override
    public void frame(String text) {
      heard.add(text);
    }

    @Override
    public void closed(int code, String reason) {}
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
