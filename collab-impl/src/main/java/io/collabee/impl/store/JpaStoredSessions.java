package io.collabee.impl.store;

import io.collabee.impl.security.StoredSessions;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StaleStateException;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockAcquisitionException;

/** A row for each session. */
final class JpaStoredSessions implements StoredSessions {
  private static final int ATTEMPTS = 20;

  private final Sessions sessions;

  JpaStoredSessions(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void save(Collection<Row> rows) {
    // In one order on every node, so that none waits for another that waits for it.
    List<SessionEntity> ordered =
        rows.stream().sorted(Comparator.comparing(Row::id)).map(SessionEntity::new).toList();
    for (int attempt = 1; ; attempt++) {
      try {
        sessions.run(session -> write(session, ordered));
        return;
      } catch (RuntimeException e) {
        // Another node stored or deleted one of them meanwhile; the next attempt sees that.
        if (attempt == ATTEMPTS || !isConflict(e)) {
          throw sessions.failures().unavailable("keep sessions", e);
        }
      }
    }
  }

  /** What a batch comes upon is often told at the commit, as the cause of something else. */
  private static boolean isConflict(RuntimeException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            e ->
                e instanceof ConstraintViolationException
                    || e instanceof StaleStateException
                    || e instanceof LockAcquisitionException);
  }

  /** Two batches, one of either statement. */
  private static void write(StatelessSession session, List<SessionEntity> rows) {
    Set<String> known =
        session
            .createSelectionQuery(
                "select session from KeptSession where session in :ids", String.class)
            .setParameterList("ids", rows.stream().map(SessionEntity::session).toList())
            .getResultStream()
            .collect(Collectors.toSet());
    rows.stream().filter(row -> known.contains(row.session())).forEach(session::update);
    rows.stream().filter(row -> !known.contains(row.session())).forEach(session::insert);
  }

  @Override
  public Optional<Row> find(String id) {
    return sessions.inTransaction(
        "read a session",
        session ->
            Optional.ofNullable(session.get(SessionEntity.class, id)).map(SessionEntity::row));
  }

  @Override
  public List<Row> of(String caller) {
    return sessions.inTransaction(
        "read sessions",
        session ->
            session
                .createSelectionQuery(
                    "from KeptSession where caller = :caller", SessionEntity.class)
                .setParameter("caller", caller)
                .getResultStream()
                .map(SessionEntity::row)
                .toList());
  }

  @Override
  public void delete(String id) {
    delete("session = :value", id);
  }

  @Override
  public void deleteOf(String caller) {
    delete("caller = :value", caller);
  }

  @Override
  public int purge(Instant before) {
    return delete("expires < :value", before);
  }

  private int delete(String condition, Object value) {
    return sessions.inTransaction(
        "forget sessions",
        session ->
            session
                .createMutationQuery("delete from KeptSession where " + condition)
                .setParameter("value", value)
                .executeUpdate());
  }
}
