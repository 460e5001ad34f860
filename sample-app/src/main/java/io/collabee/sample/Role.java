package io.collabee.sample;

import io.collabee.spi.Access;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is to a document; each role includes those before it. */
public enum Role {
  /** Sees what is written, and who is there. */
  READER(Access.READ),
  /** Says what there is to say in the margin. */
  COMMENTER(Access.COMMENT),
  /** Writes too. */
  WRITER(Access.WRITE),
  /** Shares it with others and deletes it too. */
  OWNER(Access.MANAGE);

  private final Access access;

  Role(Access access) {
    this.access = access;
  }

  /** The one of a name as {@link #word} has it. */
  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** What CollabEE lets them do. */
  public Access access() {
    return access;
  }

  /** Its name for people, and for our scripts. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether they may change the text. */
  public boolean mayWrite() {
    return includes(WRITER);
  }

  /** Whether this includes another. */
  boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
