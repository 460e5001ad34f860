package io.collabee.impl.cluster;

import java.util.UUID;

/** One start of one node: a server that starts again is another node. */
public record NodeId(UUID value) {

  /** A new one. */
  public static NodeId random() {
    return new NodeId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
