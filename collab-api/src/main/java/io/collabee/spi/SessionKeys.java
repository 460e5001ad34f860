package io.collabee.spi;

import java.util.Optional;

/**
 * The keys that sessions are encrypted with where they are kept, if the application has a bean of
 * this type: those of a vault, say. It goes before {@code collab.session.keys}; without either,
 * keys are kept in the database beside what they protect.
 *
 * <p>To change the key, give another id as the current one, and go on giving the old key as long as
 * sessions live. A session that was sealed with a key which is not there any more cannot be taken
 * up; its user has to log in.
 *
 * <p>Called on threads of the module, several at once and often: answer from memory. The nodes of a
 * cluster have to have the same keys.
 */
public interface SessionKeys {

  /** The id of the key that encrypts from now on: 1 to 255 characters. */
  String current();

  /**
   * A key.
   *
   * @param id as {@link #current} gave it, some time
   * @return 32 random bytes; empty if there is no key of this id, or none any more
   */
  Optional<byte[]> key(String id);
}
