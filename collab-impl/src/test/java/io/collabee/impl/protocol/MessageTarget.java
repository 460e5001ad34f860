package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;

/** Text that a client sends, whatever it is. */
public final class MessageTarget {
  private MessageTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    JsonValue value;
    try {
      value = JsonText.parse(new String(input, StandardCharsets.UTF_8));
    } catch (CollabException refused) {
      return;
    }
    String written = JsonText.write(value);
    if (!JsonText.write(JsonText.parse(written)).equals(written)) {
      throw new AssertionError("Written and read again it is not " + written);
    }
    if (value instanceof JsonObject message) {
      read(message);
    }
  }

  static void read(JsonObject message) {
    try {
      Request request = new RequestReader("default").read(message);
      if (request instanceof Request.Presence presence) {
        JsonText.parse(Messages.presence("source", presence));
      }
    } catch (CollabException refused) {
      // Who sent it is told so.
      JsonText.parse(Messages.error(message, refused));
    }
    JsonText.parse(
        Messages.error(
            Messages.gist(message), new CollabException(ErrorCode.ERR_UNKNOWN_ERROR, "?")));
  }
}
