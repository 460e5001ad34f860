package io.collabee.impl.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from and to whom it was sent, as far as those who passed it on are to be
 * believed.
 *
 * @param address of the client: an IP address if the server knows it
 * @param host the name and port that the client used, as it is in the Host header; empty if it did
 *     not say
 * @param isSecure whether the client is known to have used TLS
 * @param agent what program the client says it is; empty if it does not
 */
public record Route(
    String address, Optional<String> host, boolean isSecure, Optional<String> agent) {
  /** That of a client of which nothing is known. */
  public static final Route UNKNOWN = new Route("", Optional.empty(), false);

  private static final int NETWORK_BYTES = 8;
  private static final int LONGEST_AGENT = 256;

  /** What is not to be seen, or makes what follows look different from what it is. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

  /** That of a client that does not say what program it is. */
  public Route(String address, Optional<String> host, boolean isSecure) {
    this(address, host, isSecure, Optional.empty());
  }

  /**
   * The same of a client that says what program it is. It may say anything: only the start is
   * taken, and nothing that cannot be seen.
   *
   * @param userAgent as in the header {@code User-Agent}
   */
  public Route by(@Nullable String userAgent) {
    String seen =
        Optional.ofNullable(userAgent)
            .map(text -> UNSEEN.matcher(text).replaceAll(" ").strip())
            .orElse("");
    return new Route(
        address,
        host,
        isSecure,
        Optional.of(seen).filter(text -> !text.isEmpty()).map(Route::shortened));
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_AGENT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_AGENT)) + "…";
  }

  /**
   * What all addresses that one client may have at will have in common: an IPv4 address, or the
   * first 64 bits of an IPv6 one.
   */
  public String network() {
    Optional<InetAddress> parsed = Network.address(address);
    if (parsed.isPresent() && parsed.get() instanceof Inet6Address ipv6) {
      return HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), NETWORK_BYTES)) + "/64";
    }
    return address;
  }
}
