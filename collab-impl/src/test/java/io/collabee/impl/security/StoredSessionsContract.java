package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.security.StoredSessions.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link StoredSessions} promises, asked of every one there is. */
public abstract class StoredSessionsContract {
  private static final Instant END = Instant.parse("2026-11-24T20:00:00.123Z");

  /** The sessions as one node sees them. */
  protected abstract StoredSessions node();

  /** The same as another node sees them. */
  protected abstract StoredSessions otherNode();

  private static Row row(String id, String caller, String sealed, Instant expires) {
    return new Row(
        id,
        "s".repeat(64),
        caller.repeat(64),
        new Sealer.Sealed("key 1", sealed.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        expires);
  }

  private static String sealed(Row row) {
    return new String(row.sealed().bytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void whatOneNodeSavesAnotherFindsReplacesAndDeletes() {
    node().save(List.of(row("a1", "a", "one", END), row("a2", "a", "two", END)));

    assertThat(otherNode().find("a1"))
        .hasValueSatisfying(
            found -> {
              assertThat(sealed(found)).isEqualTo("one");
              assertThat(found.sealed().keyId()).isEqualTo("key 1");
              assertThat(found.secret()).isEqualTo("s".repeat(64));
              assertThat(found.caller()).isEqualTo("a".repeat(64));
              assertThat(found.expires()).isEqualTo(END);
            });
    otherNode().save(List.of(row("a1", "a", "three", END)));
    assertThat(node().find("a1"))
        .hasValueSatisfying(row -> assertThat(sealed(row)).isEqualTo("three"));

    otherNode().delete("a1");
    otherNode().delete("never there");
    assertThat(node().find("a1")).isEmpty();
    assertThat(node().find("a2")).isPresent();
  }

  @Test
  void theSessionsOfACallerAreFoundAndDeletedTogether() {
    node()
        .save(
            List.of(row("b1", "b", "x", END), row("b2", "b", "x", END), row("c1", "c", "x", END)));

    assertThat(otherNode().of("b".repeat(64))).extracting(Row::id).containsOnly("b1", "b2");
    otherNode().deleteOf("b".repeat(64));

    assertThat(node().of("b".repeat(64))).isEmpty();
    assertThat(node().find("c1")).isPresent();
  }

  @Test
  void thoseThatEndedArePurged() {
    node().save(List.of(row("d1", "d", "x", END), row("d2", "d", "x", END.plusMillis(1))));

    assertThat(otherNode().purge(END.plusMillis(1))).isPositive();

    assertThat(node().of("d".repeat(64))).extracting(Row::id).containsOnly("d2");
  }

  @Test
  void manyNodesMaySaveTheSameSessionsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> saves = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        StoredSessions node = i % 2 == 0 ? node() : otherNode();
        List<Row> rows =
            List.of(
                row("e" + (i % 3), "e", "x" + i, END), row("e" + ((i + 1) % 3), "e", "y" + i, END));
        saves.add(threads.submit(() -> node.save(rows)));
      }
      for (Future<?> save : saves) {
        save.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(node().of("e".repeat(64))).extracting(Row::id).containsOnly("e0", "e1", "e2");
  }
}
