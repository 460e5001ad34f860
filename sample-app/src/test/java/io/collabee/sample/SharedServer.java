package io.collabee.sample;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The sample application on Payara Micro and PostgreSQL, started by the first test that needs it
 * and left running for the others; everybody may write.
 */
final class SharedServer {
  private static final MicroProcess SERVER = start();

  private SharedServer() {}

  private static MicroProcess start() {
    Postgres database = new Postgres();
    Map<String, String> properties = new HashMap<>(database.properties());
    properties.put("collab.anonymous-access", "write");
    return new MicroProcess("shared", properties).start();
  }

  /** The application's address, ending in a slash. */
  static URI address() {
    return SERVER.address();
  }

  /** Where clients connect. */
  static URI socket() {
    return SERVER.socket();
  }
}
