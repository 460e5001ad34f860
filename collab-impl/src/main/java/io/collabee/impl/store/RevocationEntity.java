package io.collabee.impl.store;

import io.collabee.impl.security.Revocation;
import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that is good no more. No part of the documented surface. */
@Entity(name = "Revocation")
@Table(name = "collab_revocation")
@IdClass(RevocationEntity.Key.class)
class RevocationEntity {
  @Id private String kind;
  @Id private String subject;

  @Column(name = "issued_before")
  private Instant issuedBefore;

  private Instant changed;
  private Instant expires;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected RevocationEntity() {}

  static String kind(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  Revocation revocation() {
    return new Revocation(
        new Subject(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), subject), issuedBefore, expires);
  }

  Instant changed() {
    return changed;
  }

  /** The primary key. */
  static class Key implements Serializable {
    private static final long serialVersionUID = 1;

    private String kind;
    private String subject;

    /** For Jakarta Persistence. */
    @SuppressWarnings("NullAway.Init")
    Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && kind.equals(key.kind) && subject.equals(key.subject);
    }

    @Override
    public int hashCode() {
      return Objects.hash(kind, subject);
    }
  }
}
