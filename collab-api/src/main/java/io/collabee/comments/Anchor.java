package io.collabee.comments;

import jakarta.json.JsonArray;

/** What a thread is about, at one version of its document. */
public sealed interface Anchor {

  /** The version that the rest refers to: how many operations had been committed. */
  long version();

  /** The document as a whole. */
  record Whole(long version) implements Anchor {
    /** Checks the version. */
    public Whole {
      requireVersion(version);
    }
  }

  /**
   * A stretch of a content that is a sequence, as texts are: in {@code rich-text} of UTF-16 code
   * units with each embed as one, in {@code text} of code points.
   *
   * <p>It goes along with what it covers. What is inserted within belongs to it, what is inserted
   * right before or behind does not. When the last of it is deleted, it is {@link Gone}.
   *
   * @param start of the first unit, from 0
   * @param end after the last unit; more than {@code start}
   */
  record Range(long version, int start, int end) implements Anchor {
    /** Checks version and ends. */
    public Range {
      requireVersion(version);
      if (start < 0 || end <= start) {
        throw new IllegalArgumentException("Nothing is from " + start + " to " + end);
      }
    }
  }

  /**
   * A value in a {@code json0} document. It goes along when the list it is in is edited. When it is
   * deleted or replaced, it is {@link Gone}; an edit of what is in it leaves it.
   *
   * @param path from the root, a key for each object on the way and an index for each list; at
   *     least one
   */
  record Path(long version, JsonArray path) implements Anchor {
    /** Checks the version. */
    public Path {
      requireVersion(version);
    }
  }

  /** What it was about has been deleted. It stays so, even if the deletion is undone. */
  record Gone(long version) implements Anchor {
    /** Checks the version. */
    public Gone {
      requireVersion(version);
    }
  }

  private static void requireVersion(long version) {
    if (version < 0) {
      throw new IllegalArgumentException("Version " + version + " is below 0");
    }
  }
}
