package io.collabee.sample.people;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Somebody who can sign in. */
@Entity
@Table(name = "minutes_user")
public class User {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{1,39}");
  private static final Pattern SHOWN_NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .'-]{0,39}");

  @Id private String name;

  @Column(name = "shown_name")
  private String shownName;

  private String password;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected User() {}

  /**
   * @param name what they sign in with, and who they are to CollabEE
   * @param shownName what others see
   * @param password its hash
   */
  User(String name, String shownName, String password) {
    this.name = name;
    this.shownName = shownName;
    this.password = password;
    this.createdAt = OffsetDateTime.now(ZoneOffset.UTC);
  }

  /** Whether somebody may sign in with this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether somebody may be called that. */
  public static boolean isShownName(String name) {
    return SHOWN_NAME.matcher(name).matches();
  }

  public String getName() {
    return name;
  }

  public String getShownName() {
    return shownName;
  }

  /** The hash of the password. */
  String password() {
    return password;
  }
}
