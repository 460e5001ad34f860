package io.collabee.impl.redis;

import java.util.List;

/**
 * A whole value as Redis' protocol has it.
 *
 * @param bytes what it was read from
 * @param words the strings and numbers in it from left to right, a character for each byte
 */
record RespFrame(byte[] bytes, List<String> words) {
  private static final List<String> MESSAGES = List.of("message", "pmessage", "smessage");

  /** Whether it is something that was published, come to a subscriber. */
  boolean isMessage() {
    return (bytes[0] == '*' || bytes[0] == '>')
        && words.size() > 2
        && MESSAGES.contains(words.get(0));
  }

  boolean isError() {
    return bytes[0] == '-';
  }
}
