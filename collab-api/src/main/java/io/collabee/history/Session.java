package io.collabee.history;

import java.time.Instant;
import java.util.List;

/**
 * A stretch of a document's history that people would call one: somebody worked on it for a while,
 * or several did at once.
 *
 * <p>An author is at work from an operation to his next one if no more than the gap ({@code
 * collab.history.session-gap}) lies between them. Who is at work while others are is in one session
 * with them; who begins when all others have made their last operation begins a session of his own,
 * though it be a second later. So the sessions of a document follow one another: each version
 * belongs to one, and reading, comparing and restoring the version at a session's end is what
 * people mean by it. A session never spans a version that is a multiple of 10,000: longer ones are
 * cut there.
 *
 * @param from the document's version before the session
 * @param to its version after the session; the {@code from} of the next one
 * @param began when the first operation was committed
 * @param ended when the last one was
 * @param contributions one for each author, who began first first; at least one
 */
public record Session(
    long from, long to, Instant began, Instant ended, List<Contribution> contributions) {

  /** Copies the list. */
  public Session {
    contributions = List.copyOf(contributions);
  }
}
