package io.collabee.sample.people;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** One browser that somebody has signed in with. */
@Entity
@Table(name = "minutes_session")
public class PageSession {
  @Id private String id;

  @ManyToOne(optional = false)
  @JoinColumn(name = "user_name")
  private User user;

  private String browser;

  @Column(name = "started_at")
  private OffsetDateTime startedAt;

  @Column(name = "confirmed_at")
  private OffsetDateTime confirmedAt;

  @Column(name = "seen_at")
  private OffsetDateTime seenAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected PageSession() {}

  /**
   * One that starts now, with a password.
   *
   * @param id what the browser's secret is stored as
   * @param browser what to call it
   */
  PageSession(String id, User user, String browser) {
    this.id = id;
    this.user = user;
    this.browser = browser;
    this.startedAt = OffsetDateTime.now(ZoneOffset.UTC);
    this.confirmedAt = startedAt;
    this.seenAt = startedAt;
  }

  public String getId() {
    return id;
  }

  public User getUser() {
    return user;
  }

  public String getBrowser() {
    return browser;
  }

  public Instant getStartedAt() {
    return startedAt.toInstant();
  }

  /** When the password was last given. */
  public Instant getConfirmedAt() {
    return confirmedAt.toInstant();
  }

  /** When the browser was last seen, give or take a minute. */
  public Instant getSeenAt() {
    return seenAt.toInstant();
  }

  /** Whether the password was given within this time. */
  public boolean isConfirmedWithin(Duration age) {
    return confirmedAt.plus(age).toInstant().isAfter(Instant.now());
  }

  void confirm() {
    confirmedAt = OffsetDateTime.now(ZoneOffset.UTC);
    seenAt = confirmedAt;
  }

  void see() {
    seenAt = OffsetDateTime.now(ZoneOffset.UTC);
  }
}
