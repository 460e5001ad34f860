package io.collabee.impl.history;

import io.collabee.history.Contribution;
import io.collabee.history.Session;
import io.collabee.impl.document.LoggedOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups consecutive operations into {@link Session sessions}.
 *
 * <p>What an author does without a pause longer than the gap is one interval of versions; sessions
 * are what intervals become when those that overlap are joined. Read in order: an operation of an
 * author whose interval goes on joins the session with that interval and all sessions begun since;
 * any other operation begins a session. So each session is of consecutive versions, and an
 * operation joins what lies between in one step, since time never goes back in a document.
 */
final class SessionGrouping {
  private final Duration gap;
  private final List<Open> sessions = new ArrayList<>();

  /** In which session each author was last at work. */
  private final Map<String, Integer> lastOf = new HashMap<>();

  SessionGrouping(Duration gap) {
    this.gap = gap;
  }

  /** A session that may still grow. */
  private static final class Open {
    private final Map<String, Contribution> contributions = new LinkedHashMap<>();

    void add(Contribution contribution) {
      contributions.merge(contribution.author(), contribution, Contribution::and);
    }

    Session closed() {
      List<Contribution> all = List.copyOf(contributions.values());
      Contribution first = all.get(0);
      long to = first.to();
      Instant ended = first.ended();
      for (Contribution contribution : all) {
        to = Math.max(to, contribution.to());
        ended = contribution.ended().isAfter(ended) ? contribution.ended() : ended;
      }
      return new Session(first.from(), to, first.began(), ended, all);
    }
  }

  /** Takes the next operation in. */
  void add(LoggedOperation operation) {
    Contribution contribution = Origin.of(operation).contribution();
    int at = goingOn(contribution);
    if (at < 0) {
      sessions.add(new Open());
      at = sessions.size() - 1;
    }
    Open session = sessions.get(at);
    while (sessions.size() > at + 1) {
      joinLast(session, at);
    }
    session.add(contribution);
    lastOf.put(contribution.author(), at);
  }

  /** The session in which the author has been at work without a long pause; -1 if there is none. */
  private int goingOn(Contribution next) {
    Integer last = lastOf.get(next.author());
    if (last == null) {
      return -1;
    }
    Contribution before = sessions.get(last).contributions.get(next.author());
    return before != null && Origin.isOneWork(before, next, gap) ? last : -1;
  }

  private void joinLast(Open session, int at) {
    // In order of their beginnings: those of an earlier session began before. Whom both have, the
    // earlier one has first.
    int end = at + 1;
    for (Contribution contribution : sessions.remove(end).contributions.values()) {
      session.add(contribution);
      lastOf.put(contribution.author(), at);
    }
  }

  /** The sessions so far, the oldest first. */
  List<Session> sessions() {
    return sessions.stream().map(Open::closed).toList();
  }
}
