package io.collabee.sample;

import io.collabee.DocumentId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** One entry of the list: what the application knows about a document besides its text. */
@Entity
@Table(name = "minutes")
public class Minutes {
  /** The longest title, in UTF-16 units. */
  static final int TITLE_LENGTH = 120;

  @Id private String id;
  private String title;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected Minutes() {}

  /** New minutes under a fresh id. */
  public Minutes(String title, String createdBy) {
    this.id = UUID.randomUUID().toString();
    this.title = title;
    this.createdBy = createdBy;
    this.createdAt = OffsetDateTime.now(ZoneOffset.UTC);
  }

  public String getId() {
    return id;
  }

  /** The collaborative document that holds the text. */
  public DocumentId document() {
    return DocumentId.of("minutes", id);
  }

  public String getTitle() {
    return title;
  }

  public void setTitle(String title) {
    this.title = title;
  }

  public String getCreatedBy() {
    return createdBy;
  }

  public OffsetDateTime getCreatedAt() {
    return createdAt;
  }
}
