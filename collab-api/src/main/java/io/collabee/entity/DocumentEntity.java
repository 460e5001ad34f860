package io.collabee.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document: what it is called, how far it is, and whether it exists. The other tables refer to it
 * by its {@linkplain #key() key}.
 *
 * <p>A row may be there of a document that was never written, with version 0 and without type.
 */
@Entity(name = "Document")
@Table(name = "collab_document")
public class DocumentEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "collab_document_seq")
  @SequenceGenerator(name = "collab_document_seq", sequenceName = "collab_document_seq")
  @Column(name = "document_key", updatable = false)
  private @Nullable Long key;

  @Column(updatable = false)
  private String organisation;

  @Column(updatable = false)
  private String collection;

  @Column(updatable = false)
  private String id;

  private long version;

  private @Nullable String type;

  private @Nullable Instant created;

  private @Nullable Instant modified;

  /** For Jakarta Persistence. */
  @SuppressWarnings("NullAway.Init")
  protected DocumentEntity() {}

  /**
   * A row as the module writes it.
   *
   * @param key null for a new one
   */
  public DocumentEntity(
      @Nullable Long key,
      String organisation,
      String collection,
      String id,
      long version,
      @Nullable String type,
      @Nullable Instant created,
      @Nullable Instant modified) {
    this.key = key;
    this.organisation = organisation;
    this.collection = collection;
    this.id = id;
    this.version = version;
    this.type = type;
    this.created = created;
    this.modified = modified;
  }

  /** What the other tables call it by. */
  public long key() {
    if (key == null) {
      throw new IllegalStateException("The row has not been stored");
    }
    return key;
  }

  /** The organisation it belongs to. */
  public String organisation() {
    return organisation;
  }

  /** The collection it belongs to. */
  public String collection() {
    return collection;
  }

  /** Its name in the collection. */
  public String id() {
    return id;
  }

  /** Its head: how many operations are committed. */
  public long version() {
    return version;
  }

  /** Its type's URI; empty if it does not exist (not yet, or no more). */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** When its first operation was committed; empty if none was. */
  public Optional<Instant> created() {
    return Optional.ofNullable(created);
  }

  /** When its last operation was committed; empty if none was. */
  public Optional<Instant> modified() {
    return Optional.ofNullable(modified);
  }
}
