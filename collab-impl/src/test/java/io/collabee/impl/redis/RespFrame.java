package io.collabee.impl.redis;

import java.util.List;

/** A whole value as Redis' protocol has it. */
final class RespFrame {
  private static final List<String> MESSAGES = List.of("message", "pmessage", "smessage");

  private final byte[] bytes;
  private final List<String> words;

  /**
   * @param bytes what it was read from; not copied
   * @param words the strings and numbers in it from left to right, a character for each byte
   */
  RespFrame(byte[] bytes, List<String> words) {
    this.bytes = bytes;
    this.words = List.copyOf(words);
  }

  /** What it was read from; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** The strings and numbers in it from left to right, a character for each byte. */
  List<String> words() {
    return words;
  }

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
