package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link Shelf} promises, asked of every one there is. */
public abstract class ShelfContract {
  private static final Duration LONG = Duration.ofHours(1);

  /** The shelf as one node sees it. */
  protected abstract Shelf node();

  /** The same as another node sees it. */
  protected abstract Shelf otherNode();

  /** Takes it away. */
  protected abstract void takeAway();

  /** What it answers. */
  protected static <T> T answer(CompletionStage<T> asked) {
    try {
      return asked.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> text(CompletionStage<Optional<byte[]>> asked) {
    return answer(asked).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatOneNodePutsThereAnotherFindsReplacesAndTakesAway() {
    assertThat(text(otherNode().get("a"))).isEmpty();

    answer(node().put("a", bytes("one"), LONG));
    answer(node().put("empty", new byte[0], LONG));
    assertThat(text(otherNode().get("a"))).contains("one");
    assertThat(text(otherNode().get("empty"))).contains("");

    answer(otherNode().put("a", bytes("two"), LONG));
    assertThat(text(node().get("a"))).contains("two");

    answer(otherNode().remove("a"));
    answer(otherNode().remove("never there"));
    assertThat(text(node().get("a"))).isEmpty();
  }

  @Test
  void whatIsOverIsGone() {
    answer(node().put("b", bytes("brief"), Duration.ofMillis(20)));

    await().until(() -> text(otherNode().get("b")).isEmpty());
  }

  @Test
  void groupsHaveTheMembersThatJoinedAndDidNotLeave() {
    assertThat(answer(node().members("g"))).isEmpty();

    answer(node().join("g", "ann", LONG));
    answer(otherNode().join("g", "bob", LONG));
    answer(node().join("g", "bob", LONG));
    assertThat(answer(otherNode().members("g"))).isEqualTo(Set.of("ann", "bob"));

    answer(otherNode().leave("g", "ann"));
    answer(otherNode().leave("g", "never there"));
    assertThat(answer(node().members("g"))).isEqualTo(Set.of("bob"));
  }

  @Test
  void oneThatIsAwayFailsSoon() {
    takeAway();
    await().atMost(Duration.ofSeconds(60)).until(() -> !node().isOpen());

    assertThatThrownBy(() -> answer(node().get("a"))).isNotNull();
    assertThatThrownBy(() -> answer(node().put("a", bytes("one"), LONG))).isNotNull();
    assertThatThrownBy(() -> answer(node().remove("a"))).isNotNull();
    assertThatThrownBy(() -> answer(node().members("g"))).isNotNull();
    assertThatThrownBy(() -> answer(node().join("g", "a", LONG))).isNotNull();
    assertThatThrownBy(() -> answer(node().leave("g", "a"))).isNotNull();
  }
}
