package io.collabee.impl.protocol;

import io.collabee.DocumentId;
import io.collabee.impl.protocol.RandomClients.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients of one node have the same content in the end, whatever the network did. */
class ConvergenceTest {

  @Test
  void textsConverge() {
    converge(Kind.TEXT);
  }

  @Test
  void richTextsConverge() {
    converge(Kind.RICH_TEXT);
  }

  private static void converge(Kind<?, ?> kind) {
    for (long seed : RandomClients.seeds(20)) {
      try (TestNode node = new TestNode()) {
        RandomClients.converge(seed, kind, DocumentId.of("c", "d"), List.of(node));
      }
    }
  }
}
