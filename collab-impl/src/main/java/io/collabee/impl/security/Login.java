package io.collabee.impl.security;

import io.collabee.Caller;

/**
 * Who is at the other end of a connection, and what that rests on. A connection's login may be
 * {@linkplain #renewedBy renewed}.
 *
 * @param session names the login among all of all nodes; random, and no secret
 */
public record Login(String session, Caller caller, Credential credential) {

  /**
   * The same login on a younger credential, with the roles that the caller has by now.
   *
   * @throws IllegalArgumentException if it is somebody else's
   */
  public Login renewedBy(Login younger) {
    if (!younger.caller().name().equals(caller.name())) {
      throw new IllegalArgumentException("A login is renewed by its own caller only");
    }
    return new Login(session, younger.caller(), younger.credential());
  }
}
