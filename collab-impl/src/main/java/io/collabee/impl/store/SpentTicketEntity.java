package io.collabee.impl.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A ticket that was used. No part of the documented surface. */
@Entity(name = "SpentTicket")
@Table(name = "collab_spent_ticket")
class SpentTicketEntity {
  @Id private UUID ticket;

  @Column(updatable = false)
  private Instant expires;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected SpentTicketEntity() {}
}
