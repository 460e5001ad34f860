package io.collabee.impl.comments;

import io.collabee.Names;
import java.util.regex.Pattern;

/** What threads and comments may be called; keys of objects in browsers too. */
final class CommentIds {
  private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private CommentIds() {}

  static boolean isGood(String id) {
    return GOOD.matcher(id).matches() && !Names.isReserved(id);
  }
}
