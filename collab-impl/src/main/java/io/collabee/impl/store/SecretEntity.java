package io.collabee.impl.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A secret that all nodes share. No part of the documented surface. */
@Entity(name = "Secret")
@Table(name = "collab_secret")
class SecretEntity {
  @Id private String name;

  @Column(updatable = false)
  private Instant created;

  @Column(updatable = false)
  private byte[] secret;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected SecretEntity() {}

  byte[] secret() {
    return secret;
  }

  String name() {
    return name;
  }

  Instant created() {
    return created;
  }
}
