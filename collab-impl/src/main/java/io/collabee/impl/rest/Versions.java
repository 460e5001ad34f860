package io.collabee.impl.rest;

import java.util.Arrays;
import java.util.Optional;

/** Versions as HTTP has them, which is as entity tags. */
final class Versions {
  private static final int PRECONDITION_FAILED = 412;

  private Versions() {}

  /** The document is not what {@code If-Match} says. */
  static final class PreconditionFailed extends AnsweredException {
    private static final long serialVersionUID = 1;

    PreconditionFailed(String detail) {
      super(Answer.problem(PRECONDITION_FAILED, "PRECONDITION_FAILED", detail));
    }
  }

  /** The tag of a document's content at a version. */
  static String tag(long version) {
    return tag(version, "");
  }

  /**
   * The tag of a form of that content.
   *
   * @param suffix tells the forms apart
   */
  static String tag(long version, String suffix) {
    return "\"" + version + suffix + "\"";
  }

  /** Whether {@code If-None-Match} names a tag. */
  static boolean has(String tags, String tag) {
    return Arrays.stream(tags.split(","))
        .map(each -> each.strip().replaceFirst("^W/", ""))
        .anyMatch(each -> each.equals(tag) || each.equals("*"));
  }

  /** The version that the document has to be at; empty if any will do. */
  static Optional<Long> wanted(Asked asked) {
    return asked
        .header()
        .apply("If-Match")
        .filter(tag -> !tag.strip().equals("*"))
        .map(tag -> number(tag.strip().replaceAll("^\"|\"$", "")));
  }

  /** That the document is at the version that {@code If-Match} says. */
  static void requireHead(long head, long wanted) {
    if (head != wanted) {
      throw new PreconditionFailed("The document is at version " + head + ", not " + wanted);
    }
  }

  /** A version from its text. */
  static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw Parameters.malformed("A version is a whole number from 0");
  }
}
