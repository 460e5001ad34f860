package io.collabee.impl.history;

import static io.collabee.impl.history.RandomHistory.DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.history.Session;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.TextType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionListTest {
  private static final int LENGTH = 25_000;

  private final RandomHistory history = new RandomHistory(new TextType(), new Random(1));
  private final SessionList sessions = new SessionList(history.past, Duration.ofMinutes(5));

  @BeforeEach
  void write() {
    history.create(JsonText.parse("\"\""));
    history.edit(LENGTH - 1, (random, content) -> JsonText.parse("[]"));
  }

  @Test
  void pagesGoBackToTheBeginningWithoutGap() {
    List<Session> all = new ArrayList<>();
    long before = Long.MAX_VALUE;
    for (List<Session> page = page(before, 100); !page.isEmpty(); page = page(before, 100)) {
      assertThat(page).hasSizeLessThanOrEqualTo(100);
      all.addAll(page);
      before = page.get(page.size() - 1).from();
    }

    assertThat(all).hasSizeGreaterThan(300);
    long end = LENGTH;
    for (Session session : all) {
      assertThat(session.to()).isEqualTo(end);
      end = session.from();
    }
    assertThat(end).isZero();
  }

  @Test
  void sessionsAreTheSameWhereverOneStartsToRead() {
    List<Session> all = page(Long.MAX_VALUE, 1000);
    Session some = all.get(200);

    assertThat(page(some.from(), 100)).isEqualTo(all.subList(201, 301));
    assertThat(page(some.from() + 1, 100)).isEqualTo(all.subList(200, 300));
  }

  @Test
  void whatIsFullIsReadOnce() {
    page(15_000, 1);
    long once = history.past.read;
    page(15_000, 1);
    page(12_000, 1);

    assertThat(once).isEqualTo(10_000);
    assertThat(history.past.read).isEqualTo(once);

    sessions.forget(DOCUMENT);
    page(15_000, 1);

    assertThat(history.past.read).isEqualTo(2 * once);
  }

  @Test
  void aDocumentThatDoesNotExistHasNoSessions() {
    RandomHistory none = new RandomHistory(new TextType(), new Random(1));

    assertThat(new SessionList(none.past, Duration.ofMinutes(5)).before(DOCUMENT, 10, 10))
        .isEmpty();
  }

  private List<Session> page(long before, int limit) {
    return sessions.before(DOCUMENT, before, limit);
  }
}
