package io.collabee.impl.security;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From which pages a browser may use the application: its own, and those allowed. Without this any
 * page that somebody visits could do so with his cookies.
 *
 * <p>Its own are those whose host and port are what the browser connects to. Their scheme is
 * compared only if it is known that the browser uses TLS; behind a proxy that is not {@linkplain
 * Proxies trusted} it is not. Opaque origins ({@code null}: files, sandboxed frames, and pages that
 * chose so) belong to nobody and are refused.
 *
 * <p>A request without an origin does not come from a page: browsers send it with every WebSocket
 * handshake, and with every request that is neither GET nor HEAD.
 */
public final class Origins {
  private final Set<String> allowed;

  /**
   * @param allowed such as {@code https://example.com}; {@code *} for any
   * @throws IllegalArgumentException if one is no origin
   */
  public Origins(Set<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(
                origin ->
                    origin.equals("*")
                        ? origin
                        : normal(origin)
                            .map(Origin::toString)
                            .orElseThrow(
                                () -> new IllegalArgumentException("no origin: " + origin)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * An origin as browsers write it.
   *
   * @param authority host, and port if it is not that of the scheme
   */
  private record Origin(String scheme, String authority) {
    @Override
    public String toString() {
      return scheme + "://" + authority;
    }
  }

  /**
   * Whether a request may be served.
   *
   * @param origin all values of its Origin header
   * @param route how it came
   */
  public boolean isAllowed(List<String> origin, Route route) {
    if (origin.isEmpty() || allowed.contains("*")) {
      return true;
    }
    Optional<Origin> page = origin.size() == 1 ? normal(origin.get(0)) : Optional.empty();
    return page.isPresent()
        && (allowed.contains(page.get().toString()) || isOurs(page.get(), route));
  }

  private static boolean isOurs(Origin page, Route route) {
    if (route.host().isEmpty() || (route.isSecure() && !page.scheme().equals("https"))) {
      return false;
    }
    return normal(page.scheme() + "://" + route.host().get()).equals(Optional.of(page));
  }

  /** Reads an origin; empty if it is none, or that of nobody. */
  private static Optional<Origin> normal(String text) {
    URI uri;
    try {
      uri = new URI(text.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    String scheme = uri.getScheme();
    String authority = uri.getRawAuthority();
    if (scheme == null
        || authority == null
        || authority.indexOf('@') >= 0
        || authority.indexOf('*') >= 0
        || !text.toLowerCase(Locale.ROOT).equals(scheme + "://" + authority)) {
      return Optional.empty();
    }
    String port = standardPort(scheme);
    return Optional.of(
        authority.endsWith(port)
            ? new Origin(scheme, authority.substring(0, authority.length() - port.length()))
            : new Origin(scheme, authority));
  }

  private static String standardPort(String scheme) {
    return scheme.equals("https") ? ":443" : ":80";
  }
}
