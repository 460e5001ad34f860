package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.event.Audited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells the audit of refused handshakes, which anybody can have as many of as he likes, without
 * letting him fill the log. Of those of one caller, network and reason the first is told at once;
 * the others are counted, and told each minute as one. Those of more callers and networks than are
 * remembered are all counted together. Thread-safe; never blocks.
 */
public final class Refusals {
  static final Duration TOGETHER = Duration.ofMinutes(1);

  /** So many are told each minute. */
  static final int MOST = 1_000;

  private final AuditTrail audit;
  private final LongSupplier nanoTime;

  /** The one told longest ago first. */
  private final Map<Key, Counted> refused = new LinkedHashMap<>();

  private final Counted others;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public Refusals(AuditTrail audit, LongSupplier nanoTime) {
    this.audit = audit;
    this.nanoTime = nanoTime;
    this.others =
        new Counted(
            AuditTrail.Subject.of(Caller.ANONYMOUS),
            "Handshakes from still more addresses were refused",
            nanoTime.getAsLong());
  }

  private record Key(String caller, String network, String reason) {}

  /** What was refused, and how often since it was told. */
  private static final class Counted {
    private final AuditTrail.Subject subject;
    private final String told;
    private long since;
    private long more;

    Counted(AuditTrail.Subject subject, String told, long since) {
      this.subject = subject;
      this.told = told;
      this.since = since;
    }

    boolean isOver(long now) {
      return now - since >= TOGETHER.toNanos();
    }
  }

  /** A handshake was refused. */
  public void tell(Caller caller, Route route, String reason) {
    tell(caller, route, reason, "");
  }

  /**
   * A handshake was refused.
   *
   * @param caller whom the server knows there; anonymous if nobody
   * @param reason a sentence; those that are equal are told together
   * @param detail follows the reason, and may differ among those that are told together: only the
   *     first is seen
   */
  public synchronized void tell(Caller caller, Route route, String reason, String detail) {
    tellOlder();
    Key key = new Key(caller.name(), route.network(), reason);
    Counted known = refused.get(key);
    if (known != null) {
      known.more++;
    } else if (refused.size() >= MOST) {
      others.more++;
    } else {
      AuditTrail.Subject subject = AuditTrail.Subject.of(caller);
      Counted first =
          new Counted(
              route.address().isEmpty() ? subject : subject.from(route.address()),
              reason + detail,
              nanoTime.getAsLong());
      refused.put(key, first);
      audit.tell(Audited.Kind.REFUSED, first.subject, first.told);
    }
  }

  /** Tells what has been counted for a minute. To be called often. */
  public synchronized void tellOlder() {
    long now = nanoTime.getAsLong();
    List<Key> over = new ArrayList<>();
    for (Map.Entry<Key, Counted> each : refused.entrySet()) {
      if (!each.getValue().isOver(now)) {
        break;
      }
      over.add(each.getKey());
    }
    for (Key key : over) {
      Counted counted = refused.remove(key);
      if (counted != null && counted.more > 0) {
        tellMore(counted, now);
        refused.put(key, counted);
      }
    }
    if (others.isOver(now)) {
      tellMore(others, now);
    }
  }

  /** Tells all that has been counted. */
  public synchronized void close() {
    long now = nanoTime.getAsLong();
    refused.values().forEach(counted -> tellMore(counted, now));
    tellMore(others, now);
    refused.clear();
  }

  private void tellMore(Counted counted, long now) {
    if (counted.more > 0) {
      String times = counted.more == 1 ? " (once more)" : " (" + counted.more + " times more)";
      audit.tell(Audited.Kind.REFUSED, counted.subject, counted.told + times);
    }
    counted.more = 0;
    counted.since = now;
  }
}
