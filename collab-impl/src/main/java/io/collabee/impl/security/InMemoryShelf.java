package io.collabee.impl.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A shelf in one process, which can be taken away. */
public final class InMemoryShelf implements Shelf {
  private final Clock clock;
  private final Map<String, Kept> values = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> groups = new ConcurrentHashMap<>();
  private volatile boolean away;

  @SuppressWarnings("ArrayRecordComponent") // Never compared, and copied where it comes and goes.
  private record Kept(byte[] value, Instant until) {}

  /** An empty shelf. */
  public InMemoryShelf(Clock clock) {
    this.clock = clock;
  }

  /** Takes it away with all that is on it, or brings it back empty. */
  public void away(boolean now) {
    away = now;
    values.clear();
    groups.clear();
  }

  @Override
  public boolean isOpen() {
    return !away;
  }

  @Override
  public CompletionStage<Optional<byte[]>> get(String name) {
    Kept kept = values.get(name);
    return kept == null || !clock.instant().isBefore(kept.until())
        ? done(Optional.empty())
        : done(Optional.of(kept.value().clone()));
  }

  @Override
  public CompletionStage<Void> put(String name, byte[] value, Duration life) {
    if (!away) {
      values.put(name, new Kept(value.clone(), clock.instant().plus(life)));
    }
    return done();
  }

  @Override
  public CompletionStage<Void> remove(String name) {
    values.remove(name);
    return done();
  }

  @Override
  public CompletionStage<Set<String>> members(String group) {
    return done(Set.copyOf(groups.getOrDefault(group, Set.of())));
  }

  @Override
  public CompletionStage<Void> join(String group, String member, Duration life) {
    if (!away) {
      groups.computeIfAbsent(group, key -> ConcurrentHashMap.newKeySet()).add(member);
    }
    return done();
  }

  @Override
  public CompletionStage<Void> leave(String group, String member) {
    Set<String> members = groups.get(group);
    if (members != null) {
      members.remove(member);
    }
    return done();
  }

  private <T> CompletionStage<T> done(T value) {
    return away ? Shelf.away() : CompletableFuture.completedFuture(value);
  }

  @SuppressWarnings("NullAway") // Void has no other value.
  private CompletionStage<Void> done() {
    return away ? Shelf.away() : CompletableFuture.completedFuture(null);
  }
}
