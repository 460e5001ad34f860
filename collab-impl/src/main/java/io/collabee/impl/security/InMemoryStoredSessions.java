package io.collabee.impl.security;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions in one process, which can be out of reach. */
public final class InMemoryStoredSessions implements StoredSessions {
  private final Map<String, Row> rows = new ConcurrentHashMap<>();
  private volatile boolean away;

  /** None yet. */
  public InMemoryStoredSessions() {}

  /** Puts them out of reach, or back. */
  public void away(boolean now) {
    away = now;
  }

  /** How many there are. */
  public int count() {
    return rows.size();
  }

  private Map<String, Row> rows() {
    if (away) {
      throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "Out of reach");
    }
    return rows;
  }

  @Override
  public void save(Collection<Row> sessions) {
    Map<String, Row> all = rows();
    sessions.forEach(row -> all.put(row.id(), row));
  }

  @Override
  public Optional<Row> find(String id) {
    return Optional.ofNullable(rows().get(id));
  }

  @Override
  public List<Row> of(String caller) {
    return rows().values().stream().filter(row -> row.caller().equals(caller)).toList();
  }

  @Override
  public void delete(String id) {
    rows().remove(id);
  }

  @Override
  public void deleteOf(String caller) {
    rows().values().removeIf(row -> row.caller().equals(caller));
  }

  @Override
  public int purge(Instant before) {
    int known = rows().size();
    rows().values().removeIf(row -> row.expires().isBefore(before));
    return known - rows.size();
  }
}
