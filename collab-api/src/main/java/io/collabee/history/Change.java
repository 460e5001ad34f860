package io.collabee.history;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is different in a later version of a document.
 *
 * <p>Of a text or another sequence: {@link Insertion}, {@link Deletion} and {@link Formatting}.
 * Positions and lengths are in the unit of the type: code points of a {@code text-unicode}
 * document, UTF-16 code units of a {@code rich-text} one. Of JSON: {@link Value} and {@link Move}.
 * Of a type of the application's that is no {@link io.collabee.spi.Sequence}: one {@link Value} for
 * the whole content.
 */
public sealed interface Change {

  /**
   * Something is there that was not.
   *
   * @param at where it is in the later version
   * @param length how long it is
   * @param content what it is, in the form of a snapshot of the type
   * @param by who inserted it
   */
  record Insertion(int at, int length, JsonValue content, Contribution by) implements Change {}

  /**
   * Something is gone.
   *
   * @param at where it would be in the later version
   * @param wasAt where it was in the earlier version
   * @param length how long it was
   * @param content what it was, in the form of a snapshot of the type
   * @param by who deleted it
   */
  record Deletion(int at, int wasAt, int length, JsonValue content, Contribution by)
      implements Change {}

  /**
   * Something is formatted differently.
   *
   * @param at where it is in the later version
   * @param length how long it is
   * @param before the attributes that were changed as they were; without those it had not
   * @param after the same attributes as they are; without those it has no more
   * @param by who changed them last. Where attributes of one place were changed by several, there
   *     is a change for each.
   */
  record Formatting(int at, int length, JsonObject before, JsonObject after, Contribution by)
      implements Change {}

  /**
   * A value is another.
   *
   * @param path where it is in the later version, from the root: names of members and indices of
   *     items. Empty for the whole content. If it is gone, the last step is where it was.
   * @param before what it was; empty if it was not there
   * @param after what it is; empty if it is gone
   * @param by who made it so: one for each who put it there or edited it since, or for who took it
   *     away
   */
  record Value(
      JsonArray path, Optional<JsonValue> before, Optional<JsonValue> after, List<Contribution> by)
      implements Change {
    /** Copies the list. */
    public Value {
      by = List.copyOf(by);
    }
  }

  /**
   * An item of a list is elsewhere in the list.
   *
   * @param path where it is in the later version
   * @param wasAt its index in the list in the earlier version
   * @param by one for each who moved it
   */
  record Move(JsonArray path, int wasAt, List<Contribution> by) implements Change {
    /** Copies the list. */
    public Move {
      by = List.copyOf(by);
    }
  }
}
