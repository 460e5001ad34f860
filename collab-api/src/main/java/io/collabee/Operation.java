package io.collabee;

import jakarta.json.JsonValue;

/**
 * What an edit does to a document, in the form of the wire. Every committed operation takes one
 * version, a {@link None} too.
 */
public sealed interface Operation {

  /**
   * Makes the document exist.
   *
   * @param type the type's URI or name
   * @param data what it starts with, in the type's snapshot form; {@link JsonValue#NULL} for the
   *     type's empty content
   */
  record Create(String type, JsonValue data) implements Operation {}

  /**
   * Changes the content.
   *
   * @param op an operation of the document's type, as JSON
   */
  record Edit(JsonValue op) implements Operation {}

  /**
   * Makes the document not exist. Its history stays, its version goes on, and it may be created
   * again.
   */
  record Delete() implements Operation {}

  /** Does nothing. What is left of a deletion that another deletion overtook, say. */
  record None() implements Operation {}
}
