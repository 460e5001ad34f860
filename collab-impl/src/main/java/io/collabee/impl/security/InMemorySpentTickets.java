package io.collabee.impl.security;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The tickets used in one process. */
public final class InMemorySpentTickets implements SpentTickets {
  private final Map<UUID, Instant> spent = new ConcurrentHashMap<>();

  /** None used yet. */
  public InMemorySpentTickets() {}

  @Override
  public boolean spend(UUID ticket, Instant expires) {
    return spent.putIfAbsent(ticket, expires) == null;
  }

  @Override
  public int purge(Instant before) {
    int known = spent.size();
    spent.values().removeIf(expires -> expires.isBefore(before));
    return known - spent.size();
  }
}
