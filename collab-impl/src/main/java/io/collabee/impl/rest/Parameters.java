package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What requests say in parameters of their URL. */
final class Parameters {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final int LIMIT = 100;
  private static final int MOST = 1_000;

  private Parameters() {}

  /** A version. */
  static Optional<Long> version(Asked asked, String name) {
    return asked.query().apply(name).map(Versions::number);
  }

  /** A time, in ISO 8601's form with a time zone's offset. */
  static Optional<Instant> time(Asked asked, String name) {
    return asked.query().apply(name).map(text -> time(name, text));
  }

  static Instant time(String name, String text) {
    try {
      Instant time = Instant.parse(text);
      if (isStorable(time)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // Answered below.
    }
    throw malformed(name + " is no time such as 2026-01-31T12:00:00Z");
  }

  /** Whether it is of the years 1 to 9999, which all databases have. */
  static boolean isStorable(Instant time) {
    return !time.isBefore(FIRST) && time.isBefore(END);
  }

  /** A text that may be a name, or the start of one. */
  static Optional<String> text(Asked asked, String name) {
    return asked.query().apply(name).map(text -> requireText(name, text));
  }

  /**
   * That a text has nothing that no name has: control characters, of which one database or another
   * refuses some, or halves of characters.
   */
  static String requireText(String name, String text) {
    if (text.codePoints().anyMatch(Parameters::isInNoName)) {
      throw malformed(name + " has a control character, or half a character");
    }
    return text;
  }

  private static boolean isInNoName(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  /** Whether one is {@code true}; it may be {@code false} or not there. */
  static boolean isSet(Asked asked, String name) {
    String value = asked.query().apply(name).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw malformed(name + " is true or false");
    }
    return value.equals("true");
  }

  /** How many entries a page is to have. */
  static int limit(Asked asked) {
    long limit = version(asked, "limit").orElse((long) LIMIT);
    if (limit < 1 || limit > MOST) {
      throw malformed("limit is a whole number from 1 to " + MOST);
    }
    return (int) limit;
  }

  static CollabException malformed(String message) {
    return new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, message);
  }
}
