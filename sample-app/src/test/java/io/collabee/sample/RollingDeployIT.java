package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.impl.simulated.ClientSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two nodes are stopped one after the other, as an operator does, and started again, while clients
 * type at both. They move to the other node; nothing that was acknowledged is lost, and nothing
 * comes twice.
 */
final class RollingDeployIT {
  private static final int CLIENTS = 8;
  private static final int STOPPING = 4501;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void nothingIsLostWhenOneNodeAfterTheOtherIsStoppedAndStarted() {
    Random random = Seed.random();
    List<SharedDocument<?, ?>> documents =
        List.of(SharedDocument.text(), SharedDocument.richText(), SharedDocument.json());
    try (Postgres database = new Postgres();
        MicroProcess one = node("rolling-1", database);
        MicroProcess other = node("rolling-2", database)) {
      CompletableFuture<MicroProcess> started = CompletableFuture.supplyAsync(one::start);
      other.start();
      started.join();
      try (Crowd crowd = new Crowd(List.of(one.socket(), other.socket()), CLIENTS, documents)) {
        for (MicroProcess node : List.of(one, other)) {
          crowd.type(random);
          awaitTyping(crowd);

          stop(node);
          awaitTyping(crowd);
          node.start();
          awaitTyping(crowd);

          crowd.settle().requireNone();
        }
      }
    }
  }

  private static MicroProcess node(String name, Postgres database) {
    Map<String, String> properties = new HashMap<>(database.properties());
    properties.put("collab.anonymous-access", "write");
    return new MicroProcess(name, properties);
  }

  private static void awaitTyping(Crowd crowd) {
    int before = crowd.acknowledged();
    await().atMost(PATIENCE).until(() -> crowd.acknowledged() > before + 5 * CLIENTS);
  }

  /** Stops it, and sees how that is told to a client. */
  private static void stop(MicroProcess node) {
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    open(node, closed);

    assertThat(node.stop()).as("the node ends by itself, see %s", node.log()).isTrue();

    assertThat(closed.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(STOPPING);
    assertThatThrownBy(() -> open(node, new CompletableFuture<>()))
        .isInstanceOf(CompletionException.class);
  }

  private static void open(MicroProcess node, CompletableFuture<Integer> closed) {
    ClientSocket.open(
        HttpClient.newHttpClient(),
        node.socket(),
        new ClientSocket.Receiver() {
          @Override
          public void frame(String text) {}

          @Override
          public void closed(int code, String reason) {
            closed.complete(code);
          }
        });
  }
}
