package io.collabee.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A diff: a contiguous run of committed operations of one document, as they were committed. Older
 * ones are in {@linkplain ChunkEntity chunks}. A document's diffs follow each other and its last
 * chunk without gap: the next one's {@linkplain #firstVersion() first version} is this one's plus
 * its number of operations.
 */
@Entity(name = "Diff")
@Table(name = "collab_diff")
@IdClass(DiffEntity.Key.class)
public class DiffEntity {
  @Id
  @Column(name = "document_key", updatable = false)
  private long documentKey;

  @Id
  @Column(name = "first_version", updatable = false)
  private long firstVersion;

  @Column(updatable = false)
  private Instant committed;

  @Column(updatable = false)
  private int operations;

  @Column(updatable = false, length = Integer.MAX_VALUE)
  private byte[] payload;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected DiffEntity() {}

  /** A row as the module writes it. */
  public DiffEntity(
      long documentKey, long firstVersion, Instant committed, int operations, byte[] payload) {
    this.documentKey = documentKey;
    this.firstVersion = firstVersion;
    this.committed = committed;
    this.operations = operations;
    this.payload = payload;
  }

  /** The document's {@link DocumentEntity#key()}. */
  public long documentKey() {
    return documentKey;
  }

  /** The version that the first operation applies to. */
  public long firstVersion() {
    return firstVersion;
  }

  /** When the last operation was committed. */
  public Instant committed() {
    return committed;
  }

  /** How many operations it holds, 1 or more. */
  public int operations() {
    return operations;
  }

  /** The operations, encoded as {@code docs/schema.md} tells; not a copy. */
  public byte[] payload() {
    return payload;
  }

  /** A document's key and a diff's first version. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private long documentKey;
    private long firstVersion;

    /** For Jakarta Persistence. */
    protected Key() {}

    /** The key of the diff that starts with this version of this document. */
    public Key(long documentKey, long firstVersion) {
      this.documentKey = documentKey;
      this.firstVersion = firstVersion;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.documentKey == documentKey
          && key.firstVersion == firstVersion;
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(documentKey) + Long.hashCode(firstVersion);
    }
  }
}
