package io.collabee.impl.rest;

import java.util.Optional;

/**
 * What a client says to take up its session.
 *
 * @param text as the socket told it
 */
record SessionSecret(String text) {
  /** The header it comes in: no form and no picture of another site can send it. */
  static final String HEADER = "Collab-Session";

  /** That of a request, if it has any; it may be wrong. */
  static Optional<SessionSecret> of(Asked asked) {
    return asked.header().apply(HEADER).map(SessionSecret::new);
  }

  /** Which session it is about. */
  String session() {
    int dot = text.indexOf('.');
    return dot < 0 ? text : text.substring(0, dot);
  }

  @Override
  public String toString() {
    return "the secret of a session";
  }
}
