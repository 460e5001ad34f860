package io.collabee.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A snapshot: a document's whole content at one version. */
@Entity(name = "Snapshot")
@Table(name = "collab_snapshot")
@IdClass(SnapshotEntity.Key.class)
public class SnapshotEntity {
  @Id
  @Column(name = "document_key", updatable = false)
  private long documentKey;

  @Id
  @Column(updatable = false)
  private long version;

  @Column(updatable = false)
  private Instant committed;

  @Column(updatable = false)
  private @Nullable String type;

  private @Nullable String label;

  @Column(name = "label_author")
  private @Nullable String labelAuthor;

  @Column(name = "label_time")
  private @Nullable Instant labelTime;

  @Column(updatable = false, length = Integer.MAX_VALUE)
  private String sources;

  @Column(updatable = false, length = Integer.MAX_VALUE)
  private String content;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected SnapshotEntity() {}

  /** A row as the module writes it. */
  public SnapshotEntity(
      long documentKey,
      long version,
      Instant committed,
      @Nullable String type,
      @Nullable String label,
      String sources,
      String content) {
    this.documentKey = documentKey;
    this.version = version;
    this.committed = committed;
    this.type = type;
    this.label = label;
    this.sources = sources;
    this.content = content;
  }

  /** The document's {@link DocumentEntity#key()}. */
  public long documentKey() {
    return documentKey;
  }

  /** How many operations went in. */
  public long version() {
    return version;
  }

  /** When the last of those operations was committed. */
  public Instant committed() {
    return committed;
  }

  /** The type's URI; empty if the document did not exist at this version. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** What somebody called this version; empty if nobody did. */
  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  /** Who gave the label; empty if nobody did, or nobody that is known. */
  public Optional<String> labelAuthor() {
    return Optional.ofNullable(labelAuthor);
  }

  /** When the label was given; empty if there is none. */
  public Optional<Instant> labelTime() {
    return Optional.ofNullable(labelTime);
  }

  /**
   * Each client heard of lately with its last operation, as JSON: {@code {"source":[seq, version,
   * milliseconds since 1970]}}.
   */
  public String sources() {
    return sources;
  }

  /** The content in the type's snapshot form, as JSON; {@code null} if there was none. */
  public String content() {
    return content;
  }

  /** A document's key and a snapshot's version. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private long documentKey;
    private long version;

    /** For Jakarta Persistence. */
    protected Key() {}

    /** The key of the snapshot of this document at this version. */
    public Key(long documentKey, long version) {
      this.documentKey = documentKey;
      this.version = version;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.documentKey == documentKey && key.version == version;
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(documentKey) + Long.hashCode(version);
    }
  }
}
