package io.collabee.impl.store;

import io.collabee.impl.security.Revocation;
import io.collabee.impl.security.Revocation.Subject;
import io.collabee.impl.security.RevocationLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.query.MutationQuery;

/**
 * A row for each subject. When it changed is told by the database's clock, since those of nodes
 * differ; a transaction that takes long commits a time that has passed, so a reader goes back by
 * more than any takes.
 */
final class JpaRevocationLog implements RevocationLog {
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);
  private static final int FETCHED = 1_000;

  private final Sessions sessions;

  JpaRevocationLog(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void record(Revocation revocation) {
    try {
      try {
        sessions.run(session -> write(session, revocation));
      } catch (ConstraintViolationException e) {
        // On H2 and MariaDB, where the conflict clause is left out: from now on the row is there.
        sessions.run(session -> write(session, revocation));
      }
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("record a revocation", e);
    }
  }

  private static void write(StatelessSession session, Revocation revocation) {
    if (!isUpdated(session, revocation) && !isInserted(session, revocation)) {
      // Another node has inserted it meanwhile.
      isUpdated(session, revocation);
    }
  }

  private static boolean isUpdated(StatelessSession session, Revocation revocation) {
    return isDone(
        revocation,
        session.createMutationQuery(
            "update Revocation set issuedBefore = greatest(issuedBefore, :issuedBefore),"
                + " expires = greatest(expires, :expires), changed = instant"
                + " where kind = :kind and subject = :subject"));
  }

  private static boolean isInserted(StatelessSession session, Revocation revocation) {
    return isDone(
        revocation,
        session.createMutationQuery(
            "insert into Revocation (kind, subject, issuedBefore, changed, expires)"
                + " values (:kind, :subject, :issuedBefore, instant, :expires)"
                + " on conflict (kind, subject) do nothing"));
  }

  private static boolean isDone(Revocation revocation, MutationQuery query) {
    return query
            .setParameter("kind", RevocationEntity.kind(revocation.subject().kind()))
            .setParameter("subject", revocation.subject().hash())
            .setParameter("issuedBefore", revocation.issuedBefore())
            .setParameter("expires", revocation.expires())
            .executeUpdate()
        == 1;
  }

  @Override
  public Instant since(Instant time, Consumer<Revocation> each) {
    return sessions.inTransaction(
        "read revocations",
        session -> {
          Instant now =
              session.createSelectionQuery("select instant", Instant.class).getSingleResult();
          try (Stream<RevocationEntity> rows =
              session
                  .createSelectionQuery(
                      "from Revocation where changed >= :time and expires > instant",
                      RevocationEntity.class)
                  .setParameter("time", time)
                  .setFetchSize(FETCHED)
                  .getResultStream()) {
            rows.map(RevocationEntity::revocation).forEach(each);
          }
          return now.minus(LONGEST_TRANSACTION);
        });
  }

  @Override
  public Collection<Revocation> of(Set<Subject> subjects) {
    List<String> hashes = subjects.stream().map(Subject::hash).collect(Collectors.toList());
    return sessions.inTransaction(
        "read a revocation",
        session ->
            session
                .createSelectionQuery(
                    "from Revocation where subject in :hashes", RevocationEntity.class)
                .setParameterList("hashes", hashes)
                .getResultStream()
                .map(RevocationEntity::revocation)
                .filter(found -> subjects.contains(found.subject()))
                .toList());
  }

  @Override
  public int purge(Instant before) {
    return sessions.inTransaction(
        "forget revocations",
        session ->
            session
                .createMutationQuery("delete from Revocation where expires < :before")
                .setParameter("before", before)
                .executeUpdate());
  }
}
