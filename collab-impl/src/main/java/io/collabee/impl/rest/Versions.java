package io.collabee.impl.rest;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Versions as HTTP has them, which is as entity tags. */
final class Versions {
  private static final int PRECONDITION_FAILED = 412;
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"|[^\\s,\"]+");

  /** Of any form; without quotes too, as scripts send it that have the version from elsewhere. */
  private static final Pattern OURS = Pattern.compile("\"?(\\d{1,18})(?:;[a-z]+)?\"?");

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

  /**
   * The version that the document has to be at, in whatever form it was read; empty if any will do.
   *
   * @param head asked for the version it is at if {@code If-Match} names several
   * @throws PreconditionFailed if {@code If-Match} names none that a document could be at, or
   *     several and not this
   */
  static Optional<Long> wanted(Asked asked, LongSupplier head) {
    Optional<String> tags =
        asked.header().apply("If-Match").filter(all -> !all.strip().equals("*"));
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    Set<Long> versions = versions(tags.get());
    if (versions.size() == 1) {
      return Optional.of(versions.iterator().next());
    }
    if (versions.isEmpty() || !versions.contains(head.getAsLong())) {
      throw new PreconditionFailed("The document has none of these tags");
    }
    return Optional.of(head.getAsLong());
  }

  private static Set<Long> versions(String tags) {
    return TAG.matcher(tags)
        .results()
        .map(MatchResult::group)
        .map(OURS::matcher)
        .filter(Matcher::matches)
        .map(tag -> Long.valueOf(tag.group(1)))
        .collect(Collectors.toSet());
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
