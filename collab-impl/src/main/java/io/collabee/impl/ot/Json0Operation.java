package io.collabee.impl.ot;

import java.util.List;

/**
 * An edit of a JSON document: components, each applied to what the one before it left. No
 * components: nothing changes.
 */
public final class Json0Operation {
  private final List<Json0Component> components;

  Json0Operation(List<Json0Component> components) {
    this.components = List.copyOf(components);
  }

  List<Json0Component> components() {
    return components;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json0Operation operation && components.equals(operation.components);
  }

  @Override
  public int hashCode() {
    return components.hashCode();
  }

  /** How many components there are and no more: the rest is document text. */
  @Override
  public String toString() {
    return "json0 operation of " + components.size() + " components";
  }
}
