package io.collabee.impl.websocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From which pages a browser may connect: our own, and those allowed. Without this any page that
 * somebody visits could connect with his cookies.
 *
 * <p>Our own are those whose host and port are what the browser connects to. The scheme is not
 * compared, since behind a proxy we do not know it.
 */
final class Origins {
  private final Set<String> allowed;

  /**
   * @param allowed such as {@code https://example.com}; {@code *} for any
   */
  Origins(Set<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param origin the Origin header of the handshake
   * @param host the Host header
   */
  boolean isAllowed(String origin, String host) {
    String given = origin.toLowerCase(Locale.ROOT);
    return allowed.contains("*") || allowed.contains(given) || isSame(given, host);
  }

  private static boolean isSame(String origin, String host) {
    URI uri;
    try {
      uri = new URI(origin);
    } catch (URISyntaxException e) {
      return false;
    }
    String authority = uri.getAuthority();
    return authority != null
        && withoutPort(authority, defaultPort(uri))
            .equals(withoutPort(host.toLowerCase(Locale.ROOT), defaultPort(uri)));
  }

  private static String defaultPort(URI origin) {
    return "https".equals(origin.getScheme()) ? ":443" : ":80";
  }

  private static String withoutPort(String authority, String port) {
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }
}
