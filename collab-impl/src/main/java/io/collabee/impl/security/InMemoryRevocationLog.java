package io.collabee.impl.security;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** What has been revoked in one process. Its clock counts what was recorded. */
public final class InMemoryRevocationLog implements RevocationLog {
  private final Map<Revocation.Subject, Entry> entries = new LinkedHashMap<>();
  private long recorded;

  private record Entry(Revocation revocation, long changed) {}

  /** Nothing is revoked yet. */
  public InMemoryRevocationLog() {}

  @Override
  public synchronized void record(Revocation revocation) {
    long now = ++recorded;
    entries.merge(
        revocation.subject(),
        new Entry(revocation, now),
        (known, news) -> new Entry(known.revocation().and(news.revocation()), now));
  }

  @Override
  public Instant since(Instant time, Consumer<Revocation> each) {
    List<Revocation> found;
    Instant next;
    synchronized (this) {
      found =
          entries.values().stream()
              .filter(entry -> entry.changed() >= time.toEpochMilli())
              .map(Entry::revocation)
              .toList();
      next = Instant.ofEpochMilli(recorded + 1);
    }
    found.forEach(each);
    return next;
  }

  @Override
  public synchronized Collection<Revocation> of(Set<Revocation.Subject> subjects) {
    return subjects.stream()
        .map(entries::get)
        .filter(Objects::nonNull)
        .map(Entry::revocation)
        .toList();
  }

  @Override
  public synchronized int purge(Instant before) {
    int known = entries.size();
    entries.values().removeIf(entry -> entry.revocation().expires().isBefore(before));
    return known - entries.size();
  }
}
