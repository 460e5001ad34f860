package io.collabee.impl.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.history.Contribution;
import io.collabee.history.Session;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.ot.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionGroupingTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration GAP = Duration.ofMinutes(5);

  private final List<LoggedOperation> operations = new ArrayList<>();

  private void by(String author, int minute) {
    operations.add(operation(operations.size(), author, NOON.plusSeconds(60L * minute)));
  }

  private static LoggedOperation operation(long version, String author, Instant time) {
    return new LoggedOperation(version, "source", version + 1, author, time, "");
  }

  private List<Session> sessions() {
    SessionGrouping grouping = new SessionGrouping(GAP);
    operations.forEach(grouping::add);
    return grouping.sessions();
  }

  private static Contribution contribution(String author, long from, long to, int began, int end) {
    return new Contribution(
        author, from, to, NOON.plusSeconds(60L * began), NOON.plusSeconds(60L * end));
  }

  @Test
  void noOperationsAreNoSession() {
    assertThat(sessions()).isEmpty();
  }

  @Test
  void anAuthorsPauseLongerThanTheGapEndsASession() {
    by("ann", 0);
    by("ann", 5);
    by("ann", 11);

    assertThat(sessions())
        .containsExactly(
            new Session(
                0, 2, NOON, NOON.plusSeconds(300), List.of(contribution("ann", 0, 2, 0, 5))),
            new Session(
                2,
                3,
                NOON.plusSeconds(660),
                NOON.plusSeconds(660),
                List.of(contribution("ann", 2, 3, 11, 11))));
  }

  @Test
  void whoBeginsWhenTheOthersHaveEndedBeginsASession() {
    by("ann", 0);
    by("ann", 3);
    by("bob", 4);
    by("bob", 6);

    assertThat(sessions()).extracting(Session::to).containsExactly(2L, 4L);
  }

  @Test
  void thoseWhoWorkAtOnceAreInOneSession() {
    by("ann", 0);
    by("bob", 1);
    by("ann", 2);
    by("cy", 3);
    by("bob", 5);

    assertThat(sessions())
        .singleElement()
        .satisfies(
            session ->
                assertThat(session.contributions())
                    .containsExactly(
                        contribution("ann", 0, 3, 0, 2),
                        contribution("bob", 1, 5, 1, 5),
                        contribution("cy", 3, 4, 3, 3)));
  }

  @Test
  void whoComesBackWhileOthersAreStillAtWorkIsInTheirSessionAgain() {
    by("ann", 0);
    by("bob", 1);
    by("ann", 2);
    by("bob", 5);
    by("ann", 9);
    by("bob", 10);

    assertThat(sessions())
        .singleElement()
        .satisfies(
            session ->
                assertThat(session.contributions())
                    .containsExactly(
                        contribution("ann", 0, 5, 0, 9), contribution("bob", 1, 6, 1, 10)));
  }

  @Test
  void sessionsAreTheIntervalsOfAuthorsJoinedWhereTheyOverlap() {
    Seeds.upTo(
        3_000,
        40,
        (random, size) -> {
          List<LoggedOperation> history = history(random, size);

          SessionGrouping grouping = new SessionGrouping(GAP);
          history.forEach(grouping::add);
          List<Session> sessions = grouping.sessions();

          List<long[]> expected = joined(intervals(history));
          assertThat(sessions)
              .extracting(session -> List.of(session.from(), session.to()))
              .isEqualTo(expected.stream().map(range -> List.of(range[0], range[1])).toList());
          sessions.forEach(session -> check(session, history));
        });
  }

  private static List<LoggedOperation> history(Random random, int size) {
    List<LoggedOperation> history = new ArrayList<>();
    Instant time = NOON;
    for (int i = 0; i < size; i++) {
      time = time.plusSeconds(random.nextInt(random.nextInt(6) == 0 ? 600 : 120));
      history.add(operation(i, "author " + random.nextInt(4), time));
    }
    return history;
  }

  /** What each author did without a long pause, as versions before the first and after the last. */
  private static List<long[]> intervals(List<LoggedOperation> history) {
    List<long[]> intervals = new ArrayList<>();
    Map<String, LoggedOperation> last = new HashMap<>();
    Map<String, long[]> current = new HashMap<>();
    for (LoggedOperation operation : history) {
      String author = operation.author();
      LoggedOperation before = last.put(author, operation);
      if (before == null || Duration.between(before.time(), operation.time()).compareTo(GAP) > 0) {
        current.put(author, new long[] {operation.version(), 0});
        intervals.add(current.get(author));
      }
      Objects.requireNonNull(current.get(author))[1] = operation.version() + 1;
    }
    return intervals;
  }

  private static List<long[]> joined(List<long[]> intervals) {
    List<long[]> joined = new ArrayList<>();
    for (long[] interval : intervals) {
      int last = joined.size() - 1;
      if (last >= 0 && interval[0] < joined.get(last)[1]) {
        joined.get(last)[1] = Math.max(joined.get(last)[1], interval[1]);
      } else {
        joined.add(interval.clone());
      }
    }
    return joined;
  }

  private static void check(Session session, List<LoggedOperation> history) {
    List<LoggedOperation> own = history.subList((int) session.from(), (int) session.to());
    assertThat(session.began()).isEqualTo(own.get(0).time());
    assertThat(session.ended()).isEqualTo(own.get(own.size() - 1).time());
    assertThat(session.contributions())
        .extracting(Contribution::author)
        .containsExactlyElementsOf(own.stream().map(LoggedOperation::author).distinct().toList());
    for (Contribution contribution : session.contributions()) {
      List<LoggedOperation> authors =
          own.stream().filter(each -> each.author().equals(contribution.author())).toList();
      LoggedOperation last = authors.get(authors.size() - 1);
      assertThat(contribution.from()).isEqualTo(authors.get(0).version());
      assertThat(contribution.began()).isEqualTo(authors.get(0).time());
      assertThat(contribution.to()).isEqualTo(last.version() + 1);
      assertThat(contribution.ended()).isEqualTo(last.time());
    }
  }
}
