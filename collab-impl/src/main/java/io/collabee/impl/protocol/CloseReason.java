package io.collabee.impl.protocol;

/**
 * Why we close a socket. Codes from 4400 mean that connecting again is of no use before something
 * changes; codes from 4500 that the client should connect again, after a pause, and resend what was
 * not acknowledged.
 */
public enum CloseReason {
  /** The client sent text that is not JSON. */
  NOT_JSON(4400, "The message is not JSON"),
  /** The client sent JSON that is not an object. */
  NOT_AN_OBJECT(4401, "The message is not a JSON object"),
  /** The caller may no longer be connected. */
  FORBIDDEN(4403, "Access was withdrawn"),
  /** A message was longer than the server takes. */
  MESSAGE_TOO_LARGE(4413, "The message is too large"),
  /** The client sent a binary frame; the protocol is text. */
  BINARY(4415, "Binary frames are not understood"),
  /** The login has ended. The client may come back with a fresh ticket. */
  EXPIRED(4419, "The login has expired"),
  /** The login was ended, here or elsewhere. */
  REVOKED(4420, "Signed out"),

  /** The server met a fault of its own; its log says more. */
  FAULT(4500, "Internal fault"),
  /** The server stops or the application is being undeployed. */
  STOPPING(4501, "The server is stopping"),
  /**
   * The store cannot be reached or the access policy fails; operations not acknowledged may be
   * resent.
   */
  UNAVAILABLE(4503, "Not available now"),
  /** Nothing was heard from the client for several heartbeats. */
  SILENT(4504, "No answer to pings"),
  /** The client does not take what is sent to it. */
  TOO_SLOW(4508, "The client reads too slowly"),
  /** The client sent more than its rate allows, or than can wait for answers. */
  TOO_FAST(4529, "Too many messages"),
  /** As many clients of this user or address, or in all, are connected as may be. */
  TOO_MANY(4530, "Too many connections");

  private final int code;
  private final String phrase;

  CloseReason(int code, String phrase) {
    this.code = code;
    this.phrase = phrase;
  }

  /** The close code on the wire. */
  public int code() {
    return code;
  }

  /** What the close frame says; ASCII and shorter than its limit of 123 bytes. */
  public String phrase() {
    return phrase;
  }

  /** Whether the client should connect again by itself. */
  public boolean isRetryable() {
    return code >= 4500;
  }
}
