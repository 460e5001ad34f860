package io.collabee.impl.cluster;

import io.collabee.CollabException;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What another node has told of presences, and whether something may be missing. Times are in
 * nanoseconds of one ticker. Not thread-safe.
 *
 * <p>The node numbers its messages. A number that is passed over may come a little later, since a
 * bus may have several ways; if it does not, the node is in doubt, and is to be asked for
 * everything. What it has not told again some time after that is no more.
 */
final class RemotePresences {
  /** How many characters are remembered of a node; what would take more is not passed on. */
  private static final long LIMIT = 16L << 20;

  /** So many messages may be missing before the node is in doubt at once. */
  private static final int MISSING_LIMIT = 1_000;

  private final Map<Key, Told> presences = new HashMap<>();
  private final TreeSet<Long> missing = new TreeSet<>();
  private final long patience;
  private long highest = -1;
  private long highestAtLastLook = -1;
  private long characters;
  private long heardAt;
  private boolean inDoubt = true;
  private @Nullable Question question;
  private long rounds = -1;

  /**
   * A node that is heard for the first time; it is in doubt.
   *
   * @param patience after which silence it is taken for dead, and after which what was asked for
   *     should have come
   */
  RemotePresences(Duration patience, long now) {
    this.patience = patience.toNanos();
    this.heardAt = now;
  }

  private record Key(Channel channel, String source, String id) {
    static Key of(PresenceMessage presence) {
      return new Key(presence.channel(), presence.source(), presence.id());
    }
  }

  /**
   * The newest that was told of a presence. What it said is not kept, since it may be large. One
   * that is gone is kept a while, for what comes late.
   *
   * @param end how it is taken back
   */
  private record Told(PresenceMessage end, boolean isGone, long number, long at) {}

  /** That the node has been asked to tell everything again. */
  private static final class Question {
    final long askedAt;
    final long highest;
    boolean isAnswered;
    long answeredAt;

    Question(long askedAt, long highest) {
      this.askedAt = askedAt;
      this.highest = highest;
    }
  }

  // What the node says

  /** The node has said something, whatever it is. */
  void heard(long now) {
    if (now - heardAt > patience / 2) {
      // Who was silent for long may have said what did not arrive.
      inDoubt = true;
    }
    heardAt = now;
  }

  /** How far the node is with telling. */
  void count(BusMessage.PresencesTold count, long now) {
    expect(count.number());
    if (question != null && !question.isAnswered && rounds >= 0 && count.rounds() > rounds) {
      question.isAnswered = true;
      question.answeredAt = now;
    }
    rounds = Math.max(rounds, count.rounds());
  }

  /** A message of this number has come; says whether that is for the first time. */
  boolean isNew(long number) {
    expect(number - 1);
    if (number > highest) {
      highest = number;
      return true;
    }
    return missing.remove(number);
  }

  /** Those up to this number have been sent. */
  private void expect(long number) {
    if (highest < 0) {
      highest = number;
    } else if (number - highest > MISSING_LIMIT - missing.size()) {
      missing.clear();
      highest = number;
      inDoubt = true;
    }
    while (highest < number) {
      highest++;
      missing.add(highest);
    }
  }

  /**
   * Remembers a presence; says whether it is newer than what is known of it.
   *
   * @throws CollabException if the text is no presence's
   */
  boolean isNewer(PresenceMessage presence, long number, long now) {
    Key key = Key.of(presence);
    Told known = presences.get(key);
    if (known != null && known.number() > number) {
      return false;
    }
    PresenceMessage end = presence.gone();
    long before = known == null ? 0 : known.end().text().length();
    long after = characters - before + end.text().length();
    if (after > LIMIT && !presence.isGone()) {
      return false;
    }
    presences.put(key, new Told(end, presence.isGone(), number, now));
    characters = after;
    return true;
  }

  // Now and then

  /** This node was asleep; nothing is known of what the other did meanwhile. */
  void forgive(long now) {
    heardAt = now;
    inDoubt = true;
  }

  /** Whether the node is taken for dead. */
  boolean isSilent(long now) {
    return now - heardAt > patience;
  }

  /** Finds out whether messages are missing that should have come by now. */
  void look() {
    Set<Long> late = missing.headSet(highestAtLastLook, true);
    if (!late.isEmpty()) {
      late.clear();
      inDoubt = true;
    }
    highestAtLastLook = highest;
  }

  /** Whether the node must be asked to tell everything again; if so, it counts as asked now. */
  boolean mustBeAsked(long now) {
    if (question != null && now - question.askedAt > 2 * patience) {
      // Neither the question nor the answer can be relied on to arrive.
      question = null;
      inDoubt = true;
    }
    if (!inDoubt || question != null) {
      return false;
    }
    inDoubt = false;
    question = new Question(now, highest);
    return true;
  }

  /** Takes out what the node has not told again although it was asked; gives how it ends. */
  List<PresenceMessage> removeUntold(long now) {
    Question over = question;
    if (over == null || !over.isAnswered || now - over.answeredAt <= patience) {
      return List.of();
    }
    question = null;
    // Of an answer that came in part, nothing can be concluded.
    return inDoubt ? List.of() : remove(told -> told.number() <= over.highest);
  }

  /** Takes out what nobody wants to know; gives how it ends. */
  List<PresenceMessage> removeUnwanted(Predicate<Channel> wanted, long now) {
    presences
        .values()
        .removeIf(
            told -> {
              boolean isOver = told.isGone() && now - told.at() > patience;
              characters -= isOver ? told.end().text().length() : 0;
              return isOver;
            });
    return remove(told -> !wanted.test(told.end().channel()));
  }

  /** Takes out all; gives how they end. */
  List<PresenceMessage> removeAll() {
    return remove(told -> true);
  }

  private List<PresenceMessage> remove(Predicate<Told> condition) {
    List<PresenceMessage> removed =
        presences.values().stream()
            .filter(told -> !told.isGone() && condition.test(told))
            .map(Told::end)
            .toList();
    for (PresenceMessage presence : removed) {
      presences.remove(Key.of(presence));
      characters -= presence.text().length();
    }
    return removed;
  }
}
