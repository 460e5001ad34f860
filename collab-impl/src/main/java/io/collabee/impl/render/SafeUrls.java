package io.collabee.impl.render;

import java.util.Locale;
import java.util.Set;

/**
 * Which addresses may be in a page. Browsers pass over line ends and tabs within an address, and
 * blanks and control characters before it; so an address with any of these is none.
 */
final class SafeUrls {
  private static final Set<String> LINKS = Set.of("http", "https", "mailto", "tel", "sms");
  private static final Set<String> IMAGES = Set.of("http", "https");
  private static final Set<String> VIDEOS = Set.of("http", "https");
  private static final String DATA =
      "data:image/(png|gif|jpeg|webp|avif|bmp);base64,[A-Za-z0-9+/=]+";

  private SafeUrls() {}

  /** Whether a link may lead there. */
  static boolean isLink(String url) {
    return isOf(url, LINKS);
  }

  /** Whether a picture may be shown from there; pictures within the address itself are fine. */
  static boolean isImage(String url) {
    return isOf(url, IMAGES) || url.matches(DATA);
  }

  /** Whether a film may be shown from there. */
  static boolean isVideo(String url) {
    return isOf(url, VIDEOS);
  }

  private static boolean isOf(String url, Set<String> schemes) {
    if (url.isBlank()
        || url.chars().anyMatch(c -> c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == '\\')) {
      return false;
    }
    int end = 0;
    while (end < url.length() && ":/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    boolean isRelative = end == url.length() || url.charAt(end) != ':';
    return isRelative || schemes.contains(url.substring(0, end).toLowerCase(Locale.ROOT));
  }
}
