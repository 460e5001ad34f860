package io.collabee.impl.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Which tokens this server verifies. */
public final class TokenReaders {
  private static final Logger LOG = System.getLogger(TokenReaders.class.getName());
  private static final String MICROPROFILE =
      "io.collabee.impl.security.microprofile.JsonWebTokenReader";

  private TokenReaders() {}

  /** Those of MicroProfile JWT where the server has it, or none. */
  public static TokenReader ofThisServer() {
    try {
      Class<?> reader = Class.forName(MICROPROFILE, true, TokenReaders.class.getClassLoader());
      return (TokenReader) reader.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.log(Level.DEBUG, "No MicroProfile JWT here", e);
      return TokenReader.NONE;
    }
  }
}
