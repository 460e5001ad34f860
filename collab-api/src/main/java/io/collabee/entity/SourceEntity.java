package io.collabee.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A client that made operations, and for whom. {@linkplain DiffEntity Diffs} refer to it by its
 * key, since an operation should not weigh less than its author's name. The same client may be
 * there more than once.
 */
@Entity(name = "Source")
@Table(name = "collab_source")
public class SourceEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "collab_source_seq")
  @SequenceGenerator(name = "collab_source_seq", sequenceName = "collab_source_seq")
  @Column(name = "source_key", updatable = false)
  private @Nullable Long key;

  @Column(updatable = false)
  private String source;

  private String author;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected SourceEntity() {}

  /** A new row as the module writes it. */
  public SourceEntity(String source, String author) {
    this.source = source;
    this.author = author;
  }

  /** What diffs call it by. */
  public long key() {
    if (key == null) {
      throw new IllegalStateException("The row has not been stored");
    }
    return key;
  }

  /** The client's id. */
  public String source() {
    return source;
  }

  /** The verified principal's name, empty for nobody. */
  public String author() {
    return author;
  }
}
