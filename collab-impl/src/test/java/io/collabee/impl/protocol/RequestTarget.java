package io.collabee.impl.protocol;

import io.collabee.impl.fuzz.JsonBytes;
import jakarta.json.JsonObject;

/** JSON objects that a client sends. */
public final class RequestTarget {
  private RequestTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (JsonBytes.decode(input) instanceof JsonObject message) {
      MessageTarget.read(message);
    }
  }
}
