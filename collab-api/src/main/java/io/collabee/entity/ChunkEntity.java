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
 * A chunk: a long run of a document's older operations, compressed. A document's chunks follow each
 * other without gap from its first version on, and its {@linkplain DiffEntity diffs} follow the
 * last chunk.
 */
@Entity(name = "Chunk")
@Table(name = "collab_chunk")
@IdClass(ChunkEntity.Key.class)
public class ChunkEntity {
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
  protected ChunkEntity() {}

  /** A row as the module writes it. */
  public ChunkEntity(
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

  /** A document's key and a chunk's first version. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private long documentKey;
    private long firstVersion;

    /** For Jakarta Persistence. */
    protected Key() {}

    /** The key of the chunk that starts with this version of this document. */
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
