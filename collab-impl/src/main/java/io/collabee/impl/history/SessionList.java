package io.collabee.impl.history;

import io.collabee.DocumentId;
import io.collabee.history.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of documents, page by page from the newest on.
 *
 * <p>History is grouped in blocks of a fixed number of versions. So where a session begins and ends
 * does not depend on where one starts to read, a page costs a block or two however long the history
 * is, and a block that is full never changes and is remembered.
 */
final class SessionList {
  /** How many versions are grouped at once; the Javadoc of {@link Session} tells of it. */
  static final long BLOCK = 10_000;

  /** How many blocks a page reads at most. Each has a session at least. */
  private static final int MOST_BLOCKS = 10;

  private static final int REMEMBERED_SESSIONS = 50_000;

  private final Past past;
  private final Pages pages;
  private final Duration gap;
  private final WeightedCache<Block, List<Session>> full = new WeightedCache<>(REMEMBERED_SESSIONS);

  SessionList(Past past, Duration gap) {
    this.past = past;
    this.pages = new Pages(past);
    this.gap = gap;
  }

  private record Block(DocumentId document, long number) {}

  /**
   * The sessions that begin before a version, the newest first: none only if there are none.
   *
   * @param before the head or more for the newest ones
   * @param limit at most so many; fewer are given where sessions are long
   */
  List<Session> before(DocumentId document, long before, int limit) {
    long head = past.newest(document).version();
    List<Session> page = new ArrayList<>();
    long newest = (Math.min(before, head) - 1) / BLOCK;
    long oldest = Math.max(0, newest - MOST_BLOCKS + 1);
    for (long block = newest; block >= oldest && page.size() < limit; block--) {
      List<Session> sessions = sessions(new Block(document, block), head);
      for (int i = sessions.size() - 1; i >= 0 && page.size() < limit; i--) {
        if (sessions.get(i).from() < before) {
          page.add(sessions.get(i));
        }
      }
    }
    return page;
  }

  private List<Session> sessions(Block block, long head) {
    long from = block.number() * BLOCK;
    long to = from + BLOCK;
    if (to > head) {
      return grouped(block.document(), from, head);
    }
    Optional<List<Session>> remembered = full.get(block);
    if (remembered.isPresent()) {
      return remembered.get();
    }
    List<Session> sessions = grouped(block.document(), from, to);
    full.put(block, sessions, sessions.size());
    return sessions;
  }

  private List<Session> grouped(DocumentId document, long from, long to) {
    SessionGrouping grouping = new SessionGrouping(gap);
    pages.forEach(document, from, to, grouping::add);
    return grouping.sessions();
  }

  /** Forgets what is remembered of a document, whose history was rewritten. */
  void forget(DocumentId document) {
    full.removeIf(block -> block.document().equals(document));
  }
}
