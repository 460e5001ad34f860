package io.collabee.impl.store;

import io.collabee.impl.security.Sealer;
import io.collabee.impl.security.StoredSessions;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A session of a client. No part of the documented surface. */
@Entity(name = "KeptSession")
@Table(name = "collab_session")
class SessionEntity {
  @Id private String session;

  private String secret;
  private String caller;

  @Column(name = "key_id")
  private String keyId;

  private byte[] sealed;
  private Instant expires;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected SessionEntity() {}

  SessionEntity(StoredSessions.Row row) {
    session = row.id();
    secret = row.secret();
    caller = row.caller();
    keyId = row.sealed().keyId();
    sealed = row.sealed().bytes();
    expires = row.expires().truncatedTo(ChronoUnit.MILLIS);
  }

  String session() {
    return session;
  }

  StoredSessions.Row row() {
    return new StoredSessions.Row(
        session, secret, caller, new Sealer.Sealed(keyId, sealed), expires);
  }
}
