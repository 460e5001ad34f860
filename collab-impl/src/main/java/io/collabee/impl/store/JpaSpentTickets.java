package io.collabee.impl.store;

import io.collabee.impl.security.SpentTickets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;

/** A row for each ticket that was used; its primary key lets one node use it. */
final class JpaSpentTickets implements SpentTickets {
  private final Sessions sessions;

  JpaSpentTickets(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public boolean spend(UUID ticket, Instant expires) {
    try {
      return sessions.inTransaction(session -> isFirst(session, ticket, expires));
    } catch (ConstraintViolationException e) {
      // On H2 and MariaDB, where the conflict clause is left out: somebody was faster.
      return false;
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("spend a ticket", e);
    }
  }

  private static boolean isFirst(StatelessSession session, UUID ticket, Instant expires) {
    // Asked first, so that one who tries again and again does not fill the log on H2.
    return session.get(SpentTicketEntity.class, ticket) == null
        && session
                .createMutationQuery(
                    "insert into SpentTicket (ticket, expires) values (:ticket, :expires)"
                        + " on conflict (ticket) do nothing")
                .setParameter("ticket", ticket)
                .setParameter("expires", expires.truncatedTo(ChronoUnit.MILLIS))
                .executeUpdate()
            == 1;
  }

  @Override
  public int purge(Instant before) {
    return sessions.inTransaction(
        "forget spent tickets",
        session ->
            session
                .createMutationQuery("delete from SpentTicket where expires < :before")
                .setParameter("before", before)
                .executeUpdate());
  }
}
