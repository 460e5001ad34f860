package io.collabee.spi;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;

/**
 * How the content of a type is a sequence of units, as a text is: what there is to be known of it
 * to tell who wrote which part, and what differs between two versions.
 *
 * <p>All methods are pure functions and thread-safe. For an operation that applies to a content,
 * {@link #steps} must tell truthfully what becomes of each unit.
 *
 * @param <S> a snapshot of the content
 * @param <O> an operation
 */
public interface Sequence<S, O> {

  /** How many units the content has. */
  int length(S content);

  /**
   * A part of the content, in the form that snapshots have.
   *
   * @param from from 0
   * @param to at least {@code from}, at most the length
   */
  JsonValue slice(S content, int from, int to);

  /**
   * How a part of the content is formatted: stretches that together have its length.
   *
   * @param from from 0
   * @param to greater than {@code from}, at most the length
   */
  default List<Formatted> formatting(S content, int from, int to) {
    return List.of(new Formatted(to - from, JsonValue.EMPTY_JSON_OBJECT));
  }

  /**
   * What an operation does, as a walk over the content from its start. What follows the last step
   * is kept as it is.
   */
  List<Step> steps(O operation);

  /** One step of the walk. */
  sealed interface Step {
    /** How many units it is about; at least 1. */
    int length();
  }

  /**
   * Keeps what is there.
   *
   * @param formatted the names of the attributes that it sets or takes away; empty for none
   */
  record Keep(int length, Set<String> formatted) implements Step {
    /** Copies the set. */
    public Keep {
      formatted = Set.copyOf(formatted);
    }
  }

  /** Puts something new before what comes next. */
  record Insert(int length) implements Step {}

  /** Takes away what is there. */
  record Delete(int length) implements Step {}

  /**
   * A stretch of one formatting.
   *
   * @param attributes from name to value
   */
  record Formatted(int length, JsonObject attributes) {}
}
