package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Seeded typists at the running server, who look at what others did only now and then and whose
 * connections break: all of them and the server end with one content, and everything acknowledged
 * is in the log once.
 */
final class TypistIT {
  private static final URI SERVER = SharedServer.socket();
  private static final int TYPISTS = 4;
  private static final int TURNS = 3_000;

  @Test
  void typistsOfATextConverge() {
    converge(SharedDocument.text());
  }

  @Test
  void typistsOfARichTextConverge() {
    converge(SharedDocument.richText());
  }

  @Test
  void typistsOfAJsonDocumentConverge() {
    converge(SharedDocument.json());
  }

  private static void converge(SharedDocument<?, ?> document) {
    Random random = Seed.random();
    List<LiveClient> clients = new ArrayList<>();
    List<SharedDocument<?, ?>.Copy> copies = new ArrayList<>();
    for (int i = 0; i < TYPISTS; i++) {
      LiveClient client = new LiveClient(SERVER);
      assertThat(client.connect()).isTrue();
      clients.add(client);
      copies.add(document.open(client));
    }

    for (int turn = 0; turn < TURNS; turn++) {
      int who = random.nextInt(TYPISTS);
      LiveClient client = clients.get(who);
      int choice = random.nextInt(100);
      if (!client.isConnected() && choice < 20) {
        assertThat(client.connect()).isTrue();
      } else if (choice < 60) {
        copies.get(who).edit(random);
      } else if (choice < 99) {
        look(client, random.nextInt(8));
      } else {
        client.drop();
      }
    }
    for (LiveClient client : clients) {
      assertThat(client.isConnected() || client.connect()).isTrue();
    }
    copies.forEach(copy -> copy.untilAcknowledged(() -> {}));
    long head = document.head(SERVER);
    copies.forEach(copy -> copy.untilAtVersion(head, () -> {}));

    document.check(List.of(SERVER)).requireNone();
    assertThat(document.acknowledged()).isGreaterThan(TURNS / 30);
    clients.forEach(LiveClient::close);
  }

  private static void look(LiveClient client, int frames) {
    for (int i = 0; i < frames; i++) {
      client.step(Duration.ofMillis(1));
    }
  }
}
